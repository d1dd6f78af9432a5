"""Every cell in which somebody may live who would come is read, wherever on the globe, and few others."""

from math import cos, radians

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from functions.domain.places.distance import distance_m
from functions.domain.pool.search.cells import ANYWHERE, TIERS, UNKNOWN, Tier, cells_of, covering
from tests.unit.domain.places.test_distance import longitudes, travel
from tests.unit.domain.pool.search.people import GUELPH, entry

distances = st.sampled_from([1, 5, 10, 25, 26, 50, 51, 99, 100])
# Of a tier, the cells, in degrees.
BORDERS = st.sampled_from([0.0, 0.25, 0.5, 1.0, 43.0, 43.25, 45.0, 60.0, 89.75, 90.0])


def is_covered(home: tuple[float, float], distance: int, there: tuple[float, float]) -> bool:
    return cells_of(entry(point=home, distance_km=distance))[0] in covering(there)


@given(st.floats(-90, 90), longitudes, st.floats(0, 360), distances, st.floats(0, 1))
@example(90.0, 0.0, 10.0, 100, 1.0)
@example(-90.0, 0.0, 10.0, 25, 1.0)
@example(89.9, 0.0, 0.0, 25, 1.0)
@example(-16.5, 179.99, 90.0, 5, 1.0)
@example(65.0, -180.0, 270.0, 100, 1.0)
def test_whoever_would_come_is_in_a_cell_that_is_read(
    lat: float, lon: float, bearing: float, distance: int, share: float
) -> None:
    there = travel((lat, lon), bearing, distance * 1000 * share)
    if distance_m((lat, lon), there) <= distance * 1000:
        assert is_covered((lat, lon), distance, there)


LATITUDES = st.builds(lambda degrees, sign: degrees * sign, BORDERS, st.sampled_from([-1, 1]))
LONGITUDES = st.builds(lambda degrees, factor: degrees * factor, BORDERS, st.sampled_from([-2, -1, 1, 2]))


@given(LATITUDES, LONGITUDES, st.floats(0, 360), distances)
def test_nobody_falls_between_two_cells(lat: float, lon: float, bearing: float, distance: int) -> None:
    home = (lat, lon)
    for share in (0, 0.5, 0.999999):
        there = travel(home, bearing, distance * 1000 * share)
        assert is_covered(home, distance, there)
        assert is_covered(there, distance, home)


@given(st.floats(25, 70), longitudes)
def test_no_cell_is_read_that_nobody_comes_from(lat: float, lon: float) -> None:
    """Of each cell some point is within the tier's radius, by brute force over its border and inside."""
    for cell in covering((lat, lon)):
        tier = next(tier for tier in TIERS if cell.startswith(tier.name))
        nearest = min(distance_m((lat, lon), point) for point in grid(tier, cell, (lat, lon)))
        assert nearest <= tier.up_to_km * 1000 + 500


def grid(tier: Tier, cell: str, centre: tuple[float, float]) -> list[tuple[float, float]]:
    _, row, column = cell.split("#")
    steps = [n / 40 for n in range(41)]
    lats = [(int(row) + step) / tier.per_degree for step in steps]
    lons = [(int(column) + step) / tier.per_degree for step in steps]
    # The point of the cell at the centre's own latitude or longitude may be the nearest.
    lats += [centre[0]] if lats[0] <= centre[0] <= lats[-1] else []
    lons += [lon for lon in (centre[1],) if lons[0] <= lon <= lons[-1]]
    return [(lat, lon) for lat in lats for lon in lons]


def test_a_search_at_the_latitude_of_toronto_reads_some_25_cells() -> None:
    cells = covering(GUELPH)
    assert len(cells) == len(set(cells)) <= 27


@given(st.floats(25, 70), longitudes)
def test_the_number_of_cells_stays_small_where_people_live(lat: float, lon: float) -> None:
    assert len(covering((lat, lon))) <= 30 / cos(radians(lat)) + 10


@pytest.mark.parametrize(
    ("distance", "cell"),
    [(5, "near#174#-322"), (25, "near#174#-322"), (26, "mid#87#-161"), (50, "mid#87#-161"), (100, "far#43#-81")],
)
def test_a_cell_is_larger_for_who_travels_farther(distance: int, cell: str) -> None:
    assert cells_of(entry(point=GUELPH, distance_km=distance)) == (cell, ANYWHERE)


def test_who_names_no_place_or_no_distance_stands_apart() -> None:
    assert cells_of(entry()) == (UNKNOWN, ANYWHERE)
    assert cells_of(entry(point=GUELPH)) == (UNKNOWN, ANYWHERE)


def test_the_antimeridian_is_one_line() -> None:
    west, east = (cells_of(entry(point=(0.1, lon), distance_km=5)) for lon in (-180.0, 180.0))
    assert west == east
