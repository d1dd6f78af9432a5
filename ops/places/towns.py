"""Towns, with every spelling by which people may name them."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from functions.domain.places.key import fold, key_of, words_of
from functions.domain.places.regions import region_rows
from ops.places.rows import PlaceRow

_GERMAN = frozenset({"AT", "CH", "DE", "LI"})
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})
# "Halle (Saale)", "Biel/Bienne", "Donostia / San Sebastián".
_PARTS = re.compile(r"\s*[/()]\s*")
# Towns that GeoNames has under their English names: people there read their own.
_OWN_NAMES = {
    ("AT", "Vienna"): "Wien",
    ("BE", "Antwerp"): "Antwerpen",
    ("BE", "Brussels"): "Bruxelles / Brussel",
    ("CH", "Geneva"): "Genève",
    ("DE", "Munich"): "München",
    ("DE", "Nuremberg"): "Nürnberg",
    ("MX", "Mexico City"): "Ciudad de México",
    ("PL", "Warsaw"): "Warszawa",
    ("PT", "Lisbon"): "Lisboa",
}
_AIRPORT = re.compile(r"[A-Z]{3}")
_MAX_NAME_LENGTH = 40
_MIN_KEY_LENGTH = 2


def town_rows(towns: list[dict[str, Any]]) -> Iterator[PlaceRow]:
    """Yield the towns of our countries."""
    countries = {row.country for row in region_rows()}
    areas = {(row.country, row.geonames): row.code for row in region_rows() if row.geonames}
    for town in towns:
        country = town["countrycode"]
        if country not in countries:
            continue
        english = town["name"]
        name = _OWN_NAMES.get((country, english), english)
        keys = frozenset(_keys((name, english, *_PARTS.split(name)), country))
        yield PlaceRow(
            id=str(town["geonameid"]),
            name=name,
            area=areas.get((country, town["admin1code"]), country),
            lat=town["latitude"],
            lon=town["longitude"],
            population=town["population"],
            keys=keys,
            other_keys=frozenset(_keys(filter(_is_typed, town["alternatenames"]), country)) - keys,
        )


def _is_typed(name: str) -> bool:
    """Tell whether people who write in Latin letters may type this name: no other script, and no airport's code.

    Transliterations of other scripts, such as "mwnkh", begin with a small letter in this data.
    """
    return (
        name[:1].isupper() and len(name) <= _MAX_NAME_LENGTH and fold(name).isascii() and not _AIRPORT.fullmatch(name)
    )


def _keys(names: Iterable[str], country: str) -> Iterator[str]:
    for name in names:
        yield from _key(name)
        if country in _GERMAN:
            yield from _key(name.translate(_UMLAUTS))


def _key(spelling: str) -> Iterator[str]:
    key = key_of(words_of(spelling))
    if len(key) >= _MIN_KEY_LENGTH and not key.isdigit():
        yield key
