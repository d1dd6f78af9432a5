"""Distance on the globe: a circle, whatever the latitude."""

from math import asin, atan2, cos, degrees, pi, radians, sin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.domain.places.distance import distance_m

GUELPH, TORONTO = (43.55, -80.26), (43.65, -79.38)
HALF_ROUND_M = pi * 6_371_008.8

latitudes = st.floats(-90, 90, allow_nan=False)
longitudes = st.floats(-180, 180, allow_nan=False)
points = st.tuples(latitudes, longitudes)
radii = st.floats(1_000, 100_000)


def travel(start: tuple[float, float], bearing: float, metres: float) -> tuple[float, float]:
    """Return the point that lies so far from here in this direction."""
    lat, lon, way, course = radians(start[0]), radians(start[1]), metres / 6_371_008.8, radians(bearing)
    to_lat = asin(sin(lat) * cos(way) + cos(lat) * sin(way) * cos(course))
    to_lon = lon + atan2(sin(course) * sin(way) * cos(lat), cos(way) - sin(lat) * sin(to_lat))
    return degrees(to_lat), (degrees(to_lon) + 540) % 360 - 180


def test_guelph_is_71_km_from_toronto() -> None:
    assert distance_m(GUELPH, TORONTO) == pytest.approx(71_700, rel=0.01)


@given(st.floats(25, 70), longitudes, st.floats(0, 360), radii)
def test_the_border_is_a_circle_from_25_to_70_degrees_north(
    lat: float, lon: float, bearing: float, radius: float
) -> None:
    centre = (lat, lon)
    assert distance_m(centre, travel(centre, bearing, radius * 0.999)) <= radius
    assert distance_m(centre, travel(centre, bearing, radius * 1.001)) > radius


@given(st.floats(25, 70), longitudes, radii)
def test_the_corner_of_the_box_is_outside(lat: float, lon: float, radius: float) -> None:
    north = travel((lat, lon), 0, radius)[0]
    east = travel((lat, lon), 90, radius)[1]
    assert distance_m((lat, lon), (north, east)) > radius * 1.3


@given(points, points, points)
def test_it_is_a_distance(one: tuple[float, float], two: tuple[float, float], three: tuple[float, float]) -> None:
    assert distance_m(one, one) == 0
    assert distance_m(one, two) == pytest.approx(distance_m(two, one))
    assert 0 <= distance_m(one, two) <= HALF_ROUND_M * 1.000001
    # By rounding alone, antipodes differ by centimetres.
    assert distance_m(one, three) <= distance_m(one, two) + distance_m(two, three) + 1


def test_neighbours_across_the_antimeridian_are_near() -> None:
    assert distance_m((-16.5, 179.99), (-16.5, -179.99)) == pytest.approx(2_132, rel=0.01)


@given(longitudes, longitudes)
def test_at_a_pole_every_longitude_is_the_same_place(one: float, other: float) -> None:
    assert distance_m((90, one), (90, other)) == pytest.approx(0, abs=0.01)
    assert distance_m((-90, one), (90, other)) == pytest.approx(HALF_ROUND_M)
