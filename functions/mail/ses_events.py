"""What an event of SES says of a notice. Kinds that prove nothing, or that nobody knows yet, are kept as they are."""

from dataclasses import dataclass
from datetime import datetime

from functions.domain.errors import Permanent
from functions.domain.notices.notice import NoticeRef
from functions.domain.notices.states import DeliveryStatus
from functions.domain.personal_data import EmailAddress
from functions.mail.ses_json import Bounce, Complaint, Delay, Event, read_json

_GREETING = "Successfully validated SNS topic for Amazon SES event publishing."
_NOT_DELIVERED = "OnAccountSuppressionList"
# Kinds that mean the same whatever else they say.
_PROOFS = {
    "Send": DeliveryStatus.SENT,
    "Reject": DeliveryStatus.REJECTED,
    "Rendering Failure": DeliveryStatus.REJECTED,
    "Delivery": DeliveryStatus.DELIVERED,
}


@dataclass(frozen=True)
class Meaning:
    """What an event proves, if anything, in SES's own words, and why no mail may go to that address any more."""

    delivery_status: DeliveryStatus | None
    words: tuple[str, ...] = ()
    suppression_cause: str | None = None


@dataclass(frozen=True)
class SesEvent:
    """`ref`: what it is about in the ledger; None where the email was none of ours. `sent_to`: the address, by SES."""

    kind: str
    at: datetime
    ses_message_id: str
    ref: NoticeRef | None
    meaning: Meaning
    sent_to: EmailAddress | None = None

    @property
    def cause(self) -> str:
        """For the ledger's history."""
        return ", ".join([f"SES: {self.kind}", *self.meaning.words])


def is_topic_validation(body: str) -> bool:
    """Whether this is what SES says to a topic, once, when it is told to publish its events there."""
    return body.strip() == _GREETING


def read_ses_event(body: str) -> SesEvent:
    """The event in the body of a queue's message, with or without SNS's envelope.

    Raises Permanent with code not_json, not_ses_event or invalid_reference; the detail never quotes the input.
    """
    event = read_json(body)
    return SesEvent(event.kind, event.at, event.mail.message_id, _ref(event), _meaning(event), event.sent_to)


def _ref(event: Event) -> NoticeRef | None:
    if event.notice is not None:
        return NoticeRef.parse(event.notice)
    try:
        return NoticeRef.parse(event.receipt) if event.receipt else None
    except Permanent:
        # Another sender of this account may use a tag of that name too.
        return None


def _meaning(event: Event) -> Meaning:
    match event.kind:
        case "Bounce":
            return _bounced(event.bounce or Bounce())
        case "Complaint":
            return _complained(event.complaint or Complaint())
        case "DeliveryDelay":
            return Meaning(None, _known((event.delay or Delay()).kind))
        case kind:
            return Meaning(_PROOFS.get(kind))


def _bounced(bounce: Bounce) -> Meaning:
    words = (bounce.kind, bounce.subtype)
    if bounce.kind == "Permanent":
        return Meaning(DeliveryStatus.HARD_BOUNCED, words, "bounced")
    # An answer by machine ("out of the office") comes as a soft bounce, too; a delivery outweighs it.
    return Meaning(DeliveryStatus.SOFT_BOUNCED, words)


def _complained(complaint: Complaint) -> Meaning:
    words = _known(complaint.feedback, complaint.subtype)
    if complaint.subtype == _NOT_DELIVERED:
        # SES counts it as sent, and did not deliver it: somebody had complained before.
        return Meaning(DeliveryStatus.HARD_BOUNCED, words, "complained")
    if complaint.feedback == "not-spam":
        return Meaning(None, words)
    return Meaning(DeliveryStatus.COMPLAINED, words, "complained")


def _known(*words: str | None) -> tuple[str, ...]:
    return tuple(word for word in words if word)
