"""Outcome of an event of SES."""

from enum import StrEnum

from functions.mail.ses_events import MailEvent


class EventOutcome(StrEnum):
    """Every normal end of an event. The value is its metric. The first six say that a delivery status is new."""

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
    FOREIGN = "EventForeign"
    TOPIC_VALIDATION = "EventTopicValidation"


# Events without a delivery status. A complaint has none where somebody says that the email is no spam.
_NOTED = {
    "DeliveryDelay": EventOutcome.DELAYED,
    "Complaint": EventOutcome.NOTED,
    "Open": EventOutcome.NOTED,
    "Click": EventOutcome.NOTED,
    "Subscription": EventOutcome.NOTED,
}


def outcome_of(event: MailEvent) -> EventOutcome:
    """Return the outcome of an event that says something new."""
    if event.meaning.delivery_status is None:
        return _NOTED.get(event.kind, EventOutcome.UNKNOWN_KIND)
    return EventOutcome[event.meaning.delivery_status.name]
