"""What a subject may say: what the mail is about, and not the answer, which others may read on a locked screen."""

import unicodedata
from collections.abc import Iterator

from ops.words.lint import lists
from ops.words.lint.placeholders import without_values
from ops.words.lint.recorder import Said
from ops.words.lint.rendered import Rendered

_LONGEST = 78
_ANSWERS = ("decision", "reason", "care", "closing")


def subject_says_what_it_is_about(one: Rendered) -> Iterator[str]:
    """The company, and the job where it is one."""
    said = _subject(one)
    for name, value in said.values.items():
        if value not in one.subject:
            yield f"the subject does not name the {name}: put {{{name}}} into {said.place}"


def subject_gives_nothing_away(one: Rendered) -> Iterator[str]:
    said = _subject(one)
    if word := lists.gives_away(said.plain):
        yield f"the subject gives the answer away with “{word}”: let {said.place} say only what the mail is about"
    for section in _ANSWERS:
        for name, sentence in one.wording.sentences.get(section, {}).items():
            if (answer := _bare(sentence)) and answer in one.subject.casefold():
                yield f"the subject says {section}.{name}: let it say only what the mail is about"


def subject_fits_a_line(one: Rendered) -> Iterator[str]:
    if len(one.subject) > _LONGEST:
        yield f"the subject has {len(one.subject)} characters: {_LONGEST} is the most that is shown, make it shorter"
    if any(unicodedata.category(character) in {"Cc", "Zl", "Zp"} for character in one.subject):
        yield "the subject has a control character: take it out"


def _subject(one: Rendered) -> Said:
    return next(said for said in one.said if said.section == "subject")


def _bare(sentence: str) -> str:
    return without_values(sentence).casefold().rstrip(".: ")
