"""SES's event records, limited to the fields that are used. Other fields may be missing, new or malformed.

Source: "Contents of event data that Amazon SES publishes to Amazon SNS". Free text is not read, because it may quote
a person: diagnostic codes, reasons of a rejection, headers.
"""

import re
from datetime import datetime
from typing import Annotated, Any

from pydantic import AfterValidator, AliasChoices, AwareDatetime, BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import from_json

from functions.domain.decisions.rejection import Lenient
from functions.domain.errors import Permanent
from functions.domain.personal_data import EmailAddress

_ENUMERATED = re.compile(r"[A-Za-z0-9 _-]{1,40}")


def _enumerated(word: str) -> str:
    return word if _ENUMERATED.fullmatch(word) else "other"


Word = Annotated[str, AfterValidator(_enumerated)]


class _JsonObject(BaseModel):
    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)


class Tags(_JsonObject):
    """Our own tags. Others are not read: an error names its field, and a foreign tag may be named after a person."""

    notice: list[str] = []
    letter: list[str] = []
    attempt: list[str] = []


class MailObject(_JsonObject):
    """The email that the event is about. `destination` is None where its addresses cannot be read."""

    message_id: str = Field(alias="messageId")
    timestamp: AwareDatetime
    tags: Tags | None = None
    destination: Annotated[list[EmailAddress] | None, Lenient] = None


class _TimedObject(_JsonObject):
    timestamp: AwareDatetime | None = None


class BounceObject(_TimedObject):
    kind: Word = Field(default="Undetermined", alias="bounceType")
    subtype: Word = Field(default="Undetermined", alias="bounceSubType")


class ComplaintObject(_TimedObject):
    feedback: Word | None = Field(default=None, alias="complaintFeedbackType")
    subtype: Word | None = Field(default=None, alias="complaintSubType")


class DelayObject(_TimedObject):
    kind: Word | None = Field(default=None, alias="delayType")


class EventRecord(_JsonObject):
    kind: Word = Field(validation_alias=AliasChoices("eventType", "notificationType"))
    mail: MailObject
    bounce: BounceObject | None = None
    complaint: ComplaintObject | None = None
    delivery: _TimedObject | None = None
    delay: DelayObject | None = Field(default=None, alias="deliveryDelay")

    @property
    def at(self) -> datetime:
        """Return when it happened; where the event does not say so, when the email was sent."""
        own = self.bounce or self.complaint or self.delivery or self.delay
        return (own.timestamp if own else None) or self.mail.timestamp

    @property
    def notice(self) -> str | None:
        return next(iter(self.mail.tags.notice), None) if self.mail.tags else None

    @property
    def letter(self) -> str | None:
        return next(iter(self.mail.tags.letter), None) if self.mail.tags else None

    @property
    def attempt(self) -> str | None:
        return next(iter(self.mail.tags.attempt), None) if self.mail.tags else None

    @property
    def recipient(self) -> EmailAddress | None:
        return next(iter(self.mail.destination or ()), None)


def parse_event_record(body: str) -> EventRecord:
    """Parse the event record, out of SNS's envelope if it has one.

    Raises Permanent with code not_json or not_ses_event.
    """
    try:
        return EventRecord.model_validate(_unwrapped(_parsed(body)))
    except ValidationError as err:
        fields = sorted({".".join(map(str, mistake["loc"])) for mistake in err.errors(include_input=False)})
        raise Permanent("not_ses_event", f"not an event of SES: {', '.join(fields)[:200]}") from None


def unwrapped_text(body: str) -> str:
    """Return the text of a message, out of SNS's envelope if it has one."""
    value = _parsed_or_none(body)
    message = value.get("Message") if isinstance(value, dict) and value.get("Type") == "Notification" else None
    return message if isinstance(message, str) else body


def is_of_kind(text: str, kind: str) -> bool:
    """Return whether a text is a notification of that kind which is about no email."""
    value = _parsed_or_none(text)
    return isinstance(value, dict) and value.get("notificationType") == kind and "mail" not in value


def _parsed_or_none(text: str) -> Any:
    try:
        return _parsed(text)
    except Permanent:
        return None


def _unwrapped(value: Any) -> Any:
    if isinstance(value, dict) and value.get("Type") == "Notification" and isinstance(value.get("Message"), str):
        return _parsed(value["Message"])
    return value


def _parsed(text: str) -> Any:
    try:
        return from_json(text.encode())
    except ValueError:
        raise Permanent("not_json", "the message body is not JSON") from None
