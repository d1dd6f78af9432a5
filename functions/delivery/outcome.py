"""Outcome of an email that delivery was asked to send."""

from enum import StrEnum


class SendOutcome(StrEnum):
    """Every normal end. An error instead says that the email was not sent, and may be later."""

    ACCEPTED = "accepted"
    SUPPRESSED = "suppressed"
    # Not sent, because an earlier email to the address bounced, or its owner complained.
    UNDELIVERABLE = "undeliverable"
    COMPLAINED = "complained"
    REFUSED = "refused"
    UNKNOWN = "unknown"
    RESCINDED = "rescinded"


# An error where the email did not come to an end.
type SendResult = SendOutcome | Exception
