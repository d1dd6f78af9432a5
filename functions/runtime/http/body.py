"""The base of the bodies that pages send, and the place of a mistake in one. What no form asks for is refused."""

from collections.abc import Callable
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, ValidationError
from pydantic_core import ErrorDetails

from functions.runtime.http.problem import FieldError, Problem

_MAX_ERRORS = 20


def once(ids: list[str]) -> list[str]:
    """Return each id once, in the order in which they came."""
    return list(dict.fromkeys(ids))


Id = Annotated[str, StringConstraints(max_length=64)]
Ids = Annotated[list[Id], Field(max_length=50), AfterValidator(once)]


class Body(BaseModel):
    # A person typed it, so it is personal data: no error may quote it.
    # Built when it is first read: whoever opens the page, which is the one cold start that people feel, sends no form.
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, hide_input_in_errors=True, defer_build=True)


def read_as[Kind: Body](kind: type[Kind], body: bytes, code: str, sentence_of: Callable[[ErrorDetails], str]) -> Kind:
    """Return the body. Raises Problem malformed-json, or `code` with each mistake and its sentence."""
    try:
        return kind.model_validate_json(body)
    except ValidationError as err:
        # The context holds limits, such as a maximum length; the input stays out of it.
        violations = err.errors(include_url=False, include_input=False)
        if any(violation["type"] == "json_invalid" for violation in violations):
            raise Problem("malformed-json") from None
        errors = (_field_error(violation, sentence_of(violation)) for violation in violations[:_MAX_ERRORS])
        raise Problem(code, errors=tuple(errors)) from None


def _field_error(violation: ErrorDetails, sentence: str) -> FieldError:
    limit = violation.get("ctx", {}).get("max_length")
    return FieldError(_pointer(violation["loc"]), sentence, {"limit": str(limit)} if limit else {})


def _pointer(location: tuple[int | str, ...]) -> str:
    """Return the RFC 6901 JSON pointer to a place in a body."""
    return "".join(f"/{str(part).replace('~', '~0').replace('/', '~1')}" for part in location)
