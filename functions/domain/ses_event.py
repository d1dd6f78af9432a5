"""What an event of SES says of a notice. Kinds that prove nothing, or that nobody knows yet, are kept as what they are.

Source: "Contents of event data that Amazon SES publishes to Amazon SNS". Free text in it may quote a person and is
not read: diagnostic codes, reasons of a rejection, headers.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

from pydantic import AfterValidator, AliasChoices, AwareDatetime, BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import from_json

from functions.domain.errors import Permanent
from functions.domain.notice import NoticeRef, Proof

_NOT_DELIVERED = "OnAccountSuppressionList"
_ENUMERATED = re.compile(r"[A-Za-z0-9 _-]{1,40}")


def _enumerated(word: str) -> str:
    return word if _ENUMERATED.fullmatch(word) else "other"


Word = Annotated[str, AfterValidator(_enumerated)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)


class _Mail(_Part):
    message_id: str = Field(alias="messageId")
    timestamp: AwareDatetime
    tags: dict[str, list[str]] = {}


class _Bounce(_Part):
    kind: Word = Field(default="Undetermined", alias="bounceType")
    subtype: Word = Field(default="Undetermined", alias="bounceSubType")
    timestamp: AwareDatetime | None = None


class _Complaint(_Part):
    feedback: Word | None = Field(default=None, alias="complaintFeedbackType")
    subtype: Word | None = Field(default=None, alias="complaintSubType")
    timestamp: AwareDatetime | None = None


class _Moment(_Part):
    timestamp: AwareDatetime | None = None


class _Event(_Part):
    kind: Word = Field(validation_alias=AliasChoices("eventType", "notificationType"))
    mail: _Mail
    bounce: _Bounce | None = None
    complaint: _Complaint | None = None
    delivery: _Moment | None = None
    delay: _Moment | None = Field(default=None, alias="deliveryDelay")

    @property
    def at(self) -> datetime:
        own = self.bounce or self.complaint or self.delivery or self.delay
        return (own.timestamp if own else None) or self.mail.timestamp


@dataclass(frozen=True)
class Meaning:
    """What an event proves, if anything, in SES's own words, and why no mail may go to that address any more."""

    proof: Proof | None
    words: tuple[str, ...] = ()
    listed: str | None = None


@dataclass(frozen=True)
class SesEvent:
    """`ref` is None where the mail was none of our notices."""

    kind: str
    at: datetime
    ses_message_id: str
    ref: NoticeRef | None
    meaning: Meaning

    @property
    def cause(self) -> str:
        """For the ledger's history."""
        return ", ".join([f"SES: {self.kind}", *self.meaning.words])


def read_ses_event(body: str) -> SesEvent:
    """The event in the body of a queue's message, with or without SNS's envelope.

    Raises Permanent with code not_json, not_ses_event or invalid_reference; the detail never quotes the input.
    """
    try:
        event = _Event.model_validate(_unwrapped(_read_json(body)))
    except ValidationError as err:
        fields = sorted({".".join(map(str, mistake["loc"])) for mistake in err.errors(include_input=False)})
        raise Permanent("not_ses_event", f"not an event of SES: {', '.join(fields)[:200]}") from None
    tags = event.mail.tags.get("notice")
    ref = NoticeRef.parse(tags[0]) if tags else None
    return SesEvent(event.kind, event.at, event.mail.message_id, ref, _meaning(event))


def _meaning(event: _Event) -> Meaning:
    match event.kind:
        case "Send":
            return Meaning(Proof.SENT)
        case "Reject" | "Rendering Failure":
            return Meaning(Proof.REJECTED)
        case "Delivery":
            return Meaning(Proof.DELIVERED)
        case "Bounce":
            return _bounced(event.bounce or _Bounce())
        case "Complaint":
            return _complained(event.complaint or _Complaint())
        case _:
            return Meaning(None)


def _bounced(bounce: _Bounce) -> Meaning:
    words = (bounce.kind, bounce.subtype)
    if bounce.kind == "Permanent":
        return Meaning(Proof.BOUNCED, words, "bounced")
    # An answer by machine ("out of the office") comes as a soft bounce, too; a delivery outweighs it.
    return Meaning(Proof.BOUNCED_SOFTLY, words)


def _complained(complaint: _Complaint) -> Meaning:
    words = tuple(filter(None, (complaint.feedback, complaint.subtype)))
    if complaint.subtype == _NOT_DELIVERED:
        # SES counts it as sent, and did not deliver it: somebody had complained before.
        return Meaning(Proof.BOUNCED, words, "complained")
    if complaint.feedback == "not-spam":
        return Meaning(None, words)
    return Meaning(Proof.COMPLAINED, words, "complained")


def _unwrapped(value: Any) -> Any:
    if isinstance(value, dict) and value.get("Type") == "Notification" and isinstance(value.get("Message"), str):
        return _read_json(value["Message"])
    return value


def _read_json(text: str) -> Any:
    try:
        return from_json(text.encode())
    except ValueError:
        raise Permanent("not_json", "the message body is not JSON") from None
