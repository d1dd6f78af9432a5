"""Distance on the globe: a circle, and not a box of degrees."""

from math import asin, cos, radians, sin, sqrt

type Point = tuple[float, float]

# The mean radius of the Earth (IUGG). A sphere errs by at most 0.6 % against the ellipsoid.
EARTH_M = 6_371_008.8


def distance_m(one: Point, other: Point) -> float:
    """Return the great-circle distance of two points (latitude, longitude) in metres, by the haversine formula."""
    (lat1, lon1), (lat2, lon2) = (tuple(map(radians, point)) for point in (one, other))
    half_chord = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    # Of antipodes, rounding may make it a little more than 1.
    return 2 * EARTH_M * asin(sqrt(min(1.0, half_chord)))
