"""The line of a setting in a TOML file. `tomllib` forgets where it read what."""

import re
from collections import Counter
from collections.abc import Sequence

# Names of sections and settings, and numbers of entries from 0, from the outside in.
type Place = Sequence[str | int]

_HEADER = re.compile(r"\s*(\[\[?)\s*([\w.-]+)\s*\]")
_SETTING = re.compile(r"\s*([\w.-]+)\s*=")
_ENTRY = re.compile(r"\s*[^\s#\]]")


def line_of(text: str, place: Place) -> int | None:
    """Return the line of the setting, else that of what it stands in; None where nothing of it is in the file."""
    lines = _lines(text)
    for length in range(len(place), 0, -1):
        found = lines.get(tuple(place[:length]))
        if found is not None:
            return _entry_line(text, found, place[length:])
    return None


def _lines(text: str) -> dict[tuple[str | int, ...], int]:
    """Return the line of each section and of each setting."""
    lines: dict[tuple[str | int, ...], int] = {}
    tables = Counter[str]()
    section: tuple[str | int, ...] = ()
    for number, line in enumerate(text.splitlines(), start=1):
        if header := _HEADER.match(line):
            section = tuple(header[2].split("."))
            if header[1] == "[[":
                section = (*section, tables[header[2]])
                tables[header[2]] += 1
            for length in range(1, len(section) + 1):
                lines.setdefault(section[:length], number)
        elif setting := _SETTING.match(line):
            names = setting[1].split(".")
            for length in range(1, len(names) + 1):
                lines.setdefault((*section, *names[:length]), number)
    return lines


def _entry_line(text: str, number: int, rest: Place) -> int:
    """Return the line of an entry in a list that has one entry a line; else that of the list."""
    following = text.splitlines()[number - 1 :]
    if not (rest and isinstance(rest[0], int) and following[0].partition("#")[0].rstrip().endswith("[")):
        return number
    entries = [number + offset for offset, line in enumerate(following[1:], start=1) if _ENTRY.match(line)]
    return entries[rest[0]] if rest[0] < len(entries) else number
