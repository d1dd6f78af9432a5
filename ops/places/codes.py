"""Postal codes with a point: the districts (FSA) of Canada's towns, and the ZIP codes of the US."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from statistics import median
from typing import Any

from functions.domain.places.regions import region_rows
from ops.places.rows import PlaceRow

# The estimate for a whole district is off by some kilometres: the middle of its codes is not, where there are a few.
_MIN_CODES = 5
_RURAL = "0"


def fsa_rows(database: Path) -> Iterator[PlaceRow]:
    """Yield the districts of Canada's towns. A rural one is too large to stand for the place where somebody lives."""
    codes = {row.name: row.code for row in region_rows() if row.country == "CA"}
    codes |= {"Quebec": "CA-QC", "Nunavut Territory": "CA-NU", "Northwest Territory": "CA-NT"}
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        points = _points(connection)
        found = connection.execute("SELECT code, name, province, latitude, longitude FROM FSACodes").fetchall()
    for code, name, province, lat, lon in found:
        if code[1] != _RURAL:
            near = points.get(code, [])
            middle = tuple(map(median, zip(*near, strict=True))) if len(near) >= _MIN_CODES else (lat, lon)
            yield PlaceRow(f"ca-{code.lower()}", f"{code} {name.partition('(')[0].strip()}", codes[province], *middle)


def _points(connection: sqlite3.Connection) -> dict[str, list[tuple[float, float]]]:
    points: dict[str, list[tuple[float, float]]] = {}
    for code, lat, lon in connection.execute("SELECT code, latitude, longitude FROM PostalCodes"):
        points.setdefault(code[:3], []).append((lat, lon))
    return points


def zip_rows(zips: list[dict[str, Any]]) -> Iterator[PlaceRow]:
    """Yield the ZIP codes of the US and its territories. A military one is of no place."""
    codes = {row.iso: row.code for row in region_rows() if row.country == "US" and row.iso}
    for found in zips:
        if found["state"] in codes and found["lat"]:
            code, lat, lon = found["zip_code"], float(found["lat"]), float(found["long"])
            yield PlaceRow(f"us-{code}", f"{found['city']} {code}", codes[found["state"]], lat, lon)
