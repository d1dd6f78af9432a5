"""The base of the bodies that pages send, and the place of a mistake in one. What no form asks for is refused."""

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints


def once(ids: list[str]) -> list[str]:
    """Return each id once, in the order in which they came."""
    return list(dict.fromkeys(ids))


Id = Annotated[str, StringConstraints(max_length=64)]
Ids = Annotated[list[Id], Field(max_length=50), AfterValidator(once)]


class Body(BaseModel):
    # A person typed it, so it is personal data: no error may quote it.
    # Built when it is first read: whoever opens the page, which is the one cold start that people feel, sends no form.
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, hide_input_in_errors=True, defer_build=True)


def pointer(location: tuple[int | str, ...]) -> str:
    """Return the RFC 6901 JSON pointer to a place in a body."""
    return "".join(f"/{str(part).replace('~', '~0').replace('/', '~1')}" for part in location)
