"""How a message ended. The name is the metric."""

from enum import StrEnum


class Outcome(StrEnum):
    """Every normal end of a message; errors are for what did not end."""

    ACCEPTED = "NoticeAccepted"
    HELD = "NoticeHeld"
    SUPPRESSED = "NoticeSuppressed"
    REFUSED = "NoticeRefused"
    UNKNOWN = "NoticeUnknown"
    ALREADY_SETTLED = "RepeatIgnored"
    ALREADY_RESCINDED = "RejectionAlreadyRescinded"
    TAKEN_BACK = "RejectionTakenBack"
    TOO_LATE = "RescindedTooLate"
    REMEMBERED = "RescindingRemembered"
    NOTHING_TO_DO = "RescindingIgnored"
