"""What the index has of a person, and in which order people stand."""

from dataclasses import replace
from datetime import date, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from functions.domain.pool.search.entry import SearchEntry, entry_of
from functions.domain.pool.search.position import Position
from tests.optin_builders import CANDIDATE, NOW, SEEDED, answers, opt_in, receipt
from tests.unit.domain.pool.search.people import GUELPH, place

candidates = st.integers(0, 3).map(lambda number: f"{number:032x}")
moments = st.integers(0, 3).map(lambda number: NOW + timedelta(microseconds=number))


def test_an_entry_has_the_answers_and_no_name() -> None:
    person = opt_in(3, place=place(GUELPH), receipt=receipt(agencies=[{"id": "bright", "name": "B", "text": "t"}]))
    assert entry_of(person) == SearchEntry(
        candidate=CANDIDATE,
        employer="",
        joined_at=NOW,
        role_families=frozenset({"warehouse"}),
        shifts=frozenset({"day"}),
        hours=frozenset({"full_time"}),
        licences=frozenset({"forklift"}),
        language="en",
        channel="email",
        agencies=frozenset({"bright"}),
        earliest_start=date(2026, 12, 1),
        point=GUELPH,
        distance_km=25,
        expires_at=person.expires_at,
        revision=3,
    )
    assert not [text for text in SEEDED if text in repr(entry_of(person)).lower()]


def test_an_open_question_stays_open() -> None:
    blank = answers(shifts=[], hours=[], licences=[], area=None, distance_km=None, earliest_start=None)
    entry = entry_of(opt_in(answers=blank))
    assert (entry.shifts, entry.hours, entry.licences, entry.earliest_start) == (frozenset(),) * 3 + (None,)
    assert (entry.point, entry.distance_km) == (None, None)


def test_a_place_without_a_distance_and_a_distance_without_a_place_are_no_area() -> None:
    for person in (opt_in(place=place(GUELPH), answers=answers(distance_km=None)), opt_in(place=None)):
        assert (entry_of(person).point, entry_of(person).distance_km) == (None, None)


def test_a_distance_beyond_the_last_tier_counts_as_the_last() -> None:
    assert entry_of(opt_in(place=place(GUELPH), answers=answers(distance_km=150))).distance_km == 100


def test_the_zone_stands_where_it_is_needed() -> None:
    person = opt_in(time_zone="America/Toronto")
    assert entry_of(person).time_zone is None
    assert entry_of(replace(person, paused_until=NOW.date())).time_zone == "America/Toronto"


@given(st.lists(st.builds(Position, moments, candidates), min_size=2))
def test_texts_sort_as_positions_do(positions: list[Position]) -> None:
    by_text = sorted(positions, key=str)
    assert by_text == sorted(positions, key=lambda position: (position.joined_at, position.candidate))
    assert [Position.parse(str(position)) for position in positions] == positions


def test_the_zone_of_a_moment_makes_no_difference() -> None:
    elsewhere: datetime = NOW.astimezone(timezone(timedelta(hours=-5)))
    assert str(Position(elsewhere, "a")) == str(Position(NOW, "a"))


def test_an_edit_moves_nobody() -> None:
    person = opt_in()
    later = replace(person, revision=9, receipt=receipt("r2", given_at=NOW + timedelta(days=300)))
    assert Position.of(entry_of(later)) == Position.of(person)
