"""The rejection of one application, as the ATS reports it. These models are the contract."""

from collections.abc import Iterable
from datetime import UTC, datetime
from functools import lru_cache
from typing import Annotated, Any, Literal, get_args

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    ValidatorFunctionWrapHandler,
    WithJsonSchema,
    WrapValidator,
)
from pydantic.json_schema import SkipJsonSchema

from functions.domain.decisions.title import read_title
from functions.domain.html_entities import decoded
from functions.domain.no_reply import is_read_by_nobody
from functions.domain.no_value import has_nothing
from functions.domain.personal_data import EmailAddress, PersonName, greeting_name, one_line
from functions.domain.placeholders import has_placeholder

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


MAX_NOTE_LENGTH, _MAX_PLACE_LENGTH = 600, 60


def _short(note: str | None) -> str | None:
    if note is None or len(note) <= MAX_NOTE_LENGTH or len(one_line(note)) <= MAX_NOTE_LENGTH:
        return note
    return None


# Of a job, and of nobody: a batch has few of them, and one notice asks several times.
@lru_cache(maxsize=256)
def _shown_place(location: str) -> str | None:
    line = one_line(decoded(location))
    if not 0 < len(line) <= _MAX_PLACE_LENGTH or has_placeholder(line) or has_nothing(line):
        return None
    return line


def _read_by_a_person(address: EmailAddress | None) -> EmailAddress | None:
    return None if address is None or is_read_by_nobody(address) else address


Identifier = Annotated[str, StringConstraints(min_length=1, max_length=256, pattern=r"^[^\x00-\x1f\x7f]+$")]
# Never a key and never in a log, so that no limit of ours need cost anybody an answer.
Reference = Annotated[str, StringConstraints(min_length=1)]
# RFC 3339; and what else is read: spaces for the T, no seconds, an offset without a colon, seconds since 1970.
_CLOCK = r"\d{4}-\d{2}-\d{2}[Tt _]\d{2}:\d{2}(:\d{2}([.,]\d+)?)?([Zz]|[+\-\u2212]\d{2}:?\d{2})"
MomentText = WithJsonSchema({"type": "string", "pattern": rf"^({_CLOCK}|\d+(\.\d*)?)$"})
# Earlier moments cannot be converted to every time zone, and nobody applied then.
Moment = Annotated[AwareDatetime, Field(ge=datetime(2000, 1, 1, tzinfo=UTC)), MomentText]


def _or_none(value: Any, validate: ValidatorFunctionWrapHandler) -> Any:
    try:
        return validate(value)
    except ValidationError:
        return None


def _moment(value: Any, _validate: ValidatorFunctionWrapHandler) -> datetime | None:
    """Return a moment as the ledger writes it. None: it is something else."""
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) else value
    except ValueError:
        return None
    return moment if isinstance(moment, datetime) and moment.tzinfo else None


Lenient = WrapValidator(_or_none)
# An invalid region is ignored: it only refines the public holidays, and the notice must go out all the same. The schema
# of such a field refuses nothing, because the intake doesn't.
Region = Annotated[
    str | None,
    StringConstraints(pattern=r"^[A-Z]{2}(-[A-Z0-9]{1,3})?$"),
    Lenient,
    WithJsonSchema({"examples": ["CA-ON", "CA", None]}),
]


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

    def greeting_name(self) -> str | None:
        """Return the given name as a greeting may show it, or None where it does not look like one."""
        return greeting_name(self.given_name, self.email)


class Job(Contract):
    """The job the candidate applied for."""

    id: Reference = Field(description="Never shown; decisions about one job are counted by it")
    title: Annotated[str, AfterValidator(read_title)] = Field(
        description="As the candidate knows it; it stands in the subject. More than 200 characters are shortened"
    )
    family: str | None = None
    location: str | None = Field(default=None, description="Named in the notice if it has at most 60 characters")
    time_zone: str | None = Field(default=None, description="IANA name, used where the candidate has none")
    region: Region | None = Field(default=None, description="ISO 3166, used where the candidate has none")

    def place(self) -> str | None:
        """Return the location as a notice may show it, or None where none fits into a sentence."""
        return _shown_place(self.location) if self.location else None


class Recruiter(Contract):
    """The person at the employer who signs, where there is one."""

    name: PersonName | None = Field(default=None, description="Signs the notice")
    email: Annotated[
        EmailAddress | None,
        AfterValidator(_read_by_a_person),
        Lenient,
        WithJsonSchema({"examples": ["dana@acme.example", None]}),
    ] = Field(
        default=None,
        description="Where the candidate's reply goes; an invalid address, or one that nobody reads, is ignored",
    )


class Rejection(Contract):
    """The employer's decision not to go on with this application."""

    application_id: Identifier = Field(
        description="With the event's source, identifies the application; it is logged, so it must not be a name"
    )
    decided_at: Moment = Field(description="With offset; the hold counts from here")
    stage: Stage = Field(description="How far the application came")
    reason: Annotated[
        Reason | None, Lenient, WithJsonSchema({"anyOf": [{"enum": list(get_args(Reason))}, {"default": None}]})
    ] = Field(
        default="unspecified",
        description="Must be true; unspecified, or a reason that is not one of these, gives no reason",
    )
    note: Annotated[str | None, AfterValidator(_short)] = Field(
        default=None,
        repr=False,
        description="Plain text, shown with the recruiter's name; left out with more than 600 characters, a link, "
        "a placeholder or a forbidden word",
    )
    invite: bool | None = Field(default=True, description="false: the notice carries no invitation to the talent pool")
    candidate: Candidate
    job: Job
    recruiter: Recruiter | None = None
    # The event's own `time`, which the ledger keeps: of two decisions of one moment, the one published last counts.
    # What a publisher gives here is replaced.
    published_at: SkipJsonSchema[Annotated[datetime | None, WrapValidator(_moment)]] = Field(default=None, repr=False)

    def without_email(self) -> "Rejection":
        """Return the same decision, with a candidate who must not be emailed."""
        return self.model_copy(update={"candidate": self.candidate.model_copy(update={"can_email": False})})


def locale_of(decisions: Iterable[Rejection]) -> str | None:
    """Return the locale of the person whom these decisions are about, as the first that has one reports it."""
    return next((decision.candidate.locale for decision in decisions if decision.candidate.locale), None)
