"""The meaning of an SES event for a notice. Kinds that prove nothing, or that are not known yet, keep their name."""

from datetime import datetime

from functions.domain.errors import Permanent
from functions.domain.lean_dataclass import dataclass
from functions.domain.notices.reference import NoticeRef
from functions.domain.notices.states import DeliveryStatus
from functions.domain.personal_data import EmailAddress
from functions.mail.ses_json import (
    BounceObject,
    ComplaintObject,
    DelayObject,
    EventRecord,
    is_of_kind,
    parse_event_record,
    unwrapped_text,
)

_TOPIC_VALIDATION = "Successfully validated SNS topic for Amazon SES event publishing."
# The confirmation of a topic that was set as an identity's own for feedback. It is about no email.
_TOPIC_CONFIRMATION = "AmazonSnsSubscriptionSucceeded"
_GREETINGS = (_TOPIC_VALIDATION, _TOPIC_CONFIRMATION)
_NOT_DELIVERED = "OnAccountSuppressionList"
# Kinds whose meaning does not depend on their details.
_STATUSES = {
    "Send": DeliveryStatus.SENT,
    "Reject": DeliveryStatus.REJECTED,
    "Rendering Failure": DeliveryStatus.REJECTED,
    "Delivery": DeliveryStatus.DELIVERED,
}


@dataclass(frozen=True)
class Meaning:
    """The status that an event proves, if any, its details in SES's own terms, and why the address is suppressed."""

    delivery_status: DeliveryStatus | None
    details: tuple[str, ...] = ()
    suppression_cause: str | None = None


@dataclass(frozen=True)
class MailEvent:
    """An event about one email. `ref` is its notice or letter in the ledger, and None for an email that is not ours.

    `recipient` is the address that SES sent it to. `attempt` is the id of the claim that sent it,
    where its tags name one.
    """

    kind: str
    at: datetime
    provider_message_id: str
    ref: NoticeRef | None
    meaning: Meaning
    recipient: EmailAddress | None = None
    attempt: str | None = None

    @property
    def cause(self) -> str:
        """Return the entry for the ledger's history."""
        return ", ".join([f"SES: {self.kind}", *self.meaning.details])


def is_topic_validation(body: str) -> bool:
    """Return whether this is a greeting of SES, which it sends once to a topic: to validate or to confirm it."""
    return any(greeting in body for greeting in _GREETINGS) and _is_greeting(unwrapped_text(body))


def _is_greeting(text: str) -> bool:
    return text.strip() == _TOPIC_VALIDATION or is_of_kind(text, _TOPIC_CONFIRMATION)


def parse_mail_event(body: str) -> MailEvent:
    """Parse the event in the body of a queue's message, with or without SNS's envelope.

    Raises Permanent with code not_json, not_ses_event or invalid_reference; the detail never quotes the input.
    """
    record = parse_event_record(body)
    message_id, meaning = record.mail.message_id, _meaning(record)
    return MailEvent(record.kind, record.at, message_id, _ref(record), meaning, record.recipient, record.attempt)


def _ref(record: EventRecord) -> NoticeRef | None:
    if record.notice is not None:
        return NoticeRef.parse(record.notice)
    try:
        return NoticeRef.parse(record.letter) if record.letter else None
    except Permanent:
        # Another sender of this account may use a tag of that name, too.
        return None


def _meaning(record: EventRecord) -> Meaning:
    match record.kind:
        case "Bounce":
            return _bounce_meaning(record.bounce or BounceObject())
        case "Complaint":
            return _complaint_meaning(record.complaint or ComplaintObject())
        case "DeliveryDelay":
            return Meaning(None, _known((record.delay or DelayObject()).kind))
        case kind:
            return Meaning(_STATUSES.get(kind))


def _bounce_meaning(bounce: BounceObject) -> Meaning:
    details = (bounce.kind, bounce.subtype)
    if bounce.kind == "Permanent":
        return Meaning(DeliveryStatus.HARD_BOUNCED, details, "bounced")
    # SES also reports an auto-reply ("out of office") as a transient bounce; a delivery outweighs it.
    return Meaning(DeliveryStatus.SOFT_BOUNCED, details)


def _complaint_meaning(complaint: ComplaintObject) -> Meaning:
    details = _known(complaint.feedback, complaint.subtype)
    if complaint.subtype == _NOT_DELIVERED:
        # SES reported it as sent but did not deliver it, because the recipient had complained about an earlier email.
        return Meaning(DeliveryStatus.HARD_BOUNCED, details, "complained")
    if complaint.feedback == "not-spam":
        return Meaning(None, details)
    return Meaning(DeliveryStatus.COMPLAINED, details, "complained")


def _known(*details: str | None) -> tuple[str, ...]:
    return tuple(detail for detail in details if detail)
