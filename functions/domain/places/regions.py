"""The countries of the table and their regions, by the names that people give them: `regions.tsv`."""

from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from functions.domain.places.key import key_of, words_of

FILE = Path(__file__).with_name("regions.tsv")


class RegionRow(NamedTuple):
    """A line of `regions.tsv`. A country itself has no `iso` code of a region."""

    country: str
    geonames: str
    iso: str
    name: str
    others: str

    @property
    def code(self) -> str:
        """ISO 3166: CA, or CA-ON."""
        return f"{self.country}-{self.iso}" if self.iso else self.country

    def name_keys(self) -> set[str]:
        """Return the keys of its names; the code of a region is one, that of a country only where the file says so."""
        names = [self.name, self.iso, *self.others.split("|")]
        return {key for name in names if (key := key_of(words_of(name)))}


@cache
def region_rows() -> tuple[RegionRow, ...]:
    """Return the lines of the file."""
    lines = FILE.read_text("utf-8").splitlines()
    return tuple(RegionRow(*line.split("\t")) for line in lines if line and not line.startswith("#"))


@cache
def region_name(code: str) -> str | None:
    """Return the name of a region by its ISO 3166-2 code; None for a country, and for what the file does not have."""
    return next((row.name for row in region_rows() if row.iso and row.code == code), None)


def areas_of(words: Sequence[str]) -> frozenset[str] | None:
    """Return the ISO 3166 codes that these words may mean, or None where they are no names of regions or countries.

    "ON" and "Ontario, Canada" are CA-ON; "CA" is California and Canada.
    """
    if not words:
        return frozenset()
    found: frozenset[str] | None = None
    for length in range(1, len(words) + 1):
        named = _codes().get(key_of(words[:length]))
        rest = areas_of(words[length:]) if named else None
        if named and rest is not None:
            found = (found or frozenset()) | _narrowest(named, rest)
    return found or None


def lies_in(code: str, area: str) -> bool:
    """Return whether a region or country is the area, or a part of it."""
    return code == area or code.startswith(f"{area}-")


def _narrowest(named: frozenset[str], rest: frozenset[str]) -> frozenset[str]:
    """Return what lies in both; empty where "Ontario, Germany" contradicts itself."""
    if not rest:
        return named
    return frozenset(_both(named, rest))


def _both(named: frozenset[str], rest: frozenset[str]) -> Iterator[str]:
    for one in named:
        for other in rest:
            if lies_in(one, other):
                yield one
            elif lies_in(other, one):
                yield other


@cache
def _codes() -> dict[str, frozenset[str]]:
    codes: dict[str, frozenset[str]] = {}
    for row in region_rows():
        for key in row.name_keys():
            codes[key] = codes.get(key, frozenset()) | {row.code}
    return codes
