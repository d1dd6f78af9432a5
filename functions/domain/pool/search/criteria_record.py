"""Criteria as plain JSON values, and back: as a search is recorded, shown and signed."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from functions.domain.digest import digest
from functions.domain.places.place import Place
from functions.domain.pool.search.criteria import Criteria

_MANY = ("role_families", "shifts", "hours", "licences")
_ONE = ("language", "channel", "agency")


def record_of(criteria: Criteria) -> dict[str, Any]:
    """Return the criteria as plain JSON values."""
    return {
        **{name: list(getattr(criteria, name)) for name in _MANY},
        "place": criteria.place,
        "starts_on": criteria.starts_on.isoformat() if criteria.starts_on else None,
        **{name: getattr(criteria, name) for name in _ONE},
        "undeclared": sorted(criteria.undeclared),
    }


def criteria_of(record: Mapping[str, Any]) -> Criteria:
    """Return the criteria that `record_of` wrote."""
    many: dict[str, Any] = {name: tuple(record[name]) for name in _MANY}
    one: dict[str, Any] = {name: record[name] for name in _ONE}
    return Criteria(
        **many,
        **one,
        # A table gives a number such as 43.0 back in another type.
        place=Place.of(record["place"]).record() if record["place"] else None,
        starts_on=date.fromisoformat(record["starts_on"]) if record["starts_on"] else None,
        undeclared=frozenset(record["undeclared"]),
    )


def criteria_digest(criteria: Criteria) -> str:
    """Return 32 hex digits that equal criteria share, and no others."""
    return digest("criteria", json.dumps(record_of(criteria), sort_keys=True))
