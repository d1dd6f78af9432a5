"""The table as a file. Its form is explained in `functions/domain/places/table.py`, which reads it."""

import hashlib
import json
import zlib
from collections.abc import Iterable, Sequence
from itertools import batched

from functions.domain.places.regions import region_rows
from ops.places.rows import PlaceRow
from ops.places.sources import SOURCES

_LINES_IN_A_BLOCK = 128
# York in Nebraska was once New York.
_FAR_LARGER = 10
_ATTRIBUTION = (
    "Places from GeoNames (www.geonames.org), CC BY 4.0; changed: a selection, points rounded to 0.01 degrees"
)


def table(rows: Sequence[PlaceRow]) -> bytes:
    """Return the file. The same rows are the same bytes."""
    sections = {"places": _section(row.line() for row in rows), "names": _section(_names(rows))}
    body = b"".join(index + blocks for index, blocks in sections.values())
    header = {
        "about": _ATTRIBUTION,
        "sources": [source._asdict() for source in SOURCES],
        "regions_sha256": regions_sha256(),
        "sha256": hashlib.sha256(body).hexdigest(),
        "places": len(rows),
        "sections": {name: [len(index), len(blocks)] for name, (index, blocks) in sections.items()},
    }
    return json.dumps(header, ensure_ascii=False).encode() + b"\n" + body


def regions_sha256() -> str:
    """Return the digest of what the table takes from `regions.tsv`: a name more there needs no new table."""
    codes = sorted(f"{row.country} {row.geonames} {row.code}" for row in region_rows())
    return hashlib.sha256("\n".join(codes).encode()).hexdigest()


def _names(rows: Iterable[PlaceRow]) -> Iterable[str]:
    places: dict[str, list[PlaceRow]] = {}
    for row in rows:
        for key in row.keys | row.other_keys:
            places.setdefault(key, []).append(row)
    for key, found in places.items():
        ids = [row.id for row in sorted(found, key=lambda row: (-row.population, row.id)) if _is_meant(row, key, found)]
        yield f"{key}\t{' '.join(ids)}"


def _is_meant(row: PlaceRow, key: str, found: Iterable[PlaceRow]) -> bool:
    """Tell whether people may mean this place: not by another name, where a far larger town of its country has it."""
    largest = max(other.population for other in found if other.country == row.country)
    return key in row.keys or row.population * _FAR_LARGER >= largest


def _section(lines: Iterable[str]) -> tuple[bytes, bytes]:
    ordered = sorted(lines, key=lambda line: line.partition("\t")[0])
    keys, ends, blocks = [], [], b""
    for block in batched(ordered, _LINES_IN_A_BLOCK, strict=False):
        blocks += zlib.compress("\n".join(block).encode(), 9)
        keys.append(block[0].partition("\t")[0])
        ends.append(len(blocks))
    return zlib.compress(json.dumps({"keys": keys, "ends": ends}).encode(), 9), blocks
