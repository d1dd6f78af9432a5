"""Review of a notice that is not settled: who must look at it, the sweep or a person, and when."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from functions.domain.notices.notice import NoticeRef
from functions.domain.notices.revocation import Revocation
from functions.domain.notices.states import NEVER_SENT, State

# Reasons for a person's review. The candidate heard something untrue; the decision was old when it arrived; the notice
# did not go out in time; no employer has the decision's source; the decision was corrected after its email; a hire or
# an erasure names an id that several people have. The blast brake has reasons of its own.
CORRECT, STALE, LATE, SOURCE, CHANGED, SHARED_ID = "correct", "stale", "late", "source", "changed", "shared-id"
# By then the queue, the schedule or an event of the provider has settled a notice, or never will.
SETTLE_WITHIN = timedelta(hours=1)
# Longer than any row of days off, so that a window opens in between.
_RELEASED_FOR = timedelta(days=7)


class Reviewer(StrEnum):
    SWEEP = "sweep"
    PERSON = "person"


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


def needs_correction(state: State, revocation: Revocation) -> bool:
    """Return whether the candidate was, or may have been, told something that has since been revoked.

    Someone must then call them.
    """
    # BOUNCED counts as told: an auto-reply is reported as a soft bounce, and that email arrived.
    return revocation.requires_correction and state not in NEVER_SENT


def last_moment(at: datetime, due_at: datetime | None) -> datetime:
    """Return after which moment a notice that a person let go at `at` does not go out by itself any more."""
    return max(at, due_at or at) + _RELEASED_FOR


def next_review(state: State, at: datetime, due_at: datetime | None = None) -> Review | None:
    """Return the review that a notice needs which entered `state` at `at`, if nothing else happens to it."""
    match state:
        case State.HELD:
            return Review(Reviewer.SWEEP, max(at, due_at or at) + SETTLE_WITHIN)
        case State.CLAIMED | State.UNKNOWN:
            return Review(Reviewer.SWEEP, at + SETTLE_WITHIN)
        case State.REFUSED | State.BOUNCED:
            return Review(Reviewer.PERSON, at)
        case _:
            return None
