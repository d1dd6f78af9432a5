"""Who looks at a notice next, and when: the sweep, a person, or nobody because all is well."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from functions.domain.notices.notice import NoticeRef
from functions.domain.notices.revocation import TakingBack
from functions.domain.notices.states import NEVER_SENT, State

# A task: who was told heard something untrue.
CORRECT = "correct"
# Tasks: the decision was old when it came; it did not get out in time.
STALE, LATE = "stale", "late"
# What the queue, the schedule or an event of SES has not settled by then, they will not.
PATIENCE = timedelta(hours=1)


class Who(StrEnum):
    SWEEP = "sweep"
    PERSON = "person"


@dataclass(frozen=True)
class Attention:
    """`at`: when the sweep looks, or since when it waits for a person."""

    who: Who
    at: datetime


@dataclass(frozen=True)
class Waiting:
    """A line of the index: a notice, and since when, or from when on, somebody is to look at it."""

    ref: NoticeRef
    state: State
    source: str
    application_id: str
    at: datetime


def needs_correction(state: State, back: TakingBack) -> bool:
    """Whether a person is to speak to whom a notice told, or may have told, before it was taken back."""
    # Also what came back: it may have been an answer by machine, and the mail is there all the same.
    return back.corrects and state not in NEVER_SENT


def attention(state: State, at: datetime, due_at: datetime | None = None) -> Attention | None:
    """What a notice that came into `state` at `at` needs, if nothing else happens to it."""
    match state:
        case State.HELD:
            return Attention(Who.SWEEP, max(at, due_at or at) + PATIENCE)
        case State.CLAIMED | State.UNKNOWN:
            return Attention(Who.SWEEP, at + PATIENCE)
        case State.REFUSED | State.BOUNCED:
            return Attention(Who.PERSON, at)
        case _:
            return None
