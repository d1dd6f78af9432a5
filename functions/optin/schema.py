"""The bodies that the page sends. Fields that no form asks for are refused."""

import hashlib
from datetime import date
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints, ValidationError
from pydantic_core import ErrorDetails

from functions.domain.personal_data import EmailAddress
from functions.runtime.http.problem import FieldError, Problem

_MAX_ERRORS = 20
# Pydantic speaks to developers, in English: each violation has a sentence in `words/`, by its kind, else by its field.
SENTENCES = {
    "missing": "missing",
    "extra_forbidden": "not-asked-for",
    "too_long": "too-many",
    "email_address": "not-an-address",
}
OF_FIELDS = {
    "purposes": "not-offered",
    "agencies": "not-offered",
    "months": "not-offered",
    "role_families": "not-offered",
    "shifts": "not-offered",
    "hours": "not-offered",
    "licences": "not-offered",
    "language": "not-offered",
    "channel": "not-offered",
    "distance_km": "no-such-distance",
    "earliest_start": "not-a-date",
    "area": "not-text",
    "place": "no-such-place",
}


def _once(ids: list[str]) -> list[str]:
    """Return each id once, in the order in which they came."""
    return list(dict.fromkeys(ids))


_Id = Annotated[str, StringConstraints(max_length=64)]
_Ids = Annotated[list[_Id], Field(max_length=50), AfterValidator(_once)]


class Body(BaseModel):
    # A person typed it, so it is personal data: no error may quote it.
    # Built when it is first read: whoever opens the page, which is the one cold start that people feel, sends no form.
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, hide_input_in_errors=True, defer_build=True)


class ShownConsent(Body):
    """The consent text that the person read, by its reference."""

    id: _Id
    version: _Id
    language: _Id
    sha256: _Id


class Profile(Body):
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


class Agreement(Body):
    """The part that a person agrees to. `revision`: of the opt-in that the page showed, null where it showed none."""

    consent: ShownConsent
    purposes: _Ids
    agencies: _Ids = []
    months: int
    revision: int | None = None

    def sha256(self) -> str:
        """Return a digest that two equal requests share, however they are spelled."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()


class OptInRequest(Agreement):
    """The body of PUT /api/opt-in."""

    profile: Profile
    rejoin_after: AwareDatetime | None = None

    def answers(self, area: str | None) -> dict[str, object]:
        """Return the answers as they are recorded, with the area as it may be kept."""
        return {**self.profile.model_dump(mode="json", exclude={"place"}), "area": area}


class RenewalRequest(Agreement):
    """The body of POST /api/opt-in/renewal."""


class PauseRequest(Body):
    """The body of PUT /api/opt-in/pause."""

    until: date


class AddressRequest(Body):
    """The body of POST /api/opt-in/address."""

    email: EmailAddress = Field(repr=False)


def read_body[Kind: Body](kind: type[Kind], body: bytes) -> Kind:
    """Return the request. Raises Problem malformed-json or invalid-opt-in."""
    try:
        return kind.model_validate_json(body)
    except ValidationError as err:
        # The context holds limits, such as a maximum length; the input stays out of it.
        violations = err.errors(include_url=False, include_input=False)
        if any(violation["type"] == "json_invalid" for violation in violations):
            raise Problem("malformed-json") from None
        errors = tuple(map(_field_error, violations[:_MAX_ERRORS]))
        raise Problem("invalid-opt-in", errors=errors) from None


def _field_error(violation: ErrorDetails) -> FieldError:
    field = next((str(part) for part in violation["loc"] if part in OF_FIELDS), "")
    is_text = field == "area" and violation["type"] == "string_too_long"
    code = "too-long" if is_text else SENTENCES.get(violation["type"]) or OF_FIELDS.get(field, "wrong-type")
    limit = violation.get("ctx", {}).get("max_length")
    return FieldError(_pointer(violation["loc"]), code, {"limit": str(limit)} if limit else {})


def _pointer(location: tuple[int | str, ...]) -> str:
    return "".join(f"/{str(part).replace('~', '~0').replace('/', '~1')}" for part in location)
