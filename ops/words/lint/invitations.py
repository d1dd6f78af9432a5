"""Rules about promises: an invitation leaves a free choice, and a notice without one promises nothing."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from ops.words.lint import lists
from ops.words.lint.combinations import Variant
from ops.words.lint.placeholders import without_values
from ops.words.lint.rendered_notice import RenderedNotice, on_one_line

_URL = re.compile(r"\b[a-z]+://\S+|\bwww\.\S+", re.IGNORECASE)
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")


def an_invitation_leaves_the_choice(notice: RenderedNotice) -> Iterator[str]:
    """Require the whole offer, and in it everything that an invitation has to say.

    Who is in the talent pool already is told so, and asked nothing.
    """
    if not notice.invited:
        return
    if notice.combination.variant is Variant.MEMBER:
        if notice.sentence("invitation.member") is None or notice.sentence("invitation.offer") is not None:
            yield "asks somebody who is in the talent pool already to join: say invitation.member instead"
        return
    offer = notice.sentence("invitation.offer")
    if offer is None or not any(offer.text in paragraph for paragraph in notice.paragraphs):
        yield "invites without all of invitation.offer: include it"
        return
    for unsaid in lists.left_unsaid(notice.wording.language, offer.plain):
        yield f"invitation.offer does not say {unsaid}: add it (ops/words/lint/lists.toml has the accepted phrases)"


def no_invitation_no_promise(notice: RenderedNotice) -> Iterator[str]:
    """Forbid promises, and any part of an invitation, to a candidate who is not invited."""
    if notice.invited:
        return
    letter = on_one_line(" ".join(notice.paragraphs))
    for name, sentence in notice.wording.sentences.get("invitation", {}).items():
        parts = filter(None, _SENTENCE_END.split(without_values(sentence)))
        if any(part in letter for part in parts):
            yield f"repeats invitation.{name}, but invites nobody: remove it"
    for used in notice.sentences:
        for word in lists.promises(notice.wording.language, used.plain):
            yield f"{used.place} promises something with “{word}”, but nobody was invited: remove it"


def one_sound_link(notice: RenderedNotice) -> Iterator[str]:
    """Require one link, the same in both parts, in an invitation, and none elsewhere."""
    in_html, in_text = notice.page.links, _URL.findall(notice.text)
    wanted = 1 if notice.invited else 0
    if (len(in_html), len(in_text)) != (wanted, wanted):
        yield f"has {len(in_html)} links in HTML and {len(in_text)} in text: each must have {wanted}"
        return
    for link, address in zip(in_html, in_text, strict=True):
        yield from _unsound(link, address, notice)


def _unsound(link: str, address: str, notice: RenderedNotice) -> Iterator[str]:
    if link != address:
        yield "the link differs between text and HTML: both come from functions/letters/layout.py"
    if urlsplit(link).scheme != "https":
        yield "the link is not https: correct the site's address"
    code = urlsplit(link).fragment
    # A browser keeps the fragment to itself, so that no server can log the code.
    if not code or not any(paragraph.endswith(f"\n{code}") for paragraph in notice.paragraphs):
        yield "the link lacks the code after its #: functions/letters/rejection.py puts it there"
