"""What an ATS publishes: CloudEvents 1.0 about one application or one candidate. These models are the contract.

`docs/contracts/` is generated from them. Fields that they do not know are ignored, and counted.
"""

from typing import Any, Literal, get_args

from pydantic import AwareDatetime, Field

from functions.domain.decisions.rejection import Contract, Identifier, Moment, Rejection


class CandidateRef(Contract):
    """The candidate, as far as it takes to find what is held about them."""

    id: Identifier = Field(description="The same as in this person's rejections at this source")


class Rescinding(Contract):
    """The employer takes a rejection back."""

    application_id: Identifier
    rescinded_at: Moment = Field(description="With offset; takes back what was decided up to then")


class Hire(Contract):
    """The candidate was hired, or has an offer."""

    application_id: Identifier = Field(description="The application that led to it")
    hired_at: Moment = Field(description="With offset; no rejection of this person goes out for 90 days from then")
    candidate: CandidateRef


class Withdrawing(Contract):
    """The candidate withdrew the application."""

    application_id: Identifier
    withdrew_at: Moment = Field(description="With offset; this application gets no notice any more")


class Erasure(Contract):
    """What is known of the candidate was erased, and is to be erased here."""

    erased_at: Moment = Field(description="With offset; nothing that was decided up to then is told or kept")
    candidate: CandidateRef


class _Envelope(Contract):
    specversion: Literal["1.0"]
    id: Identifier
    source: Identifier
    subject: str | None = None
    time: AwareDatetime
    datacontenttype: str | None = None
    dataschema: str | None = None


class Rejected(_Envelope):
    """A candidate was rejected."""

    type: Literal["org.kindregards.candidate.rejected.v1"]
    data: Rejection


class RejectionRescinded(_Envelope):
    """A rejection was taken back."""

    type: Literal["org.kindregards.candidate.rejection_rescinded.v1"]
    data: Rescinding


class CandidateHired(_Envelope):
    """A candidate was hired."""

    type: Literal["org.kindregards.candidate.hired.v1"]
    data: Hire


class CandidateWithdrew(_Envelope):
    """A candidate withdrew an application."""

    type: Literal["org.kindregards.candidate.withdrew.v1"]
    data: Withdrawing


class CandidateErased(_Envelope):
    """A candidate's data was erased."""

    type: Literal["org.kindregards.candidate.erased.v1"]
    data: Erasure


DecisionEvent = Rejected | RejectionRescinded | CandidateHired | CandidateWithdrew | CandidateErased
_MODELS: tuple[type[DecisionEvent], ...] = get_args(DecisionEvent)
EVENTS: dict[str, type[DecisionEvent]] = {
    get_args(model.model_fields["type"].annotation)[0]: model for model in _MODELS
}


def unknown_fields(model: Contract, raw: dict[str, Any]) -> int:
    """How many fields of `raw`, from which `model` was read, the contract does not know, at any depth."""
    known = {name: getattr(model, name) for name in type(model).model_fields}
    nested = sum(unknown_fields(part, raw[name]) for name, part in known.items() if isinstance(part, Contract))
    return nested + len(raw.keys() - known.keys())
