"""What an event of SES says of a notice. Kinds that prove nothing, or that nobody knows yet, are kept as they are."""

import re
from dataclasses import dataclass
from datetime import datetime

from functions.domain.notices.notice import NoticeRef
from functions.domain.notices.states import DeliveryStatus
from functions.domain.personal_data import EmailAddress
from functions.mail.ses_json import Bounce, Complaint, Delay, Event, read_json

_GREETING = "Successfully validated SNS topic for Amazon SES event publishing."
_NOT_DELIVERED = "OnAccountSuppressionList"
# Somebody else's mail may have a tag of that name, too.
_RECEIPT = re.compile("[0-9a-f]{32}")
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
    """`ref` is the notice that it is about, `receipt` the opt-in's; both None where the mail was none of ours.

    `sent_to` is whom the mail was sent to, as SES says.
    """

    kind: str
    at: datetime
    ses_message_id: str
    ref: NoticeRef | None
    meaning: Meaning
    receipt: str | None = None
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
    ref = NoticeRef.parse(event.notice) if event.notice is not None else None
    receipt = event.receipt if _RECEIPT.fullmatch(event.receipt or "") else None
    return SesEvent(event.kind, event.at, event.mail.message_id, ref, _meaning(event), receipt, event.sent_to)


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
