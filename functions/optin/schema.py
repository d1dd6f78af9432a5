"""What the page sends when a person opts in. Nothing that the form does not ask for is taken."""

import hashlib
from datetime import date
from typing import Annotated

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from functions.domain.personal_data import one_line
from functions.optin.problems import FieldError, Problem

_MOST_ERRORS = 20
_Id = Annotated[str, StringConstraints(max_length=64)]
_Ids = Annotated[list[_Id], Field(max_length=50)]


class _Body(BaseModel):
    # What a person types is personal data: no error text may quote it.
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, hide_input_in_errors=True)


class ShownConsent(_Body):
    """The consent text that the person read."""

    id: _Id
    version: _Id
    language: _Id
    sha256: _Id


class Profile(_Body):
    """What the person declares."""

    role_families: _Ids
    shifts: _Ids = []
    hours: _Ids = []
    area: Annotated[str, StringConstraints(max_length=60)] | None = Field(default=None, repr=False)
    distance_km: int | None = None
    earliest_start: date | None = None
    licences: _Ids = []
    language: _Id
    channel: _Id


class OptInRequest(_Body):
    """The body of PUT /api/opt-in."""

    consent: ShownConsent
    purposes: _Ids
    agencies: _Ids = []
    months: int
    profile: Profile
    rejoin_after: AwareDatetime | None = None

    def sha256(self) -> str:
        """Tells a repeat of a request from another one."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()

    def answers(self) -> dict[str, object]:
        answers = self.profile.model_dump(mode="json")
        return {**answers, "area": one_line(self.profile.area or "") or None}


def read_opt_in(body: bytes) -> OptInRequest:
    """The request. Raises Problem malformed-json or invalid-opt-in."""
    try:
        return OptInRequest.model_validate_json(body)
    except ValidationError as err:
        violations = err.errors(include_url=False, include_context=False, include_input=False)
        if any(violation["type"] == "json_invalid" for violation in violations):
            raise Problem("malformed-json") from None
        errors = tuple(
            FieldError(_pointer(violation["loc"]), violation["msg"]) for violation in violations[:_MOST_ERRORS]
        )
        raise Problem("invalid-opt-in", errors=errors) from None


def _pointer(location: tuple[int | str, ...]) -> str:
    return "".join(f"/{str(part).replace('~', '~0').replace('/', '~1')}" for part in location)
