"""The recruiter's note: shown only with their name, and only where it says nothing that a notice must not say."""

from enum import StrEnum

from functions.domain.decisions.rejection import Rejection
from functions.domain.html_entities import decoded
from functions.domain.no_value import says_nothing
from functions.domain.personal_data import one_line
from functions.domain.placeholders import has_placeholder
from functions.letters.links import has_link
from functions.letters.wording import Wording


class NoteProblem(StrEnum):
    """The reason why a note is left out."""

    NO_NAME = "no recruiter whose name can be shown"
    PLACEHOLDER = "a placeholder that was not filled in"
    LINK = "a link"
    FORBIDDEN = "a forbidden word of the email's language"


def recruiter_of(decision: Rejection) -> str | None:
    """Return the recruiter's name, or None where none can be shown."""
    name = decision.recruiter.name if decision.recruiter else None
    return name.presentable() if name else None


def note_of(decision: Rejection) -> str:
    """Return the note as it would be shown; empty where there is none, or where it says nothing, as "null" does."""
    note = one_line(decoded(decision.note or ""))
    return "" if says_nothing(note) else note


def note_problem(decision: Rejection, wording: Wording) -> NoteProblem | None:
    """Return what keeps the note out of the letter; None where there is no note, or where it can be shown."""
    note = note_of(decision)
    if not note:
        return None
    # Without a name, nobody would answer for these words.
    if recruiter_of(decision) is None:
        return NoteProblem.NO_NAME
    if has_placeholder(note):
        return NoteProblem.PLACEHOLDER
    if has_link(note):
        return NoteProblem.LINK
    return NoteProblem.FORBIDDEN if wording.forbids(note) else None


def note_sentences(decision: Rejection, wording: Wording) -> list[str]:
    """Return the note with its author's name, or nothing where it is left out."""
    note, recruiter = note_of(decision), recruiter_of(decision)
    if not note or not recruiter or note_problem(decision, wording):
        return []
    return [wording.say("closing", "note", recruiter=recruiter, note=note)]
