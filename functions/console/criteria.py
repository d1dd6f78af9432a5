"""The criteria of a request: they name only what the employer's form offers, and a place of the table."""

from collections.abc import Iterable, Iterator
from typing import Any

from functions.console.schema import CriteriaRequest
from functions.domain.employers.policy import EmployerPolicy
from functions.domain.places.table import place_table
from functions.domain.pool.search.criteria import OPEN_FIELDS, Criteria
from functions.runtime.http.problem import FieldError, Problem


def read_criteria(asked: CriteriaRequest, policy: EmployerPolicy) -> Criteria:
    """Return the criteria. Raises Problem invalid-search where they name something that there is not."""
    place = place_table().find(asked.place) if asked.place else None
    errors = list(_unknown(asked, policy))
    if asked.place and place is None:
        errors.append(FieldError("/criteria/place", "no-such-place"))
    if errors:
        raise Problem("invalid-search", errors=tuple(errors))
    many = {name: tuple(getattr(asked, name)) for name in ("role_families", "shifts", "hours", "licences")}
    return Criteria(
        **many,
        place=place.record() if place else None,
        starts_on=asked.starts_on,
        language=asked.language,
        channel=asked.channel,
        agency=asked.agency,
        undeclared=frozenset(asked.undeclared),
    )


def _unknown(asked: CriteriaRequest, policy: EmployerPolicy) -> Iterator[FieldError]:
    choices = policy.choices
    offered: dict[str, Iterable[Any]] = {
        "role_families": choices.role_families,
        "shifts": choices.shifts,
        "hours": choices.hours,
        "licences": choices.licences,
        "language": choices.languages,
        "channel": choices.channels,
        "agency": policy.agencies,
    }
    known = {name: {choice.id for choice in listed} for name, listed in offered.items()}
    for name, ids in {**known, "undeclared": set(OPEN_FIELDS)}.items():
        if not set(_ids_of(getattr(asked, name))) <= ids:
            yield FieldError(f"/criteria/{name}", "not-offered")


def _ids_of(answer: list[str] | str | None) -> list[str]:
    return answer if isinstance(answer, list) else [answer] if answer is not None else []
