"""What may be taken back, by whom, and how far it reaches."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Self

from functions.domain.decisions.events import CandidateErased, CandidateHired, CandidateWithdrew, RejectionRescinded

# Whoever was hired hears no "no" from the same employer meanwhile; afterwards they may have left, and applied again.
HIRED_FOR = timedelta(days=90)
# No moment of a decision is later.
FOR_EVER = datetime(9999, 12, 31, tzinfo=UTC)


@dataclass(frozen=True)
class Revocation:
    """Nothing that was decided up to `until` is told any more.

    `corrects`: who was told already heard something untrue, so a person is to speak to them. `closes_told`: a notice
    that was sent ends its cycle, too; else it stays as it is, as there is nothing to take back.
    """

    cause: str
    until: datetime
    requires_correction: bool = False
    closes_sent: bool = False

    @classmethod
    def rescinded(cls, event: RejectionRescinded) -> Self:
        return cls("rescinded", event.data.rescinded_at, requires_correction=True, closes_sent=True)

    @classmethod
    def hired(cls, event: CandidateHired) -> Self:
        """For the application that led to it."""
        return cls("hired", event.data.hired_at + HIRED_FOR, requires_correction=True, closes_sent=True)

    @classmethod
    def hired_elsewhere(cls, event: CandidateHired) -> Self:
        """For the same person's other applications: to have been told "no" there is no mistake."""
        return cls("hired", event.data.hired_at + HIRED_FOR)

    @classmethod
    def withdrew(cls, event: CandidateWithdrew) -> Self:  # noqa: ARG003
        return cls("withdrew", FOR_EVER, closes_sent=True)

    @classmethod
    def erased(cls, event: CandidateErased) -> Self:
        return cls("erased", event.data.erased_at)
