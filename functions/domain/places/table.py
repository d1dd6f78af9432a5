"""The table of places, `places.bin`, which `make places` writes: read once, unpacked one block for each look-up.

The first line is JSON: what the table is made of, and where its sections are. A section is an index of the first key of
each block, and the blocks: sorted lines of key and value, compressed. So 100,000 places cost a process no more memory
than the file has, and none of it is parsed before somebody types an area.
"""

import json
import zlib
from bisect import bisect_right
from functools import cache
from pathlib import Path
from typing import Any

from functions.domain.places.key import key_of
from functions.domain.places.place import Place
from functions.domain.places.regions import region_name

FILE = Path(__file__).with_name("places.bin")


class Section:
    """Sorted lines in compressed blocks, found by their key."""

    def __init__(self, body: memoryview, index: dict[str, Any]) -> None:
        self._body, self._starts, self._ends = body, index["keys"], index["ends"]

    def get(self, key: str) -> list[str] | None:
        """Return the columns of the key's line, without the key, or None."""
        block = bisect_right(self._starts, key) - 1
        if block < 0:
            return None
        start = self._ends[block - 1] if block else 0
        lines = zlib.decompress(self._body[start : self._ends[block]]).decode().split("\n")
        found = next((line for line in lines if line.startswith(f"{key}\t")), None)
        return found.split("\t")[1:] if found else None


class PlaceTable:
    """Places by their id, and the ids of those that share a name."""

    def __init__(self, content: bytes) -> None:
        line, _, body = content.partition(b"\n")
        self.header: dict[str, Any] = json.loads(line)
        view, start, sections = memoryview(body), 0, {}
        for name, (index_size, blocks_size) in self.header["sections"].items():
            index = json.loads(zlib.decompress(view[start : start + index_size]))
            start += index_size
            sections[name] = Section(view[start : start + blocks_size], index)
            start += blocks_size
        self._places, self._names = sections["places"], sections["names"]

    def find(self, place_id: str) -> Place | None:
        """Return the place with this id."""
        found = self._read(place_id)
        return found[0] if found else None

    def named(self, words: list[str]) -> list[tuple[Place, str]]:
        """Return the places of this name with the ISO 3166 code of their region or country, most populous first."""
        columns = self._names.get(key_of(words))
        ids = columns[0].split(" ") if columns else []
        return [found for place_id in ids if (found := self._read(place_id))]

    def _read(self, place_id: str) -> tuple[Place, str] | None:
        columns = self._places.get(place_id)
        if columns is None:
            return None
        name, area, lat, lon = columns
        country = area.partition("-")[0]
        return Place(place_id, name, region_name(area), country, float(lat), float(lon)), area


@cache
def place_table() -> PlaceTable:
    """Return the table, read when it is first needed."""
    return PlaceTable(FILE.read_bytes())
