"""What the employer decides once: brand, sender, timing, invitation, consent. Read from `company.toml`."""

import re
from datetime import time, timedelta
from typing import Annotated, Literal, get_args
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from functions.domain.employers.choices import Choices
from functions.domain.employers.colour import check_colour
from functions.domain.employers.consent_text import Agency, ConsentText
from functions.domain.employers.language import Language, language_for
from functions.domain.employers.section import Line, Section
from functions.domain.personal_data import EmailAddress
from functions.domain.time_zones import find_zone


class Window(BaseModel):
    """The hours of a weekday in which a notice may arrive, in the candidate's own time zone."""

    model_config = ConfigDict(frozen=True, defer_build=True)
    opens: time
    closes: time

    @model_validator(mode="after")
    def _opens_before_it_closes(self) -> "Window":
        if self.opens >= self.closes:
            raise ValueError("the window opens before it closes, for example 09:00-17:00")
        return self


_HOURS = re.compile(r"(?P<opens>[0-2]\d:[0-5]\d)-(?P<closes>[0-2]\d:[0-5]\d)")


def read_window(value: object) -> object:
    """`off` is no window; `09:00-17:00` is one."""
    if value == "off":
        return None
    match = _HOURS.fullmatch(value) if isinstance(value, str) else None
    if match is None and not isinstance(value, Window | None):
        raise ValueError("neither hours such as 09:00-17:00 nor off")
    return match.groupdict() if match else value


def read_zone(value: object) -> object:
    if isinstance(value, ZoneInfo):
        return value
    zone = find_zone(str(value))
    if zone is None:
        raise ValueError("not an IANA time zone, for example America/Toronto")
    return zone


Zone = Annotated[ZoneInfo, BeforeValidator(read_zone)]


def read_duration(value: object) -> object:
    """ISO 8601 only: 24 would be 24 seconds, and true would be one."""
    if isinstance(value, timedelta) or (isinstance(value, str) and value.startswith("P")):
        return value
    raise ValueError("not an ISO 8601 duration such as PT24H")


# Nobody should wait for longer than five business days, a weekend in between included.
Hold = Annotated[timedelta, Field(ge=timedelta(0), le=timedelta(days=5)), BeforeValidator(read_duration)]
OptionalWindow = Annotated[Window | None, BeforeValidator(read_window)]


class Brand(Section):
    name: Line
    postal_address: Line
    contact_email: EmailAddress
    privacy_contact: EmailAddress
    time_zone: Zone
    region: Annotated[str, Field(pattern=r"^[A-Z]{2}(-[A-Z0-9]{1,3})?$")] | None = None
    colour: Annotated[str, AfterValidator(check_colour)] = "#17575f"


class Sender(Section):
    name: Line
    email: EmailAddress
    signature: Line | None = None
    reply_to: Literal["recruiter", "company"] = "recruiter"


class Timing(Section):
    hold: Hold
    window: OptionalWindow = None
    observe_holidays: bool = True
    cap_business_days: Annotated[int, Field(ge=1, le=10)] = 5
    stale_after: Annotated[
        timedelta, Field(ge=timedelta(days=7), le=timedelta(days=365)), BeforeValidator(read_duration)
    ] = timedelta(days=30)


class Brake(Section):
    """What looks like a wrong mass rejection: all but its `first_few` wait for a person. Counted by clock hour."""

    per_job_and_hour: Annotated[int, Field(ge=1)] = 500
    per_source_and_hour: Annotated[int, Field(ge=1)] = 2500
    new_wording: Annotated[int, Field(ge=1)] = 500
    first_few: Annotated[int, Field(ge=1)] = 5
    old_after: Annotated[timedelta, Field(ge=timedelta(days=1)), BeforeValidator(read_duration)] = timedelta(days=14)
    old_share: Annotated[float, Field(gt=0, le=1)] = 0.5


class Languages(Section):
    """What mails are written in: the candidate's own language where it is offered, else `default`."""

    default: Language = "en"
    offered: list[Language] = Field(min_length=1, default_factory=lambda: list(get_args(Language)))

    @model_validator(mode="after")
    def _default_is_offered(self) -> "Languages":
        if self.default not in self.offered:
            raise ValueError("default is one of offered")
        return self

    def of(self, locale: str | None) -> Language:
        """That of a person whose ATS reports this locale."""
        return language_for(locale, self.offered, self.default)


class Doubt(Section):
    """What becomes of a notice where no event of SES has said within an hour whether it went out."""

    action: Literal["ask", "resend"] = "ask"


class Retention(Section):
    """How long proof is kept: notices in the ledger, consents in the pool, in days."""

    proof_days: Annotated[int, Field(ge=365)] = 1096


class InvitationPolicy(Section):
    # Ends before the shortest opt-in does, so that no code is left that could replay a request after it.
    valid: Annotated[timedelta, Field(ge=timedelta(days=1), le=timedelta(days=60)), BeforeValidator(read_duration)] = (
        timedelta(days=30)
    )


class EmployerPolicy(Section):
    """One employer's policy: the whole of `company.toml`, but for the other employers."""

    brand: Brand
    sender: Sender
    languages: Languages = Languages()
    timing: Timing
    doubt: Doubt = Doubt()
    brake: Brake = Brake()
    retention: Retention = Retention()
    invitation: InvitationPolicy = InvitationPolicy()
    consent: ConsentText
    agencies: list[Agency] = Field(default_factory=list)
    choices: Choices

    @model_validator(mode="after")
    def _ids_are_unique(self) -> "EmployerPolicy":
        lists = {
            name: value for name, value in self.choices if name not in ("distances_km", "months", "default_months")
        }
        for name, entries in {**lists, "agencies": self.agencies, "purposes": self.consent.purposes}.items():
            if len({entry.id for entry in entries}) < len(entries):
                raise ValueError(f"{name}: two have the same id")
        return self
