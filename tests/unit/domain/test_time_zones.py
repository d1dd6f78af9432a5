"""Time zones by name, whatever the ATS sends as one."""

from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.domain.time_zones import _NAMES, countries_of, find_zone
from functions.domain.timing.planner import first_known_zone
from functions.domain.timing.regions import known_region

FALLBACK = ZoneInfo("America/Toronto")


def test_the_first_known_zone_is_taken() -> None:
    assert first_known_zone("Europe/Berlin", "Asia/Tokyo", fallback=FALLBACK).key == "Europe/Berlin"
    assert first_known_zone("Berlin", "Asia/Tokyo", fallback=FALLBACK).key == "Asia/Tokyo"
    assert first_known_zone(None, "Asia/Tokyo", fallback=FALLBACK).key == "Asia/Tokyo"


def test_where_no_zone_is_known_the_fallback_is_taken() -> None:
    assert first_known_zone(None, "", "Mars/Olympus", fallback=FALLBACK) is FALLBACK
    assert first_known_zone(fallback=FALLBACK) is FALLBACK


@pytest.mark.parametrize(
    "name",
    [
        "Mars/Olympus",
        "America",
        "America/",
        "/America/Toronto",
        "../../etc/passwd",
        "/etc/passwd",
        ".",
        "..",
        "America/Toronto\0",
        "\ud800",
        "x" * 5000,
        "UTC+1",
        "Toronto",
        "Pacific",
    ],
)
def test_what_is_no_zone_is_none(name: str) -> None:
    assert find_zone(name) is None


@given(st.text(max_size=30))
def test_any_text_is_a_zone_or_none(name: str) -> None:
    zone = find_zone(name) if name else None
    assert zone is None or find_zone(zone.key) is zone


def test_a_name_with_hundreds_of_parts_is_no_zone_and_no_trouble() -> None:
    assert find_zone("a/" * 250 + "b") is None
    assert find_zone("America/Argentina/Buenos_Aires") is not None


@pytest.mark.parametrize(
    ("name", "zone", "countries"),
    [
        ("Asia/Calcutta", "Asia/Calcutta", ("IN",)),
        ("US/Eastern", "US/Eastern", ("US",)),
        ("Canada/Pacific", "Canada/Pacific", ("CA",)),
        ("Europe/Kiev", "Europe/Kiev", ("UA",)),
        ("Africa/Timbuktu", "Africa/Timbuktu", ("ML",)),
        ("america/vancouver", "America/Vancouver", ("CA",)),
        ("AMERICA/NEW YORK", "America/New_York", ("US",)),
        (" America/Toronto\n", "America/Toronto", ("CA",)),
        ("Pacific Standard Time", "America/Los_Angeles", ("US", "CA")),
        ("romance standard time", "Europe/Paris", ("FR", "BE", "DK", "ES")),
        ("Arab Standard Time", "Asia/Riyadh", ("SA", "BH", "KW", "QA", "YE")),
        ("Eastern Time (US & Canada)", "America/New_York", ("US", "CA")),
        ("(UTC-05:00) Eastern Time (US & Canada)", "America/New_York", ("US", "CA")),
        ("EST", "EST", ()),
        ("UTC", "UTC", ()),
        ("Mars/Olympus", None, ()),
    ],
)
def test_a_zone_is_known_by_its_other_names(name: str, zone: str | None, countries: tuple[str, ...]) -> None:
    found = find_zone(name)
    assert (found.key if found else None, countries_of(name)) == (zone, countries)


# Clocks, which are of no place.
CLOCKS = {"CET", "CST6CDT", "EET", "EST", "EST5EDT", "Factory", "GMT", "GMT+0", "GMT-0", "GMT0", "Greenwich", "HST"} | {
    *("MET", "MST", "MST7MDT", "PST8PDT", "UCT", "UTC", "Universal", "WET", "Zulu")
}


def test_every_name_that_is_a_place_has_its_country_and_none_else() -> None:
    names = {name for name in available_timezones() if not name.startswith("Etc/")} - {"localtime"}
    assert {name for name in names if not countries_of(name)} == CLOCKS


def test_every_zone_of_the_table_of_names_is_there_and_its_countries_are_countries() -> None:
    rows = [line.split("\t") for line in _NAMES.read_text("utf-8").splitlines() if not line.startswith("#")]
    assert len(rows) > 250
    assert [name for name, zone, *_ in rows if not find_zone(zone)] == []
    assert [name for name, *_ in rows if not find_zone(name)] == []
    assert [name for name, _, *rest in rows if not all(map(known_region, "".join(rest).split()))] == []
