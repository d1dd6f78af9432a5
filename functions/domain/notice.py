"""The one e-mail that tells a candidate of a decision, and what may become of it.

One application has one notice per cycle; a rescinding closes a cycle, a later rejection opens the next.
"""

import hashlib
import json
import re
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import IntEnum, StrEnum
from typing import Self

from functions.domain.decision import Rejection
from functions.domain.errors import Permanent
from functions.domain.personal import EmailAddress

_REFERENCE = re.compile(r"([0-9a-f]{32})-([1-9][0-9]{0,3})")


class State(StrEnum):
    HELD = "HELD"
    CLAIMED = "CLAIMED"
    ACCEPTED = "ACCEPTED"
    DELIVERED = "DELIVERED"
    RESCINDED = "RESCINDED"
    SUPPRESSED = "SUPPRESSED"
    REFUSED = "REFUSED"
    UNKNOWN = "UNKNOWN"
    BOUNCED = "BOUNCED"
    COMPLAINED = "COMPLAINED"


class Proof(IntEnum):
    """What an SES event proves of a notice; the stronger one counts, in whatever order they arrive.

    SES sends before it rejects; who answers by machine "bounces" softly, delivered or not; a mail may bounce for good
    after it was delivered; and only who got it can complain.
    """

    SENT = 1
    REJECTED = 2
    BOUNCED_SOFTLY = 3
    DELIVERED = 4
    BOUNCED = 5
    COMPLAINED = 6


# The state that each proof leads to.
PROVEN: dict[Proof, State] = {
    Proof.SENT: State.ACCEPTED,
    Proof.REJECTED: State.REFUSED,
    Proof.BOUNCED_SOFTLY: State.BOUNCED,
    Proof.DELIVERED: State.DELIVERED,
    Proof.BOUNCED: State.BOUNCED,
    Proof.COMPLAINED: State.COMPLAINED,
}

# What SES may prove of any notice that was ever attempted, be it held again, or taken back, meanwhile.
_PROVEN = frozenset(PROVEN.values())
# From each state to those that may follow it.
FOLLOWING: dict[State, frozenset[State]] = {
    State.HELD: frozenset({State.CLAIMED, State.RESCINDED, State.SUPPRESSED}) | _PROVEN,
    State.CLAIMED: frozenset({State.HELD, State.UNKNOWN}) | _PROVEN,
    State.UNKNOWN: frozenset({State.HELD}) | _PROVEN,
    State.ACCEPTED: _PROVEN - {State.ACCEPTED},
    State.DELIVERED: frozenset({State.BOUNCED, State.COMPLAINED}),
    State.REFUSED: frozenset({State.HELD, State.DELIVERED, State.BOUNCED, State.COMPLAINED}),
    State.BOUNCED: frozenset({State.DELIVERED, State.BOUNCED, State.COMPLAINED}),
    State.COMPLAINED: frozenset(),
    State.RESCINDED: _PROVEN,
    State.SUPPRESSED: _PROVEN,
}

# In these the candidate has certainly not been told.
NEVER_SENT = frozenset({State.HELD, State.RESCINDED, State.SUPPRESSED, State.REFUSED})


def preceding(state: State) -> frozenset[State]:
    """The states from which `state` may be entered."""
    return frozenset(before for before, after in FOLLOWING.items() if state in after)


def digest(*parts: str) -> str:
    """32 hex digits that stand for `parts`: a key without personal data."""
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:32]


def candidate_key(source: str, candidate_id: str) -> str:
    """The candidate's key in the talent pool: the same for every application that `source` reports."""
    return digest("candidate", source, candidate_id)


@dataclass(frozen=True, order=True)
class NoticeRef:
    """Which notice: the application (`digest(source, application_id)`) and its cycle, from 1."""

    application: str
    cycle: int = 1

    @classmethod
    def of(cls, source: str, application_id: str) -> Self:
        return cls(digest("application", source, application_id))

    @classmethod
    def parse(cls, text: str) -> Self:
        """The inverse of `str`. Raises Permanent with code invalid_reference."""
        match = _REFERENCE.fullmatch(text)
        if match is None:
            raise Permanent("invalid_reference", "not a notice's reference")
        return cls(match[1], int(match[2]))

    def next(self) -> Self:
        return replace(self, cycle=self.cycle + 1)

    def __str__(self) -> str:
        return f"{self.application}-{self.cycle}"


@dataclass(frozen=True)
class Claim:
    """A worker's right to send one notice once, and exactly what it is about to send."""

    id: str
    at: datetime
    template: str
    text_sha256: str
    sent_to: EmailAddress


@dataclass(frozen=True)
class Entry:
    """One line of a notice's history."""

    at: datetime
    state: State
    cause: str


@dataclass(frozen=True)
class Notice:
    """A notice as the ledger knows it. `decision` is None where a rescinding arrived first.

    `earlier_claim` is that of an attempt in doubt, where somebody decided to send once more.
    """

    ref: NoticeRef
    state: State
    source: str
    application_id: str
    due_at: datetime | None = None
    decision: Rejection | None = None
    later_decision: Rejection | None = None
    rescinded_at: datetime | None = None
    claim: Claim | None = None
    earlier_claim: Claim | None = None
    ses_message_id: str | None = None
    proof: Proof | None = None
    history: tuple[Entry, ...] = field(default=())

    def entered(self, entry: Entry, claim: Claim | None = None) -> Self:
        """This notice after its next line of history."""
        return replace(self, state=entry.state, claim=claim, history=(*self.history, entry))

    def superseded_by(self, rejection: Rejection) -> bool:
        """Whether a repeat is news: should this cycle be rescinded in between, it opens the next."""
        latest = self.later_decision or self.decision
        return latest is not None and rejection.decided_at > latest.decided_at

    def outlives(self, rescinded_at: datetime) -> bool:
        """Whether a rescinding is older than this rejection, and so concerns an earlier one."""
        return self.decision is not None and self.decision.decided_at > rescinded_at


@dataclass(frozen=True)
class Claiming:
    """A worker's wish to claim a notice that is due, or, if it `is_new`, to open one as claimed."""

    notice: Notice
    claim: Claim
    is_new: bool

    @property
    def entry(self) -> Entry:
        return Entry(self.claim.at, State.CLAIMED, "decided and due" if self.is_new else "due")

    def claimed(self) -> Notice:
        return self.notice.entered(self.entry, self.claim)


@dataclass(frozen=True)
class Mark:
    """What came of a claim: ACCEPTED, REFUSED or UNKNOWN, or HELD again where for certain nothing was sent."""

    ref: NoticeRef
    claim: Claim
    entry: Entry
    ses_message_id: str | None = None
