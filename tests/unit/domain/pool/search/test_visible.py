"""Who is found: a truth table for each filter, and for what hides a person."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.domain.places.distance import distance_m
from functions.domain.pool.search.criteria import OPEN_FIELDS, Criteria
from functions.domain.pool.search.visible import Use, found, matches, visible
from tests.unit.domain.places.test_distance import longitudes, travel
from tests.unit.domain.pool.search.people import GUELPH, NOW, TORONTO, USE, entry, place

NOTHING_OPEN, ALL_OPEN = frozenset[str](), frozenset(OPEN_FIELDS)


def ids(*names: str) -> frozenset[str]:
    return frozenset(names)


@pytest.mark.parametrize("field", ["role_families", "shifts", "hours"])
@pytest.mark.parametrize(
    ("declared", "wanted", "expected"),
    [
        (ids("a"), (), True),
        (ids("a"), ("a",), True),
        (ids("a"), ("b",), False),
        (ids("a"), ("a", "b"), True),
        (ids("a", "b"), ("b",), True),
        (ids("a", "b"), ("c", "d"), False),
    ],
)
def test_any_of_the_families_shifts_and_hours(
    field: str, declared: frozenset[str], wanted: tuple[str, ...], expected: bool
) -> None:
    for undeclared in (NOTHING_OPEN, ALL_OPEN):
        asked: Any = {field: wanted, "undeclared": undeclared}
        assert matches(entry(**{field: declared}), Criteria(**asked)) is expected


@pytest.mark.parametrize(
    ("declared", "wanted", "expected"),
    [
        (ids("a"), (), True),
        (ids("a"), ("a",), True),
        (ids("a"), ("a", "b"), False),
        (ids("a", "b"), ("a", "b"), True),
        (ids("a", "b", "c"), ("a", "b"), True),
        (ids("a", "b"), ("c",), False),
    ],
)
def test_all_of_the_licences(declared: frozenset[str], wanted: tuple[str, ...], expected: bool) -> None:
    for undeclared in (NOTHING_OPEN, ALL_OPEN):
        assert matches(entry(licences=declared), Criteria(licences=wanted, undeclared=undeclared)) is expected


@pytest.mark.parametrize(
    ("field", "asked"),
    [
        ("shifts", {"shifts": ("a",)}),
        ("hours", {"hours": ("a",)}),
        ("licences", {"licences": ("a",)}),
        ("earliest_start", {"starts_on": date(2026, 12, 1)}),
        ("area", {"place": place(GUELPH)}),
    ],
)
def test_a_question_left_open_is_no_no(field: str, asked: Any) -> None:
    assert matches(entry(), Criteria(**asked, undeclared=ids(field)))
    assert not matches(entry(), Criteria(**asked, undeclared=ALL_OPEN - {field}))
    # By itself, it asks for nothing.
    assert matches(entry(), Criteria(undeclared=NOTHING_OPEN))


def test_who_names_no_licence_is_found_only_on_request() -> None:
    assert not matches(entry(), Criteria(licences=("forklift",)))
    assert matches(entry(), Criteria(shifts=("day",), hours=("full_time",), starts_on=NOW.date(), place=place(GUELPH)))


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"language": "en"}, True),
        ({"language": "fr"}, False),
        ({"channel": "email"}, True),
        ({"channel": "phone"}, False),
        ({"agency": "bright"}, True),
        ({"agency": "other"}, False),
        ({"language": "en", "channel": "phone"}, False),
    ],
)
def test_language_channel_and_agency_are_exactly_those(asked: Any, expected: bool) -> None:
    assert matches(entry(agencies=ids("bright")), Criteria(**asked)) is expected


@pytest.mark.parametrize(("start", "expected"), [(1, True), (2, True), (3, False)])
def test_a_person_starts_on_that_day_or_before(start: int, expected: bool) -> None:
    person = entry(earliest_start=date(2026, 12, start))
    assert matches(person, Criteria(starts_on=date(2026, 12, 2))) is expected


@pytest.mark.parametrize(("distance", "expected"), [(25, False), (50, False), (100, True)])
def test_the_distance_is_the_persons_own(distance: int, expected: bool) -> None:
    # 71 km from each other.
    assert matches(entry(point=GUELPH, distance_km=distance), Criteria(place=place(TORONTO))) is expected
    assert matches(entry(point=GUELPH, distance_km=distance), Criteria())


@given(st.floats(25, 70), longitudes, st.floats(0, 360), st.sampled_from([5, 10, 25, 50, 100]), st.floats(0, 1.5))
def test_the_area_is_a_circle(lat: float, lon: float, bearing: float, distance: int, share: float) -> None:
    home = (lat, lon)
    there = travel(home, bearing, distance * 1000 * share)
    inside = distance_m(home, there) <= distance * 1000
    assert matches(entry(point=home, distance_km=distance), Criteria(place=place(there))) is inside
    if abs(share - 1) > 0.001:
        assert inside is (share < 1)


@given(st.floats(25, 70), longitudes, st.floats(0, 360), st.floats(0, 120_000))
def test_who_travels_farther_is_found_from_farther_away(lat: float, lon: float, bearing: float, metres: float) -> None:
    asked = Criteria(place=place(travel((lat, lon), bearing, metres)))
    found_at = [matches(entry(point=(lat, lon), distance_km=distance), asked) for distance in (5, 10, 25, 50, 100)]
    assert found_at == sorted(found_at)


@pytest.mark.parametrize(
    ("changes", "use", "expected"),
    [
        ({}, USE, True),
        ({"employer": "north"}, USE, False),
        ({"employer": "north"}, Use("north"), True),
        ({"expires_at": NOW}, USE, False),
        ({"expires_at": NOW + timedelta(microseconds=1)}, USE, True),
        ({}, Use("", "bright"), False),
        ({"agencies": ids("bright")}, Use("", "bright"), True),
        ({"agencies": ids("other")}, Use("", "bright"), False),
        ({"agencies": ids("bright")}, USE, True),
        ({"paused_until": date(2026, 11, 29)}, USE, False),
        ({"paused_until": date(2026, 11, 28)}, USE, True),
        ({"paused_until": date(2026, 11, 28), "time_zone": "no such zone"}, USE, True),
    ],
)
def test_nothing_hides_a_person_but_the_person_and_the_end(changes: Any, use: Use, expected: bool) -> None:
    assert visible(entry(**changes), use, NOW) is expected
    assert found(entry(**changes), Criteria(), use, NOW) is expected
    assert not found(entry(**changes), Criteria(language="nobody's"), use, NOW)


@pytest.mark.parametrize(
    ("zone", "begins"),
    [
        (None, datetime(2026, 12, 1, tzinfo=UTC)),
        ("America/Toronto", datetime(2026, 12, 1, 5, tzinfo=UTC)),
        ("Pacific/Auckland", datetime(2026, 11, 30, 11, tzinfo=UTC)),
    ],
)
def test_a_pause_ends_where_the_person_lives(zone: str | None, begins: datetime) -> None:
    person = entry(paused_until=date(2026, 12, 1), time_zone=zone)
    assert not visible(person, USE, begins - timedelta(microseconds=1))
    assert visible(person, USE, begins)
