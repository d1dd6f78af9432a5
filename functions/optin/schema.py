"""The body that the page sends when a person opts in. Fields that the form does not ask for are refused."""

import hashlib
from datetime import date
from typing import Annotated

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints, ValidationError
from pydantic_core import ErrorDetails

from functions.runtime.http.problem import FieldError, Problem

_MAX_ERRORS = 20
# Pydantic speaks to developers, in English: these violations have sentences of their own in `words/`, others share one.
SENTENCES = {
    "missing": "missing",
    "extra_forbidden": "not-asked-for",
    "string_too_long": "too-long",
    "too_long": "too-many",
    "date_type": "not-a-date",
    "date_parsing": "not-a-date",
    "date_from_datetime_parsing": "not-a-date",
}
_Id = Annotated[str, StringConstraints(max_length=64)]
_Ids = Annotated[list[_Id], Field(max_length=50)]


class _Body(BaseModel):
    # A person typed it, so it is personal data: no error may quote it.
    # Built when it is first read: whoever opens the page, which is the one cold start that people feel, sends no form.
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, hide_input_in_errors=True, defer_build=True)


class ShownConsent(_Body):
    """The consent text that the person read, by its reference."""

    id: _Id
    version: _Id
    language: _Id
    sha256: _Id


class Profile(_Body):
    """The person's own answers."""

    role_families: _Ids
    shifts: _Ids = []
    hours: _Ids = []
    area: Annotated[str, StringConstraints(max_length=60)] | None = Field(default=None, repr=False)
    place: _Id | None = Field(default=None, repr=False)
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
        """Return a digest that two equal requests share, however they are spelled."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()

    def answers(self, area: str | None) -> dict[str, object]:
        """Return the answers as they are recorded, with the area as it may be kept."""
        return {**self.profile.model_dump(mode="json", exclude={"place"}), "area": area}


def read_opt_in(body: bytes) -> OptInRequest:
    """Return the request. Raises Problem malformed-json or invalid-opt-in."""
    try:
        return OptInRequest.model_validate_json(body)
    except ValidationError as err:
        # The context holds limits, such as a maximum length; the input stays out of it.
        violations = err.errors(include_url=False, include_input=False)
        if any(violation["type"] == "json_invalid" for violation in violations):
            raise Problem("malformed-json") from None
        errors = tuple(map(_field_error, violations[:_MAX_ERRORS]))
        raise Problem("invalid-opt-in", errors=errors) from None


def _field_error(violation: ErrorDetails) -> FieldError:
    code = SENTENCES.get(violation["type"], "wrong-type")
    limit = violation.get("ctx", {}).get("max_length")
    return FieldError(_pointer(violation["loc"]), code, {"limit": str(limit)} if limit else {})


def _pointer(location: tuple[int | str, ...]) -> str:
    return "".join(f"/{str(part).replace('~', '~0').replace('/', '~1')}" for part in location)
