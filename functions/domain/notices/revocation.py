"""Revocation of decisions: by a rescission, a hire, a withdrawal or an erasure, and how far each reaches."""

from datetime import datetime, timedelta
from typing import Self

from functions.domain.decisions.events import CandidateErased, CandidateHired, CandidateWithdrew, RejectionRescinded
from functions.domain.decisions.rejection import Rejection
from functions.domain.lean_dataclass import dataclass
from functions.domain.notices.notice import FOR_EVER
from functions.domain.notices.person import ERASED

# A person who was hired hears no "no" from the same employer for so long, unless its policy says otherwise. Later they
# may have left and applied again.
HIRED_FOR = timedelta(days=90)


@dataclass(frozen=True)
class Revocation:
    """End of everything that was decided up to `until`: nothing of it is sent any more.

    `requires_correction`: what was sent already was untrue, so someone must call the candidate. `closes_sent`: a notice
    that was sent ends its cycle as well; otherwise it stays as it is, since there is nothing to revoke.
    `is_correction`: a correction led to it, which names a closed person; `correction`: what it says, if it may be kept.
    """

    cause: str
    until: datetime
    requires_correction: bool = False
    closes_sent: bool = False
    is_correction: bool = False
    correction: Rejection | None = None

    @classmethod
    def rescinded(cls, event: RejectionRescinded) -> Self:
        """Return the employer's own revocation of a rejection."""
        return cls("rescinded", event.data.rescinded_at, requires_correction=True, closes_sent=True)

    @classmethod
    def hired(cls, event: CandidateHired, hired_for: timedelta = HIRED_FOR) -> Self:
        """Return the revocation of the application that led to a hire."""
        return cls("hired", event.data.hired_at + hired_for, requires_correction=True, closes_sent=True)

    @classmethod
    def hired_elsewhere(cls, event: CandidateHired, hired_for: timedelta = HIRED_FOR) -> Self:
        """Return the revocation of the same person's other applications. A "no" that was sent there was no mistake."""
        return cls("hired", event.data.hired_at + hired_for)

    @classmethod
    def withdrew(cls, event: CandidateWithdrew) -> Self:  # noqa: ARG003
        """Return the revocation of an application that the candidate withdrew: for good."""
        return cls("withdrew", FOR_EVER, closes_sent=True)

    @classmethod
    def erased(cls, event: CandidateErased) -> Self:
        """Return the revocation of everything that was decided about a person before an erasure."""
        return cls(ERASED, event.data.erased_at)
