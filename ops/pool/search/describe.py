"""A search and its people for the terminal: plain, aligned lines."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from ops.pool.search.filters import FILTERS

_NOT_ASKED = "-"
_METRES = {"km": 1000.0, "mi": 1609.344}

type Json = Mapping[str, Any]


def describe_filters(criteria: Json) -> Iterator[str]:
    """Yield every filter: whether it is asked for, and whom it finds."""
    undeclared = frozenset(criteria["undeclared"])
    asked = {one.name: _value(criteria[one.name]) for one in FILTERS}
    width = max(len("asked for"), *map(len, asked.values()))
    yield f"  {'filter':<13}{'asked for':<{width}}  who is found"
    for one in FILTERS:
        value = asked[one.name]
        finds = "anybody" if value == _NOT_ASKED else one.describe(undeclared)
        yield f"  {one.option:<13}{value:<{width}}  {finds}"


def summarise(criteria: Json) -> str:
    """Return the filters that are asked for, in one line."""
    values = {one.option: _value(criteria[one.name]) for one in FILTERS}
    return "  ".join(f"{option} {value}" for option, value in values.items() if value != _NOT_ASKED) or "no filter"


def describe_count(view: Json) -> str:
    """Return how many people a search finds."""
    count, unknown = view["count"], view["area_unknown"]
    said = "1 person is found" if count == 1 else f"{count} people are found"
    more = " at least; --exact counts to the end" if view["is_more"] else ""
    area = f"; of {unknown} of them no place is known" if view["criteria"]["place"] and unknown else ""
    return f"{said}{more}{area}"


def describe_people(people: list[Json], unit: str) -> Iterator[str]:
    """Yield two lines for each person, the first ones aligned."""
    firsts = [(_name(person), _place(person, unit)) for person in people]
    name_width, place_width = (max((len(first[part]) for first in firsts), default=0) for part in (0, 1))
    for person, (name, place) in zip(people, firsts, strict=True):
        consent = person["consent"]
        dates = f"joined {_day(person['joined_at'])}  agreed until {_day(consent['expires_at'])}"
        yield f"  {name:<{name_width}}  {place:<{place_width}}  {dates}"
        yield f"      {'; '.join(_answers(person))}"


def _answers(person: Json) -> Iterator[str]:
    answers = person["answers"]
    yield _value(answers["role_families"])
    for name in ("shifts", "hours", "licences"):
        yield _value(answers[name]) if answers.get(name) else f"{name} not said"
    start = answers.get("earliest_start")
    yield f"from {start}" if start else "start not said"
    yield f"{answers['language']}, by {answers['channel']}"
    if person["agencies"]:
        yield f"agencies: {', '.join(agency['name'] for agency in person['agencies'])}"


def _value(value: Any) -> str:
    if isinstance(value, Mapping):
        return f"{place_name(value)} ({value['id']})"
    if isinstance(value, (list, tuple)):
        return ", ".join(map(str, value)) or _NOT_ASKED
    return str(value) if value else _NOT_ASKED


def place_name(place: Json) -> str:
    """Return a place as people write it."""
    return ", ".join(filter(None, (place["name"], place["region"], place["country"])))


def _name(person: Json) -> str:
    return " ".join(filter(None, (person["given_name"], person["family_name"]))) or "no name"


def _place(person: Json, unit: str) -> str:
    place, distance = person["place"], person["distance_m"]
    if place is None:
        return "place not said" if not person["answers"].get("area") else "place not known"
    away = "" if distance is None else f"  {distance / _METRES[unit]:.0f} {unit} away"
    return f"{place['name']}, {place['region'] or place['country']}{away}"


def _day(moment: str) -> str:
    return f"{datetime.fromisoformat(moment):%Y-%m-%d}"
