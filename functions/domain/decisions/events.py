"""The events that an ATS publishes: CloudEvents 1.0 about one application or one candidate.

These models are the contract: `docs/contracts/` is generated from them. Unknown fields are ignored and counted.
"""

from typing import Annotated, Literal, Self, get_args

from pydantic import AwareDatetime, Field, model_validator

from functions.domain.decisions.rejection import Contract, Identifier, Moment, MomentText, Reference, Rejection


class CandidateRef(Contract):
    """The reference by which everything held about a candidate is found."""

    id: Identifier = Field(description="The same as in this person's rejections at this source")


class Rescission(Contract):
    """The employer's rescission of a rejection."""

    application_id: Identifier
    rescinded_at: Moment = Field(description="With offset; rescinds what was decided up to then")


class Hire(Contract):
    """A hire: the candidate was hired, or has an offer."""

    application_id: Identifier = Field(description="The application that led to it")
    hired_at: Moment = Field(
        description="With offset; no rejection of this person goes out for some time from then, 90 days by default"
    )
    candidate: CandidateRef


class ApplicationWithdrawal(Contract):
    """The candidate's withdrawal of one application."""

    application_id: Identifier
    withdrew_at: Moment = Field(description="With offset; no notice about this application goes out any more")


class Erasure(Contract):
    """The erasure of a candidate's data in the ATS, to be repeated here."""

    erased_at: Moment = Field(description="With offset; what was decided up to then is neither sent nor kept")
    candidate: CandidateRef


class _Envelope(Contract):
    specversion: Literal["1.0"]
    id: Reference
    source: Identifier
    subject: str | None = None
    time: Annotated[AwareDatetime, MomentText]
    datacontenttype: str | None = None
    dataschema: str | None = None


class Rejected(_Envelope):
    """The event that a candidate was rejected."""

    type: Literal["org.kindregards.candidate.rejected.v1"]
    data: Rejection

    @model_validator(mode="after")
    def _date(self) -> Self:
        """Date the decision by its event."""
        object.__setattr__(self, "data", self.data.model_copy(update={"published_at": self.time}))
        return self


class RejectionRescinded(_Envelope):
    """The event that a rejection was rescinded."""

    type: Literal["org.kindregards.candidate.rejection_rescinded.v1"]
    data: Rescission


class CandidateHired(_Envelope):
    """The event that a candidate was hired."""

    type: Literal["org.kindregards.candidate.hired.v1"]
    data: Hire


class CandidateWithdrew(_Envelope):
    """The event that a candidate withdrew an application."""

    type: Literal["org.kindregards.candidate.withdrew.v1"]
    data: ApplicationWithdrawal


class CandidateErased(_Envelope):
    """The event that a candidate's data was erased."""

    type: Literal["org.kindregards.candidate.erased.v1"]
    data: Erasure


DecisionEvent = Rejected | RejectionRescinded | CandidateHired | CandidateWithdrew | CandidateErased
_MODELS: tuple[type[DecisionEvent], ...] = get_args(DecisionEvent)
EVENTS: dict[str, type[DecisionEvent]] = {
    get_args(model.model_fields["type"].annotation)[0]: model for model in _MODELS
}
