"""Rules about the subject: it says what the email is about, but not the answer, which a locked screen would reveal."""

import unicodedata
from collections.abc import Iterator

from ops.words.lint import lists
from ops.words.lint.placeholders import without_values
from ops.words.lint.recorder import UsedSentence
from ops.words.lint.rendered_notice import RenderedNotice

_LONGEST = 78
_ANSWERS = ("decision", "reason", "care", "closing")


def subject_says_what_it_is_about(notice: RenderedNotice) -> Iterator[str]:
    """Require the company in the subject, and the job where the notice is about one."""
    sentence = _subject(notice)
    for name, value in sentence.values.items():
        if value not in notice.subject:
            yield f"the subject does not name the {name}: add {{{name}}} to {sentence.place}"


def subject_reveals_nothing(notice: RenderedNotice) -> Iterator[str]:
    """Forbid telling words in the subject, and any sentence of the answer."""
    subject = _subject(notice)
    for word in lists.revealing(subject.plain):
        yield f"the subject reveals the answer with “{word}”: let {subject.place} say only what the email is about"
    for section in _ANSWERS:
        for name, sentence in notice.wording.sentences.get(section, {}).items():
            if (answer := _bare(sentence)) and answer in notice.subject.casefold():
                yield f"the subject repeats {section}.{name}: let it say only what the email is about"


def subject_fits_a_line(notice: RenderedNotice) -> Iterator[str]:
    """Require a subject that is shown in full, without control characters."""
    if len(notice.subject) > _LONGEST:
        yield f"the subject has {len(notice.subject)} characters, and only {_LONGEST} are shown: shorten it"
    if any(unicodedata.category(character) in {"Cc", "Zl", "Zp"} for character in notice.subject):
        yield "the subject has a control character: remove it"


def _subject(notice: RenderedNotice) -> UsedSentence:
    return next(sentence for sentence in notice.sentences if sentence.section == "subject")


def _bare(sentence: str) -> str:
    return without_values(sentence).casefold().rstrip(".: ")
