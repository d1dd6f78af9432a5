"""What a notice may promise: to who is invited, a free choice; to everybody else, nothing."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from ops.words.lint import lists
from ops.words.lint.placeholders import without_values
from ops.words.lint.rendered import Rendered, on_one_line

_URL = re.compile(r"\b[a-z]+://\S+|\bwww\.\S+", re.IGNORECASE)
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")


def an_invitation_leaves_the_choice(one: Rendered) -> Iterator[str]:
    """All of the offer stands there, and it says what has to be said."""
    if not one.invited:
        return
    offer = one.told("invitation.offer")
    if offer is None or not any(offer.text in paragraph for paragraph in one.paragraphs):
        yield "invites, and does not say all of invitation.offer: say it"
        return
    for unsaid in lists.left_unsaid(one.wording.language, offer.plain):
        yield f"invitation.offer does not say {unsaid}: say it (ops/words/lint/lists.toml has the ways)"


def no_invitation_no_promise(one: Rendered) -> Iterator[str]:
    """Who was not invited is promised nothing, and hears nothing of an invitation."""
    if one.invited:
        return
    letter = on_one_line(" ".join(one.paragraphs))
    for name, sentence in one.wording.sentences.get("invitation", {}).items():
        parts = filter(None, _SENTENCE_END.split(without_values(sentence)))
        if any(part in letter for part in parts):
            yield f"says what invitation.{name} says, and invites nobody: take it out"
    for said in one.said:
        if word := lists.promise(one.wording.language, said.plain):
            yield f"{said.place} promises something with “{word}”, and nobody was invited: take it out"


def one_sound_link(one: Rendered) -> Iterator[str]:
    """One, the same in both parts, for who is invited; none for everybody else."""
    links, in_text = one.page.links, _URL.findall(one.text)
    wanted = 1 if one.invited else 0
    if (len(links), len(in_text)) != (wanted, wanted):
        yield f"has {len(links)} links in HTML and {len(in_text)} in text: {wanted} belongs into each"
        return
    for link, address in zip(links, in_text, strict=True):
        yield from _unsound(link, address, one)


def _unsound(link: str, address: str, one: Rendered) -> Iterator[str]:
    if link != address:
        yield "the link is not the same in text and in HTML: both come from functions/letters/layout.py"
    if urlsplit(link).scheme != "https":
        yield "the link is not https: correct the site's address"
    code = urlsplit(link).fragment
    # A fragment stays in the browser: no server on the way gets to log the code.
    if not code or not any(paragraph.endswith(f"\n{code}") for paragraph in one.paragraphs):
        yield "the link has not the code behind its #: functions/letters/rejection.py puts it there"
