"""The filters of a recruiter's search. What each one means is fixed, and nobody can switch it."""

from dataclasses import field
from datetime import date
from typing import Any

from functions.domain.lean_dataclass import dataclass

# Answers that a person may leave open. An open answer is no "no".
OPEN_FIELDS = ("shifts", "hours", "licences", "earliest_start", "area")
# A licence is needed for the work itself: who names none is found only where the recruiter says so.
DEFAULT_UNDECLARED = frozenset(OPEN_FIELDS) - {"licences"}


@dataclass(frozen=True, kw_only=True)
class Criteria:
    """The filters of one search; all of them hold at once, and an empty one asks for nothing.

    `role_families`, `shifts`, `hours`: a person has named any of them. `licences`: a person has all of them.
    `language`, `channel`: a person has chosen this one. `agency`: a person has ticked this agency's name.
    `place`: it lies within the distance that the person named; a record of `Place`. None: no area is asked for.
    `starts_on`: a person can start on that day, or before.
    `undeclared`: who has left such a field open is found, too.
    """

    role_families: tuple[str, ...] = ()
    shifts: tuple[str, ...] = ()
    hours: tuple[str, ...] = ()
    licences: tuple[str, ...] = ()
    place: dict[str, Any] | None = None
    starts_on: date | None = None
    language: str | None = None
    channel: str | None = None
    agency: str | None = None
    undeclared: frozenset[str] = field(default=DEFAULT_UNDECLARED)
