"""Who looks at a notice next, and when: the sweep, a person, or nobody because all is well."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from functions.domain.notices.notice import NoticeRef
from functions.domain.notices.revocation import Revocation
from functions.domain.notices.states import NEVER_SENT, State

# A task: who was told heard something untrue.
CORRECT = "correct"
# Tasks: the decision was old when it came; it did not get out in time.
STALE, LATE = "stale", "late"
# What the queue, the schedule or an event of SES has not settled by then, they will not.
SETTLE_WITHIN = timedelta(hours=1)


class Reviewer(StrEnum):
    SWEEP = "sweep"
    PERSON = "person"


@dataclass(frozen=True)
class Review:
    """`at`: when the sweep looks, or since when it waits for a person."""

    who: Reviewer
    at: datetime


@dataclass(frozen=True)
class ReviewEntry:
    """A line of the index: a notice, and since when, or from when on, somebody is to look at it."""

    ref: NoticeRef
    state: State
    source: str
    application_id: str
    at: datetime


def needs_correction(state: State, back: Revocation) -> bool:
    """Whether a person is to speak to whom a notice told, or may have told, before it was taken back."""
    # Also what came back: it may have been an answer by machine, and the mail is there all the same.
    return back.requires_correction and state not in NEVER_SENT


def next_review(state: State, at: datetime, due_at: datetime | None = None) -> Review | None:
    """What a notice that came into `state` at `at` needs, if nothing else happens to it."""
    match state:
        case State.HELD:
            return Review(Reviewer.SWEEP, max(at, due_at or at) + SETTLE_WITHIN)
        case State.CLAIMED | State.UNKNOWN:
            return Review(Reviewer.SWEEP, at + SETTLE_WITHIN)
        case State.REFUSED | State.BOUNCED:
            return Review(Reviewer.PERSON, at)
        case _:
            return None
