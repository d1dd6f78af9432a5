"""How an event ended. The value is the metric."""

from enum import StrEnum

from functions.mail.ses_events import MailEvent


class Outcome(StrEnum):
    """Every end of an event: the first six are proofs, and news."""

    SENT = "EventSent"
    REJECTED = "EventRejected"
    SOFT_BOUNCED = "EventSoftBounced"
    DELIVERED = "EventDelivered"
    HARD_BOUNCED = "EventHardBounced"
    COMPLAINED = "EventComplained"
    DELAYED = "EventDelayed"
    NOTED = "EventNoted"
    UNKNOWN_KIND = "EventUnknownKind"
    ALREADY_RECORDED = "EventAlreadyRecorded"
    OF_RECEIPT = "EventOfReceipt"
    RECEIPT_UNWANTED = "EventReceiptUnwanted"
    FOREIGN = "EventForeign"
    TOPIC_VALIDATION = "EventTopicValidation"
    UNKNOWN_NOTICE = "EventUnknownNotice"
    DEAD_LETTERED = "EventDeadLettered"
    RETRIED = "EventRetried"
    FAILED = "FeedbackFailed"


# Those that prove nothing; a complaint does so where somebody says that it is no spam.
_NOTED = {
    "DeliveryDelay": Outcome.DELAYED,
    "Complaint": Outcome.NOTED,
    "Open": Outcome.NOTED,
    "Click": Outcome.NOTED,
    "Subscription": Outcome.NOTED,
}


def outcome_of(event: MailEvent) -> Outcome:
    """The end of an event that says something new."""
    if event.meaning.delivery_status is None:
        return _NOTED.get(event.kind, Outcome.UNKNOWN_KIND)
    return Outcome[event.meaning.delivery_status.name]
