"""How an event ended. The value is the metric."""

from enum import StrEnum

from functions.mail.ses_events import SesEvent


class Outcome(StrEnum):
    """Every end of an event: the first six are proofs, and news."""

    SENT = "EventSent"
    REJECTED = "EventRejected"
    BOUNCED_SOFTLY = "EventBouncedSoftly"
    DELIVERED = "EventDelivered"
    BOUNCED = "EventBounced"
    COMPLAINED = "EventComplained"
    DELAYED = "EventDelayed"
    NOTED = "EventNoted"
    UNKNOWN_KIND = "EventUnknownKind"
    KNOWN = "EventKnown"
    OF_RECEIPT = "EventOfReceipt"
    RECEIPT_UNWANTED = "EventReceiptUnwanted"
    FOREIGN = "EventForeign"
    GREETING = "EventGreeting"
    OF_UNKNOWN_NOTICE = "EventOfUnknownNotice"
    SET_ASIDE = "EventSetAside"
    GIVEN_BACK = "EventGivenBack"
    FAILED = "FeedbackFailed"


# Those that prove nothing; a complaint does so where somebody says that it is no spam.
_NOTED = {
    "DeliveryDelay": Outcome.DELAYED,
    "Complaint": Outcome.NOTED,
    "Open": Outcome.NOTED,
    "Click": Outcome.NOTED,
    "Subscription": Outcome.NOTED,
}


def news(event: SesEvent) -> Outcome:
    """The end of an event that says something new."""
    if event.meaning.proof is None:
        return _NOTED.get(event.kind, Outcome.UNKNOWN_KIND)
    return Outcome[event.meaning.proof.name]
