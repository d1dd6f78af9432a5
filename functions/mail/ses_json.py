"""SES's own JSON, as far as it is read. What is not needed may be missing, new or odd.

Source: "Contents of event data that Amazon SES publishes to Amazon SNS". Free text in it may quote a person and is
not read: diagnostic codes, reasons of a rejection, headers.
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


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)


class Tags(_Part):
    """Ours only: an error names the field, and a tag of somebody else's may be named after a person."""

    notice: list[str] = []
    receipt: list[str] = []


class Mail(_Part):
    """`destination` is whom we sent it to; where it can't be read, nobody."""

    message_id: str = Field(alias="messageId")
    timestamp: AwareDatetime
    tags: Tags | None = None
    destination: Annotated[list[EmailAddress] | None, Lenient] = None


class Moment(_Part):
    timestamp: AwareDatetime | None = None


class Bounce(Moment):
    kind: Word = Field(default="Undetermined", alias="bounceType")
    subtype: Word = Field(default="Undetermined", alias="bounceSubType")


class Complaint(Moment):
    feedback: Word | None = Field(default=None, alias="complaintFeedbackType")
    subtype: Word | None = Field(default=None, alias="complaintSubType")


class Delay(Moment):
    kind: Word | None = Field(default=None, alias="delayType")


class Event(_Part):
    kind: Word = Field(validation_alias=AliasChoices("eventType", "notificationType"))
    mail: Mail
    bounce: Bounce | None = None
    complaint: Complaint | None = None
    delivery: Moment | None = None
    delay: Delay | None = Field(default=None, alias="deliveryDelay")

    @property
    def at(self) -> datetime:
        own = self.bounce or self.complaint or self.delivery or self.delay
        return (own.timestamp if own else None) or self.mail.timestamp

    @property
    def notice(self) -> str | None:
        return next(iter(self.mail.tags.notice), None) if self.mail.tags else None

    @property
    def receipt(self) -> str | None:
        return next(iter(self.mail.tags.receipt), None) if self.mail.tags else None

    @property
    def sent_to(self) -> EmailAddress | None:
        return next(iter(self.mail.destination or ()), None)


def read_json(body: str) -> Event:
    """The event, out of SNS's envelope where it is in one. Raises Permanent with code not_json or not_ses_event."""
    try:
        return Event.model_validate(_unwrapped(_parsed(body)))
    except ValidationError as err:
        fields = sorted({".".join(map(str, mistake["loc"])) for mistake in err.errors(include_input=False)})
        raise Permanent("not_ses_event", f"not an event of SES: {', '.join(fields)[:200]}") from None


def _unwrapped(value: Any) -> Any:
    if isinstance(value, dict) and value.get("Type") == "Notification" and isinstance(value.get("Message"), str):
        return _parsed(value["Message"])
    return value


def _parsed(text: str) -> Any:
    try:
        return from_json(text.encode())
    except ValueError:
        raise Permanent("not_json", "the message body is not JSON") from None
