"""An employer's policy: brand, sender, timing, invitation, consent. Each is a section of `company.toml`.

The rules in the annotations are for the check of that file (`ops/deploy/company_file.py`); a function gets what has
passed it.
"""

import re
from dataclasses import field
from datetime import time, timedelta
from typing import Annotated, Literal, get_args
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BeforeValidator, Field

from functions.domain.employers.choices import Choices, check_default_months
from functions.domain.employers.colour import check_colour
from functions.domain.employers.consent_text import Agency, ConsentText
from functions.domain.employers.language import Language, language_for
from functions.domain.employers.section import Contact, Line, Region
from functions.domain.lean_dataclass import dataclass
from functions.domain.personal_data import EmailAddress
from functions.domain.time_zones import find_zone


@dataclass(frozen=True, kw_only=True)
class Window:
    """The hours of a day that is no weekend in which a notice may arrive, in the candidate's own time zone."""

    opens: time
    closes: time


def check_window(window: Window) -> Window:
    """Return the window. Raises ValueError where it closes before it opens."""
    if window.opens >= window.closes:
        raise ValueError("should open before it closes, for example 09:00-17:00")
    return window


_HOURS = re.compile(r"(?P<opens>[0-2]\d:[0-5]\d)-(?P<closes>[0-2]\d:[0-5]\d)")


def read_window(value: object) -> object:
    """Read `off` as no window, and hours such as `09:00-17:00` as one."""
    if value == "off":
        return None
    match = _HOURS.fullmatch(value) if isinstance(value, str) else None
    if match is None and not isinstance(value, Window | None):
        raise ValueError("should be hours such as 09:00-17:00, or off")
    return match.groupdict() if match else value


def read_zone(value: object) -> object:
    """Return the zone of that name."""
    if isinstance(value, ZoneInfo):
        return value
    zone = find_zone(str(value))
    if zone is None:
        raise ValueError("should be an IANA time zone, for example America/Toronto")
    return zone


Zone = Annotated[ZoneInfo, BeforeValidator(read_zone)]


def read_duration(value: object) -> object:
    """Return an ISO 8601 duration as it is; to pydantic 24 would be 24 seconds, and true would be one."""
    if isinstance(value, timedelta) or (isinstance(value, str) and value.startswith("P")):
        return value
    raise ValueError("should be an ISO 8601 duration such as PT24H")


# Nobody should wait for longer than five business days, a weekend in between included.
Hold = Annotated[timedelta, Field(ge=timedelta(0), le=timedelta(days=5)), BeforeValidator(read_duration)]
OptionalWindow = Annotated[Annotated[Window, AfterValidator(check_window)] | None, BeforeValidator(read_window)]


@dataclass(frozen=True, kw_only=True)
class Brand:
    """The employer as candidates know it."""

    name: Line
    postal_address: Line
    contact_email: Contact
    privacy_contact: EmailAddress
    time_zone: Zone
    region: Region | None = None
    colour: Annotated[str, AfterValidator(check_colour)] = "#17575f"


@dataclass(frozen=True, kw_only=True)
class Sender:
    """The sender of a notice, and who gets the reply."""

    name: Line
    email: EmailAddress
    signature: Line | None = None
    reply_to: Literal["recruiter", "company"] = "recruiter"


@dataclass(frozen=True, kw_only=True)
class Timing:
    """The rules for when a notice goes out. `hired_for`: how long a person who was hired hears no "no"."""

    hold: Hold
    window: OptionalWindow = None
    observe_holidays: bool = True
    cap_business_days: Annotated[int, Field(ge=1, le=10)] = 5
    stale_after: Annotated[
        timedelta, Field(ge=timedelta(days=7), le=timedelta(days=365)), BeforeValidator(read_duration)
    ] = timedelta(days=30)
    hired_for: Annotated[timedelta, Field(ge=timedelta(0), le=timedelta(days=365)), BeforeValidator(read_duration)] = (
        timedelta(days=90)
    )


@dataclass(frozen=True, kw_only=True)
class Brake:
    """The limits of a rejection en masse: beyond them all but `first_few` wait. Counted by clock hour."""

    per_job_and_hour: Annotated[int, Field(ge=1)] = 500
    per_source_and_hour: Annotated[int, Field(ge=1)] = 2500
    endings_per_source_and_hour: Annotated[int, Field(ge=1)] = 500
    new_wording: Annotated[int, Field(ge=1)] = 500
    first_few: Annotated[int, Field(ge=1)] = 5
    old_after: Annotated[timedelta, Field(ge=timedelta(days=1)), BeforeValidator(read_duration)] = timedelta(days=14)
    old_share: Annotated[float, Field(gt=0, le=1)] = 0.5


@dataclass(frozen=True, kw_only=True)
class Languages:
    """The languages of emails: the candidate's own where it is offered, else `default`."""

    default: Language = "en"
    offered: Annotated[list[Language], Field(min_length=1)] = field(default_factory=lambda: list(get_args(Language)))

    def of(self, locale: str | None) -> Language:
        """Return the language for a person whose ATS reports this locale."""
        return language_for(locale, self.offered, self.default)


def check_default_language(languages: Languages) -> Languages:
    """Return the languages. Raises ValueError where the default is not offered."""
    if languages.default not in languages.offered:
        raise ValueError("default: should be one of the languages in offered")
    return languages


@dataclass(frozen=True, kw_only=True)
class Doubt:
    """The choice for a notice in doubt: no event of SES has said within an hour whether it went out."""

    action: Literal["ask", "resend"] = "ask"


@dataclass(frozen=True, kw_only=True)
class Retention:
    """The days for which proof is kept: notices in the ledger, consents in the pool, and who looked at whom there.

    `erase_pool_with_application`: an erasure that the ATS publishes is about the person's profile in the pool too.
    """

    proof_days: Annotated[int, Field(ge=365)] = 1096
    access_log_days: Annotated[int, Field(ge=365)] = 1096
    erase_pool_with_application: bool = True


@dataclass(frozen=True, kw_only=True)
class InvitationPolicy:
    """The time for which an invitation can be used."""

    # Ends before the shortest opt-in does, so that no code is left that could replay a request after it.
    valid: Annotated[timedelta, Field(ge=timedelta(days=1), le=timedelta(days=60)), BeforeValidator(read_duration)] = (
        timedelta(days=30)
    )


@dataclass(frozen=True, kw_only=True)
class EmployerPolicy:
    """One employer's policy: the whole of `company.toml`, but for the other employers."""

    brand: Brand
    sender: Sender
    languages: Annotated[Languages, AfterValidator(check_default_language)] = Languages()
    timing: Timing
    doubt: Doubt = Doubt()
    brake: Brake = Brake()
    retention: Retention = Retention()
    invitation: InvitationPolicy = InvitationPolicy()
    consent: ConsentText
    agencies: list[Agency] = field(default_factory=list)
    choices: Annotated[Choices, AfterValidator(check_default_months)]
