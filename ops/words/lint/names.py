"""Rules about names: a sentence must read well with whatever name, title or employer is filled in."""

import re
from collections.abc import Iterator

from ops.words.lint import lists
from ops.words.lint.rendered_notice import RenderedNotice, on_one_line

_BEFORE_NAME = re.compile(r"(\w+)\s\{(?:agency|company|family_name|given_name|job|recruiter|title)\}")
# Two full stops, but no ellipsis; two brackets in a row, or one in another; two commas.
_COLLISION = re.compile(r"(?<!\.)\.\.(?!\.)|\)\s*\(|\([^()]*\(|,\s*,")


def no_word_depends_on_a_name(notice: RenderedNotice) -> Iterator[str]:
    """Forbid, right before a name, words that depend on it: an article, or one that is elided or contracted."""
    for used in notice.sentences:
        sentence = notice.wording.sentences[used.section][used.name]
        for match in _BEFORE_NAME.finditer(sentence):
            if lists.depends_on_a_name(notice.wording.language, match[1]):
                remedy = "put a noun or quotation marks between"
                yield f"{used.place} has “{match[0]}”, which is wrong for some names: {remedy}"


def no_marks_collide(notice: RenderedNotice) -> Iterator[str]:
    """Forbid the punctuation that comes of a name with marks of its own."""
    for text in (notice.subject, notice.text, notice.page.text):
        if match := _COLLISION.search(text):
            around = on_one_line(text[max(match.start() - 20, 0) : match.end() + 5])
            yield f"two marks collide in “{around}”: functions/letters/ puts names and sentences together"
