"""Metrics that are not covered by an `outcome.py` enum, whose values are metric names too."""

from typing import Final

CANDIDATE_ID_SHARED: Final = "CandidateIdShared"
CONSOLE_FAILED: Final = "ConsoleFailed"
CONSOLE_REFUSED: Final = "ConsoleRefused"
DECISION_DEAD_LETTERED: Final = "DecisionDeadLettered"
EVENT_DEAD_LETTERED: Final = "EventDeadLettered"
EVENT_FAILED: Final = "FeedbackFailed"
EVENT_OF_UNKNOWN_NOTICE: Final = "EventUnknownNotice"
EVENT_RETRIED: Final = "EventRetried"
LETTER_NOT_QUEUED: Final = "LetterNotQueued"
MASS_ENDING: Final = "MassEnding"
MESSAGE_FAILED: Final = "MessageFailed"
MESSAGE_DELAYED: Final = "MessageDelayed"
MESSAGE_RETRIED: Final = "MessageRetried"
NOTE_LEFT_OUT: Final = "NoteLeftOut"
NOTICES_IN_REVIEW: Final = "NoticesInReview"
NOTICES_OVERDUE: Final = "NoticesOverdue"
OPTIN_FAILED: Final = "OptinFailed"
OPT_IN_ENDED_BY_COMPLAINT: Final = "OptInEndedByComplaint"
RECEIPT_WITHHELD: Final = "ReceiptWithheld"
SENDING_STOPPED: Final = "SendingStopped"
SWEEP_FAILED: Final = "SweepFailed"
SWEEP_POSTPONED: Final = "SweepPostponed"
UNKNOWN_FIELDS: Final = "UnknownFields"


def answered(status: int) -> str:
    """Return the metric of an HTTP answer: Answered2xx, Answered4xx, Answered5xx."""
    return f"Answered{status // 100}xx"
