"""How the work on a message ends, or that a notice is ready to be sent."""

from dataclasses import dataclass
from enum import StrEnum

from functions.domain.decisions.rejection import Rejection
from functions.domain.notices.notice import Notice, NoticeRef


class Outcome(StrEnum):
    """Every normal end of a message, its value the metric; errors are for what did not end."""

    ACCEPTED = "NoticeAccepted"
    HELD = "NoticeHeld"
    HELD_BACK = "NoticeHeldBack"
    SUPPRESSED = "NoticeSuppressed"
    REFUSED = "NoticeRefused"
    UNKNOWN = "NoticeUnknown"
    ALREADY_SETTLED = "RepeatIgnored"
    ALREADY_RESCINDED = "RejectionAlreadyRescinded"
    TAKEN_BACK = "RejectionTakenBack"
    TOO_LATE = "RescindedTooLate"
    REMEMBERED = "RescindingRemembered"
    NOTHING_TO_DO = "RescindingIgnored"
    ERASED = "CandidateErased"


@dataclass(frozen=True)
class Ready:
    """A notice that is due and may be claimed; `is_new`: the ledger does not have it yet."""

    notice: Notice
    decision: Rejection
    is_new: bool

    @property
    def ref(self) -> NoticeRef:
        return self.notice.ref


# What one message came to; an error where it did not end.
type Result = Outcome | Exception
