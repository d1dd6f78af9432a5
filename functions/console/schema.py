"""The body of a search, and what is said of one that the page does not send."""

import re
from datetime import date
from typing import Annotated

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from functions.domain.pool.search.criteria import DEFAULT_UNDECLARED
from functions.runtime.http.body import Body, Id, Ids, read_as

_ADDRESS = re.compile(r"[^\s@]@[^\s@]+\.[^\s@]")
_SENTENCES = {
    "missing": "missing",
    "extra_forbidden": "not-asked-for",
    "too_long": "too-many",
    "string_too_long": "too-long",
    "holds_address": "holds-address",
    "date_from_datetime_parsing": "not-a-date",
    "date_parsing": "not-a-date",
    "date_type": "not-a-date",
}


def _without_address(opening: str) -> str:
    # It stays in the log for years, and everybody who is shown reads it in their own export.
    if _ADDRESS.search(opening):
        raise PydanticCustomError("holds_address", "an opening has no email address in it")
    return opening


Opening = Annotated[str, Field(max_length=200), AfterValidator(_without_address)]


class CriteriaRequest(Body):
    """The filters of a search. All of them hold at once, and one that is left out asks for nothing.

    Its ids are those of `choices` and `agencies` in `GET /api/console/me`, `place` that of a place which
    `GET /api/console/places` has offered. `undeclared`: the fields that people may have left open, and are found still.
    """

    role_families: Ids = Field(default=[], description="A person has named any of them.")
    shifts: Ids = Field(default=[], description="A person has named any of them.")
    hours: Ids = Field(default=[], description="A person has named any of them.")
    licences: Ids = Field(default=[], description="A person has all of them.")
    place: Id | None = Field(default=None, description="It lies within the distance that the person named.")
    starts_on: date | None = Field(default=None, description="A person can start on that day, or before.")
    language: Id | None = Field(default=None, description="A person has chosen this language.")
    channel: Id | None = Field(default=None, description="A person has chosen this way of contact.")
    agency: Id | None = Field(default=None, description="A person has ticked this agency's name.")
    undeclared: Ids = Field(
        default=sorted(DEFAULT_UNDECLARED), description="Who has left such a field open is found, too."
    )


class SearchRequest(Body):
    """The body of POST /api/console/searches. Without an opening there is a count, and nobody is shown."""

    opening: Opening | None = Field(default=None, repr=False, description="The opening, as you call it.")
    criteria: CriteriaRequest
    exact: bool = Field(default=False, description="Count to the end, however many there are.")


def read_body[Kind: Body](kind: type[Kind], body: bytes, code: str) -> Kind:
    """Return the body. Raises Problem malformed-json, or `code` with each mistake."""
    return read_as(kind, body, code, lambda violation: _SENTENCES.get(violation["type"], "wrong-type"))


def read_search(body: bytes) -> SearchRequest:
    """Return the request. Raises Problem malformed-json or invalid-search."""
    return read_body(SearchRequest, body, "invalid-search")
