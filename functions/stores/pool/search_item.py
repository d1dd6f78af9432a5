"""A person in the search index as an item, and back.

Key: cell, which is the partition (`functions/domain/pool/search/partitions.py`), and joined, the person's position in
the order. The same person stands in several partitions, with the same attributes. `entry` has the answers as one JSON
text: a page reads hundreds of entries, and would spend most of its time on attributes of their own.
"""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from math import ceil
from typing import Any

from functions.domain.pool.membership import OptIn
from functions.domain.pool.search.entry import SearchEntry, entry_of
from functions.domain.pool.search.partitions import partitions_of
from functions.domain.pool.search.position import Position

_SETS = ("role_families", "shifts", "hours", "licences", "agencies")
_AS_THEY_ARE = ("language", "channel", "distance_km", "time_zone")
_EPOCH, _MICROSECOND = datetime(1970, 1, 1, tzinfo=UTC), timedelta(microseconds=1)


def write_entries(entry: SearchEntry) -> Iterator[dict[str, Any]]:
    """Yield the values of each of a person's items."""
    lat, lon = entry.point or (None, None)
    answers = {
        **{name: sorted(getattr(entry, name)) for name in _SETS},
        **{name: getattr(entry, name) for name in _AS_THEY_ARE},
        "earliest_start": entry.earliest_start.isoformat() if entry.earliest_start else None,
        "lat": lat,
        "lon": lon,
        "paused_until": entry.paused_until.isoformat() if entry.paused_until else None,
        "revision": entry.revision,
        "ends": (entry.expires_at - _EPOCH) // _MICROSECOND,
    }
    values = {
        "joined": str(Position.of(entry)),
        "entry": _as_text(answers),
        # For DynamoDB's own deletion, which is no sooner than the end.
        "expires_at": ceil(entry.expires_at.timestamp()),
    }
    for partition in partitions_of(entry):
        yield {"cell": partition, **values}


def keys_of(opt_in: OptIn) -> tuple[tuple[str, str], ...]:
    """Return the keys of all items of this person: their partitions, and their position."""
    position = str(Position.of(opt_in))
    return tuple((partition, position) for partition in partitions_of(entry_of(opt_in)))


def read_entry(item: dict[str, Any]) -> SearchEntry:
    """Return the person that an item's values describe."""
    position, answers = Position.parse(item["joined"]), json.loads(item["entry"])
    many: dict[str, Any] = {name: frozenset(answers.get(name, ())) for name in _SETS}
    as_they_are: dict[str, Any] = {name: answers.get(name) for name in _AS_THEY_ARE}
    return SearchEntry(
        **as_they_are,
        **many,
        candidate=position.candidate,
        employer=item["cell"].partition("#")[0],
        joined_at=position.joined_at,
        earliest_start=_day(answers.get("earliest_start")),
        point=(answers["lat"], answers["lon"]) if "lat" in answers else None,
        expires_at=_EPOCH + answers["ends"] * _MICROSECOND,
        paused_until=_day(answers.get("paused_until")),
        revision=answers["revision"],
    )


def _as_text(answers: dict[str, Any]) -> str:
    given = {name: value for name, value in answers.items() if value not in (None, [])}
    return json.dumps(given, ensure_ascii=False, separators=(",", ":"))


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
