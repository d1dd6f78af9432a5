"""Outcome of a message: every way in which the work on it ends without an error."""

from enum import StrEnum

from functions.delivery.outcome import SendOutcome


class NoticeOutcome(StrEnum):
    """Every normal end of a message. The value is its metric. An error is for a message that did not end."""

    ACCEPTED = "NoticeAccepted"
    HELD = "NoticeHeld"
    POSTPONED = "NoticePostponed"
    NEEDS_REVIEW = "NoticeNeedsReview"
    SUPPRESSED = "NoticeSuppressed"
    UNDELIVERABLE = "NoticeUndeliverable"
    COMPLAINED = "NoticeSuppressedByComplaint"
    REFUSED = "NoticeRefused"
    UNKNOWN = "NoticeUnknown"
    CORRECTED_TOO_LATE = "RejectionCorrectedTooLate"
    ALREADY_SETTLED = "NoticeAlreadySettled"
    ALREADY_REVOKED = "RejectionAlreadyRevoked"
    REVOKED = "RejectionRevoked"
    REVOKED_TOO_LATE = "RejectionRevokedTooLate"
    REVOCATION_REMEMBERED = "RevocationRemembered"
    REVOCATION_IGNORED = "RevocationIgnored"
    ERASED = "CandidateErased"
    LINK_REQUEST_HANDLED = "LinkRequestHandled"
    LETTERS_ENDED = "LettersEnded"
    LETTER_ACCEPTED = "LetterAccepted"
    LETTER_SUPPRESSED = "LetterSuppressed"
    LETTER_REFUSED = "LetterRefused"
    LETTER_UNKNOWN = "LetterUnknown"
    LETTER_REVOKED = "LetterRevoked"


# An error where the message did not come to an end.
type Result = NoticeOutcome | Exception

# What the end of an email means for its message.
OF_NOTICE = {
    SendOutcome.ACCEPTED: NoticeOutcome.ACCEPTED,
    SendOutcome.SUPPRESSED: NoticeOutcome.SUPPRESSED,
    SendOutcome.UNDELIVERABLE: NoticeOutcome.UNDELIVERABLE,
    SendOutcome.COMPLAINED: NoticeOutcome.COMPLAINED,
    SendOutcome.REFUSED: NoticeOutcome.REFUSED,
    SendOutcome.UNKNOWN: NoticeOutcome.UNKNOWN,
    SendOutcome.RESCINDED: NoticeOutcome.REVOKED,
}
OF_LETTER = {
    SendOutcome.ACCEPTED: NoticeOutcome.LETTER_ACCEPTED,
    SendOutcome.SUPPRESSED: NoticeOutcome.LETTER_SUPPRESSED,
    SendOutcome.REFUSED: NoticeOutcome.LETTER_REFUSED,
    SendOutcome.UNKNOWN: NoticeOutcome.LETTER_UNKNOWN,
    SendOutcome.RESCINDED: NoticeOutcome.LETTER_REVOKED,
}
