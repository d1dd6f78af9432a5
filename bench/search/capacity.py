"""Capacity units by DynamoDB's published rules, because neither the embedded AWS nor moto counts reads.

See "DynamoDB item sizes and formats" and "Read/write capacity" in the developer guide.
"""

from collections.abc import Iterable, Mapping
from math import ceil
from typing import Any

_READ_UNIT, _WRITE_UNIT = 4096, 1024
# A transaction prepares each write, and then makes it.
_IN_A_TRANSACTION = 2

type Item = Mapping[str, Mapping[str, Any]]


def item_bytes(item: Item) -> int:
    """Return the size of an item: the names and the values of its attributes."""
    return sum(len(name.encode()) + _value_bytes(value) for name, value in item.items())


def units_of_query(items: Iterable[Item]) -> int:
    """Return the read units of one consistent Query or Scan page that read these items: it is rounded up as a whole."""
    return max(1, ceil(sum(map(item_bytes, items)) / _READ_UNIT))


def units_of_get(item: Item | None) -> int:
    """Return the read units of one consistent read of an item, or of nothing."""
    return max(1, ceil(item_bytes(item) / _READ_UNIT)) if item else 1


def units_of_write(item: Item) -> int:
    """Return the write units of an item in a transaction."""
    return _IN_A_TRANSACTION * max(1, ceil(item_bytes(item) / _WRITE_UNIT))


def _value_bytes(value: Mapping[str, Any]) -> int:
    ((kind, content),) = value.items()
    match kind:
        case "S":
            return len(str(content).encode())
        case "N":
            # Two digits to a byte, and one byte more; a sign, and an odd digit, may each take another one.
            number = str(content)
            digits = number.lstrip("-").replace(".", "").lstrip("0")
            return ceil(len(digits) / 2) + 1 + number.startswith("-")
        case "SS":
            return 3 + sum(1 + len(text.encode()) for text in content)
        case "M":
            return 3 + sum(1 + len(name.encode()) + _value_bytes(part) for name, part in content.items())
        case "L":
            return 3 + sum(1 + _value_bytes(part) for part in content)
        case _:
            return 1
