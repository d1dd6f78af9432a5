"""Time zones by name, whatever the ATS sends as one."""

from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.domain.time_zones import find_zone
from functions.domain.timing.planner import first_known_zone

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
        " America/Toronto",
    ],
)
def test_what_is_no_zone_is_none(name: str) -> None:
    assert find_zone(name) is None


@given(st.text(max_size=30))
def test_any_text_is_a_zone_or_none(name: str) -> None:
    zone = find_zone(name) if name else None
    assert zone is None or zone.key == name


def test_a_name_with_hundreds_of_parts_is_no_zone_and_no_trouble() -> None:
    assert find_zone("a/" * 250 + "b") is None
    assert find_zone("America/Argentina/Buenos_Aires") is not None
