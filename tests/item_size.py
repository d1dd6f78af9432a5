"""The size of an item by DynamoDB's rule, of which it makes its units."""

from typing import Any


def size_of(item: dict[str, Any]) -> int:
    """The names and the values, in bytes. `item` has typed attributes."""
    return sum(len(name.encode()) + _size(value) for name, value in item.items())


def write_units(item: dict[str, Any]) -> int:
    """What a write of it costs in a transaction: two units for each KB."""
    return 2 * -(-size_of(item) // 1024)


def _size(value: dict[str, Any]) -> int:
    match value:
        case {"S": str(text)}:
            return len(text.encode())
        case {"N": str(number)}:
            # A byte for two digits, one for the exponent, and one for the sign.
            return (len(number.strip("-").replace(".", "")) + 1) // 2 + 1 + number.startswith("-")
        case {"BOOL": _} | {"NULL": _}:
            return 1
        case {"SS": texts}:
            return sum(len(text.encode()) for text in texts)
        case {"L": parts}:
            return 3 + sum(1 + _size(part) for part in parts)
        case {"M": parts}:
            return 3 + sum(1 + len(name.encode()) + _size(part) for name, part in parts.items())
    raise AssertionError(value)
