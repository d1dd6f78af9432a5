"""The cells of the map by which the index finds people: squares of degrees, larger for those who would travel farther.

A search must read every cell in which somebody may live who would come to its place. If all cells were of one size,
those of a hundred kilometres around would be 72. So a person stands in the cells of their tier, and a search reads, of
each tier, the cells that the circle of its radius touches: about 25 in all at the latitude of Toronto.
"""

from collections.abc import Iterator
from math import acos, asin, cos, degrees, floor, pi, radians, sin
from typing import NamedTuple

from functions.domain.places.distance import EARTH_M, Point
from functions.domain.pool.search.entry import MAX_DISTANCE_KM, SearchEntry

# The cell of those whose area is not known, and the one in which everybody stands.
UNKNOWN, ANYWHERE = "unknown", "anywhere"
# A metre and a little: rounding must not push anybody out of the circle.
_SLACK_M = 2.0


class Tier(NamedTuple):
    """The people who would travel `up_to_km`, and the cells in which they stand: `per_degree` of them in each one."""

    name: str
    up_to_km: int
    per_degree: int


TIERS = (Tier("near", 25, 4), Tier("mid", 50, 2), Tier("far", MAX_DISTANCE_KM, 1))


def cells_of(entry: SearchEntry) -> tuple[str, str]:
    """Return the cells in which a person stands: their own, and that of everybody."""
    return _own_cell(entry), ANYWHERE


def covering(point: Point) -> list[str]:
    """Return the cells of everybody who may live within their own distance of this point."""
    return [cell for tier in TIERS for cell in sorted(_touched(tier, point))]


def _own_cell(entry: SearchEntry) -> str:
    if entry.point is None or entry.distance_km is None:
        return UNKNOWN
    tier = next(tier for tier in TIERS if entry.distance_km <= tier.up_to_km)
    lat, lon = entry.point
    return _name(tier, floor(lat * tier.per_degree), floor(lon * tier.per_degree))


def _name(tier: Tier, row: int, column: int) -> str:
    # The pole belongs to the last row below it. Longitudes go round: 180° is -180°.
    row, round_the_globe = min(row, 90 * tier.per_degree - 1), 360 * tier.per_degree
    return f"{tier.name}#{row}#{(column + round_the_globe // 2) % round_the_globe - round_the_globe // 2}"


def _touched(tier: Tier, point: Point) -> set[str]:
    """Return the cells that the circle of the tier's radius around the point touches, row by row."""
    lat, lon = point
    radius = (tier.up_to_km * 1000 + _SLACK_M) / EARTH_M
    south, north = max(-90.0, lat - degrees(radius)), min(90.0, lat + degrees(radius))
    rows = range(floor(south * tier.per_degree), floor(north * tier.per_degree) + 1)
    return {_name(tier, row, column) for row in rows for column in _columns(tier, row, lat, lon, radius)}


def _columns(tier: Tier, row: int, lat: float, lon: float, radius: float) -> Iterator[int]:
    bottom, top = row / tier.per_degree, (row + 1) / tier.per_degree
    reach = _reach(radians(lat), radius, radians(bottom), radians(top))
    if reach >= pi:
        return iter(range(360 * tier.per_degree))
    west, east = lon - degrees(reach), lon + degrees(reach)
    return iter(range(floor(west * tier.per_degree), floor(east * tier.per_degree) + 1))


def _reach(lat: float, radius: float, bottom: float, top: float) -> float:
    """Return how many radians of longitude a circle extends to each side, at most, within a band of latitudes."""
    # The circle is widest a little towards the pole, and narrows to both sides. One with a pole inside goes all round.
    widest = asin(min(1.0, max(-1.0, sin(lat) / cos(radius))))
    at = min(max(widest, bottom, lat - radius), top, lat + radius)
    cosine = (cos(radius) - sin(lat) * sin(at)) / (cos(lat) * cos(at))
    return acos(min(1.0, max(-1.0, cosine)))
