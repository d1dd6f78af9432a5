"""Review of a notice that is not settled: who must look at it, the sweep or a person, and when."""

from dataclasses import replace
from datetime import datetime, timedelta
from enum import StrEnum

from functions.domain.lean_dataclass import dataclass
from functions.domain.notices.notice import Entry, Notice
from functions.domain.notices.owed_letter import UNEXPECTED
from functions.domain.notices.reference import NoticeRef
from functions.domain.notices.states import State

# Reasons for a person's review. The candidate heard something untrue; the decision was old when it arrived; the notice
# did not go out in time; no employer has the decision's source; the decision was corrected after its email; a hire or
# an erasure names an id that several people have. The blast brake has reasons of its own.
CORRECT, STALE, LATE, SOURCE, CHANGED, SHARED_ID = "correct", "stale", "late", "source", "changed", "shared-id"
# The ledger was restored. What was due by then may have been sent since: nobody knows. What is due later was not.
RESTORED_DUE, RESTORED_LATER = "restored-due", "restored-later"
# The address is on the do-not-contact list: an earlier email to it bounced, or its owner reported one as spam.
UNDELIVERABLE, COMPLAINED = "undeliverable", "complained"
# Somebody had it sent, and then the person turned out to want no email.
OBJECTED = "objected"
# Begins each line of history that a person wrote.
BY_OPERATOR = "operator: "
# By then the queue, the schedule or an event of the provider has settled a notice, or never will.
SETTLE_WITHIN = timedelta(hours=1)
# Longer than any row of days off, so that a window opens in between.
_RELEASED_FOR = timedelta(days=7)


class Reviewer(StrEnum):
    """Reviewer of a notice. NOBODY: it is only kept where a person who asks for everything finds it."""

    SWEEP = "sweep"
    PERSON = "person"
    NOBODY = "nobody"


@dataclass(frozen=True)
class Review:
    """`at`: when the sweep looks, or since when the notice waits for a person."""

    who: Reviewer
    at: datetime


@dataclass(frozen=True)
class ReviewEntry:
    """A notice in the index of reviews. `at`: as in its review."""

    ref: NoticeRef
    state: State
    source: str
    application_id: str
    at: datetime


def without_reason(entry: Entry) -> Entry:
    """Return a line of history without the words of an operator, if it has any."""
    return replace(entry, cause=f"{BY_OPERATOR}erased") if entry.cause.startswith(BY_OPERATOR) else entry


def last_moment(at: datetime, due_at: datetime | None) -> datetime:
    """Return after which moment a notice that a person let go at `at` does not go out by itself any more."""
    return max(at, due_at or at) + _RELEASED_FOR


def first_review(notice: Notice, at: datetime) -> Review | None:
    """Return the review that a notice needs which is opened at `at`."""
    if notice.letter and notice.letter.kind in UNEXPECTED and notice.state is State.HELD:
        # Nobody puts it on a queue or makes a schedule for it: the sweep hands it over when it is due.
        return Review(Reviewer.SWEEP, notice.due_at or at)
    return next_review(notice.state, at, notice.due_at, notice.review_reason)


def next_review(
    state: State, at: datetime, due_at: datetime | None = None, review_reason: str | None = None
) -> Review | None:
    """Return the review that a notice needs which entered `state` at `at`, if nothing else happens to it."""
    if review_reason:
        return Review(Reviewer.NOBODY if review_reason == COMPLAINED else Reviewer.PERSON, at)
    match state:
        case State.HELD:
            return Review(Reviewer.SWEEP, max(at, due_at or at) + SETTLE_WITHIN)
        case State.CLAIMED | State.UNKNOWN:
            return Review(Reviewer.SWEEP, at + SETTLE_WITHIN)
        case State.REFUSED | State.BOUNCED:
            return Review(Reviewer.PERSON, at)
        case _:
            return None
