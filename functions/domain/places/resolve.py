"""A typed area as a place: postal code, then town with region and country, then a question to the person."""

import re
from collections.abc import Collection
from dataclasses import replace
from enum import StrEnum

from functions.domain.lean_dataclass import dataclass
from functions.domain.places.key import fold, words_of
from functions.domain.places.place import Place
from functions.domain.places.postal_code import PostalCode, find_code
from functions.domain.places.regions import areas_of, lies_in
from functions.domain.places.street import names_street, without_street
from functions.domain.places.table import PlaceTable

MAX_CHOICES = 10
# Two entries of one name, nearer than this in one region, are a town and its centre or its district.
_SAME_TOWN_M = 15_000
_DISTRICT = re.compile(r"\d{1,2}e?")

type _Found = list[tuple[Place, str]]


class Verdict(StrEnum):
    """The kinds of answer to a typed area."""

    FOUND = "found"
    AMBIGUOUS = "ambiguous"
    TOWN_NEEDED = "town-needed"
    STREET = "street"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Resolution:
    """The verdict on a typed area, and the places that it may be: one if it was found, several to choose from.

    `is_address`: the text names a street or a house, so that only the place may be kept of it.
    """

    verdict: Verdict
    places: tuple[Place, ...] = ()
    is_address: bool = False

    @property
    def place(self) -> Place | None:
        return self.places[0] if self.verdict is Verdict.FOUND else None


def resolve(text: str, country: str | None, table: PlaceTable) -> Resolution:
    """Return what the text names. `country` (ISO 3166-1) is where people who say no country are taken to live."""
    code = find_code(fold(text), country)
    found = _resolve(words_of(code.rest if code else text), code, country, table)
    if found:
        return found
    if address := _resolve_address(text, code, country, table):
        return replace(address, is_address=True)
    if names_street(text):
        return Resolution(Verdict.STREET, is_address=True)
    by_code = table.find(code.place_id) if code and code.place_id and code.area != "US" else None
    return Resolution(Verdict.FOUND, (by_code,)) if by_code else Resolution(Verdict.UNKNOWN)


def _resolve(words: list[str], code: PostalCode | None, country: str | None, table: PlaceTable) -> Resolution | None:
    """Return what the words beside the code name; None where they are more, or something else, than a place."""
    towns = _towns(words, code.area if code else None, country, table)
    if code is None:
        return _of(towns)
    if areas_of(words) is None and not towns:
        return None
    place = table.find(code.place_id) if code.place_id else None
    # "K0A" alone, or "D-80331": a code, and no town that we could ask about.
    return Resolution(Verdict.FOUND, (place,)) if place else _of(towns) or Resolution(Verdict.TOWN_NEEDED)


def _resolve_address(text: str, code: PostalCode | None, country: str | None, table: PlaceTable) -> Resolution | None:
    """Return the place of an address: of its parts without a street, or of the code that it ends with."""
    rest = without_street(text)
    if rest and rest != text:
        part = find_code(fold(rest), country)
        if found := _resolve(words_of(part.rest if part else rest), part, country, table):
            return found
    place = table.find(code.place_id) if code and code.place_id and code.ends and names_street(text) else None
    return Resolution(Verdict.FOUND, (place,)) if place else None


def _of(found: _Found) -> Resolution | None:
    places = _distinct(found)
    if not places:
        return None
    verdict = Verdict.FOUND if len(places) == 1 else Verdict.AMBIGUOUS
    return Resolution(verdict, places[:MAX_CHOICES])


def _towns(words: list[str], area: str | None, country: str | None, table: PlaceTable) -> _Found:
    """Return the towns that the words name; the longest name counts, and what follows it must be where the town is."""
    for length in range(len(words), 0, -1):
        areas = areas_of(words[length:])
        named = table.named(words[:length]) if areas is not None else []
        if named and areas:
            named = _within(named, areas)
        elif named:
            named = _near(named, area or country, areas_of(words))
        if named:
            return named
    # The district of a town: Dublin 4, Lyon 3.
    return _towns(words[:-1], area, country, table) if len(words) > 1 and _DISTRICT.fullmatch(words[-1]) else []


def _near(named: _Found, area: str | None, regions: frozenset[str] | None) -> _Found:
    """Return those of this area where it has any, else all.

    A name that is a region's too, such as Ontario, means no town outside of both.
    """
    near = _within(named, {area}) if area else []
    return near or (_within(named, regions) if regions else named)


def _within(named: _Found, areas: Collection[str]) -> _Found:
    return [(place, code) for place, code in named if any(lies_in(code, area) for area in areas)]


def _distinct(found: _Found) -> tuple[Place, ...]:
    kept: list[Place] = []
    for place, _ in found:
        if not any(place.region == other.region and place.distance_m(other) <= _SAME_TOWN_M for other in kept):
            kept.append(place)
    return tuple(kept)
