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
    RECEIPT_ACCEPTED = "ReceiptAccepted"
    RECEIPT_SUPPRESSED = "ReceiptSuppressed"
    RECEIPT_REFUSED = "ReceiptRefused"
    RECEIPT_UNKNOWN = "ReceiptUnknown"
    RECEIPT_REVOKED = "ReceiptRevoked"


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
OF_RECEIPT = {
    SendOutcome.ACCEPTED: NoticeOutcome.RECEIPT_ACCEPTED,
    SendOutcome.SUPPRESSED: NoticeOutcome.RECEIPT_SUPPRESSED,
    SendOutcome.REFUSED: NoticeOutcome.RECEIPT_REFUSED,
    SendOutcome.UNKNOWN: NoticeOutcome.RECEIPT_UNKNOWN,
    SendOutcome.RESCINDED: NoticeOutcome.RECEIPT_REVOKED,
}
