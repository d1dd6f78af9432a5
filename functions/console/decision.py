"""The body of a decision about notices."""

from pydantic import Field

from functions.console.schema import read_body
from functions.runtime.http.body import Body

_LONGEST = 1000


class DecisionRequest(Body):
    """The body of a decision. Which fields it needs depends on the verb; the reason is always one."""

    because: str = Field(max_length=_LONGEST, repr=False, description="The reason. It stays on record: no name.")
    what: str | None = Field(default=None, max_length=_LONGEST, description="What is held, as the list names it.")
    count: int | None = Field(default=None, description="The number of notices, as the list shows it.")
    application_id: str | None = Field(
        default=None, max_length=_LONGEST, repr=False, description="The application's id, typed before an email goes."
    )


def read_decision(body: bytes) -> DecisionRequest:
    """Return the decision. Raises Problem malformed-json or invalid-decision."""
    return read_body(DecisionRequest, body, "invalid-decision")
