"""Values of settings that JSON does not know."""

from collections.abc import Callable, Mapping
from datetime import date, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from functions.domain.personal_data import Personal

type _Values = Mapping[str, Any]


def plain(value: object) -> object:
    """Return a value that JSON does not know as one that it does. Raises TypeError."""
    match value:
        case timedelta():
            return value.total_seconds()
        case time() | date():
            return value.isoformat()
        case ZoneInfo():
            return value.key
        case Personal():
            return value.reveal()
        case _:
            raise TypeError(type(value).__name__)


def with_readers(values: _Values, **readers: Callable[[Any], Any]) -> dict[str, Any]:
    """Convert the values that have a reader. Return all of them."""
    return {**values, **{name: read(values[name]) for name, read in readers.items()}}


def each[Entry](kind: Callable[..., Entry]) -> Callable[[list[dict[str, Any]]], list[Entry]]:
    """Return a reader of a list of these."""
    return lambda entries: [kind(**entry) for entry in entries]


def read_day(text: str | None) -> date | None:
    """Return the day that `plain` wrote, if it wrote one."""
    return date.fromisoformat(text) if text else None
