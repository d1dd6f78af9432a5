"""Time zones by the names that systems give them: IANA's of today and before, those of Windows and of Rails."""

import re
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

_NAMES = Path(__file__).with_name("zone_names.tsv")
_MAX_NAME_LENGTH = 64
_MAX_PARTS = 3
# Windows shows it before a name: "(UTC-05:00) Eastern Time (US & Canada)".
_OFFSET = re.compile(r"\((?:utc|gmt)[^()]{0,8}\)\s*")


class _Place(NamedTuple):
    """A time zone, and the countries where the name that led to it is in use, the likeliest first."""

    zone: str
    countries: tuple[str, ...]


# A source names a handful of zones in thousands of decisions, and an unknown name costs a look at the disk.
@lru_cache(maxsize=256)
def find_zone(name: str) -> ZoneInfo | None:
    """Return the zone of that name, or None where there is none."""
    zone = _load(name)
    if zone is not None or len(name) > _MAX_NAME_LENGTH:
        return zone
    place = _places().get(_spelling(name))
    return _load(place.zone) if place else None


def countries_of(name: str | None) -> tuple[str, ...]:
    """Return the countries of a time zone as ISO 3166-1, the likeliest first; none where the name is of no place."""
    if not name or len(name) > _MAX_NAME_LENGTH:
        return ()
    if country := _countries().get(name):
        return (country,)
    place = _places().get(_spelling(name))
    return place.countries if place else ()


def _load(name: str) -> ZoneInfo | None:
    # ZoneInfo recurses once for each part of a name, so a long one would exhaust the stack; real names have three.
    if len(name) > _MAX_NAME_LENGTH or name.count("/") >= _MAX_PARTS:
        return None
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        # Unknown, no name at all ("../x"), or a folder of zones ("America").
        return None


def _spelling(name: str) -> str:
    """Return the name as the table of places has it: in small letters, "new york" as "new_york"."""
    plain = _OFFSET.sub("", " ".join(name.casefold().split()))
    return plain.replace(" ", "_") if "/" in plain else plain


@cache
def _places() -> dict[str, _Place]:
    """Return every zone by every name. Read where an ATS uses another name than the database's own."""
    zones = _tzdata("zones").split()
    countries = _countries()
    places = {_spelling(zone): _Place(zone, (countries[zone],) if zone in countries else ()) for zone in zones}
    for name, zone, *rest in _rows(_NAMES.read_text("utf-8")):
        places[_spelling(name)] = _Place(zone, tuple(rest[0].split()) if rest else ())
    return places


@cache
def _countries() -> dict[str, str]:
    """Return the country of each zone. Source: zone.tab of the time zone database."""
    return {zone: country for country, _, zone, *_ in _rows(_tzdata("zoneinfo/zone.tab"))}


def _rows(table: str) -> list[list[str]]:
    return [line.split("\t") for line in table.splitlines() if line and not line.startswith("#")]


def _tzdata(file: str) -> str:
    # Imported here, because a function without a window needs no table, and not every cold start does.
    from importlib.resources import files  # noqa: PLC0415

    return files("tzdata").joinpath(file).read_text("utf-8")
