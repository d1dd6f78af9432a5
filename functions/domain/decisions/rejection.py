"""The rejection of one application, as the ATS reports it. These models are the contract."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    ValidatorFunctionWrapHandler,
    WrapValidator,
)
from pydantic_core import PydanticCustomError

from functions.domain.personal_data import EmailAddress, PersonName, has_placeholder, is_visible, one_line

Stage = Literal["applied", "screened", "interviewed", "final"]
Reason = Literal[
    "position_filled",
    "closer_match",
    "requirement_not_met",
    "location",
    "schedule",
    "position_cancelled",
    "unspecified",
]


def _visible(text: str) -> str:
    line = one_line(text)
    if not is_visible(line):
        raise PydanticCustomError("blank", "has no visible character")
    if has_placeholder(line):
        raise PydanticCustomError("placeholder", "has a placeholder that was not filled in")
    return line


Identifier = Annotated[str, StringConstraints(min_length=1, max_length=256, pattern=r"^[^\x00-\x1f\x7f]+$")]
# Earlier moments cannot be converted to every time zone, and nobody applied then.
Moment = Annotated[AwareDatetime, Field(ge=datetime(2000, 1, 1, tzinfo=UTC))]
Line = Annotated[str, StringConstraints(max_length=200), AfterValidator(_visible)]


def _or_none(value: Any, validate: ValidatorFunctionWrapHandler) -> Any:
    try:
        return validate(value)
    except ValidationError:
        return None


Lenient = WrapValidator(_or_none)
# An invalid region is ignored: it only refines the public holidays, and the notice must go out all the same.
Region = Annotated[str | None, StringConstraints(pattern=r"^[A-Z]{2}(-[A-Z0-9]{1,3})?$"), Lenient]


class Contract(BaseModel):
    """The base of every model of the contract."""

    # Inputs are personal data, so no error text may quote them. A validator is built when it is first used: most kinds
    # of event are rare, and each would cost time at every cold start.
    model_config = ConfigDict(strict=True, frozen=True, hide_input_in_errors=True, defer_build=True)


class Candidate(Contract):
    """The person the decision is about."""

    id: Identifier = Field(description="The same for all applications of this person at this source")
    email: EmailAddress = Field(description="ASCII local part; the domain may be international")
    given_name: PersonName | None = Field(default=None, description="Text that does not look like a name is not used")
    family_name: PersonName | None = Field(
        default=None, description="Part of the greeting where a language greets by both names, as German does"
    )
    locale: str | None = Field(
        default=None, description="BCP 47, for example en-CA: the notice's language, where it is offered"
    )
    time_zone: str | None = Field(default=None, description="IANA name, for example America/Toronto")
    region: Region | None = Field(default=None, description="ISO 3166, for example CA-ON: whose public holidays count")
    others_open: bool | None = Field(
        default=None, description="true: other applications of this person with the employer are still open"
    )
    can_email: bool | None = Field(default=True, description="false wins over everything: no notice is sent")


class Job(Contract):
    """The job the candidate applied for."""

    id: Identifier
    title: Line = Field(description="As the candidate knows it; it stands in the subject")
    family: str | None = None
    location: str | None = Field(default=None, description="Named in the notice if it has at most 60 characters")
    time_zone: str | None = Field(default=None, description="IANA name, used where the candidate has none")
    region: Region | None = Field(default=None, description="ISO 3166, used where the candidate has none")


class Recruiter(Contract):
    """The person at the employer who signs, where there is one."""

    name: PersonName | None = Field(default=None, description="Signs the notice")
    email: Annotated[EmailAddress | None, Lenient] = Field(
        default=None, description="Where the candidate's reply goes; an invalid address is ignored"
    )


class Rejection(Contract):
    """The employer's decision not to go on with this application."""

    application_id: Identifier = Field(
        description="With the event's source, identifies the application; it is logged, so it must not be a name"
    )
    decided_at: Moment = Field(description="With offset; the hold counts from here")
    stage: Stage = Field(description="How far the application came")
    reason: Reason | None = Field(default="unspecified", description="Must be true; unspecified gives no reason")
    note: Annotated[str, StringConstraints(max_length=600)] | None = Field(
        default=None,
        repr=False,
        description="Plain text, shown with the recruiter's name; left out with a link or a forbidden word",
    )
    invite: bool | None = Field(default=True, description="false: the notice carries no invitation to the talent pool")
    candidate: Candidate
    job: Job
    recruiter: Recruiter | None = None

    def without_email(self) -> "Rejection":
        """Return the same decision, with a candidate who must not be emailed."""
        return self.model_copy(update={"candidate": self.candidate.model_copy(update={"can_email": False})})


def locale_of(decisions: Iterable[Rejection]) -> str | None:
    """Return the locale of the person whom these decisions are about, as the first that has one reports it."""
    return next((decision.candidate.locale for decision in decisions if decision.candidate.locale), None)
