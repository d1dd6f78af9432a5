"""The conversion between Python values and DynamoDB's typed attributes, for the types that the tables hold."""

# By hand, because boto3's own serializer knows every type and adds 71 ms to each cold start.

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any


def to_item(values: Mapping[str, Any]) -> dict[str, Any]:
    """Convert to typed attributes; a value of None is left out."""
    return {name: _typed(value) for name, value in values.items() if value is not None}


def from_item(item: Mapping[str, Any]) -> dict[str, Any]:
    """Convert to plain values."""
    return {name: _plain(value) for name, value in item.items()}


def to_text(moment: datetime | None) -> str | None:
    """Convert to ISO 8601 in UTC with microseconds, so that texts sort as moments do."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds") if moment else None


def to_moment(text: str | None) -> datetime | None:
    """Convert back from ISO 8601."""
    return datetime.fromisoformat(text) if text else None


def _typed(value: Any) -> dict[str, Any]:
    # What most of them are comes first.
    match value:
        case str():
            return {"S": str(value)}
        case None:
            return {"NULL": True}
        # Before int, of which bool is a subclass.
        case bool():
            return {"BOOL": value}
        case int() | float():
            # Of enumerations too, as the number that they are.
            return {"N": repr(value.real)}
        case dict():
            return {"M": {name: _typed(part) for name, part in value.items()}}
        case list() | tuple() | frozenset():
            return _typed_many(value)
    raise TypeError(f"no attribute holds a {type(value).__name__}")


def _typed_many(values: Sequence[Any] | frozenset[str]) -> dict[str, Any]:
    if isinstance(values, frozenset):
        return {"SS": sorted(values)}
    return {"L": [_typed(value) for value in values]}


def _plain(attribute: Mapping[str, Any]) -> Any:
    ((kind, value),) = attribute.items()
    match kind:
        case "S" | "BOOL":
            return value
        case "NULL":
            return None
        case "N":
            return float(value) if "." in value else int(value)
        case "M":
            return from_item(value)
        case "L":
            return [_plain(part) for part in value]
        case "SS":
            return frozenset(value)
    raise TypeError(f"an attribute of type {kind} is none of ours")
