"""The table of places as it is shipped."""

import hashlib
import re
from time import perf_counter

import pytest

from functions.domain.places.place import NONE_OF_THESE, Place, unit_of
from functions.domain.places.regions import areas_of, region_rows
from functions.domain.places.table import FILE, PlaceTable, place_table
from ops.places.sources import SOURCES
from ops.places.write import regions_sha256


def every_place() -> list[list[str]]:
    section = place_table()._places
    keys = [section._body[start:end] for start, end in zip([0, *section._ends], section._ends, strict=False)]
    import zlib  # noqa: PLC0415

    return [line.split("\t") for block in keys for line in zlib.decompress(block).decode().split("\n")]


def test_it_is_what_the_script_wrote() -> None:
    header = place_table().header
    body = FILE.read_bytes().partition(b"\n")[2]
    assert header["sha256"] == hashlib.sha256(body).hexdigest()
    assert header["sources"] == [source._asdict() for source in SOURCES]
    assert header["regions_sha256"] == regions_sha256(), "regions.tsv has other codes now: run make places"
    assert "GeoNames" in header["about"]
    assert "CC BY 4.0" in header["about"]


def test_every_place_is_well_formed() -> None:
    codes = {row.code for row in region_rows()}
    rows = every_place()
    assert len(rows) == place_table().header["places"]
    for place_id, name, area, lat, lon in rows:
        assert re.fullmatch(r"\d{1,9}|ca-[a-z]\d[a-z]|us-\d{5}", place_id)
        assert name == name.strip()
        assert name
        assert area in codes
        # Rounded to about a kilometre: nobody's street.
        assert re.fullmatch(r"-?\d{1,3}\.\d\d", lat)
        assert re.fullmatch(r"-?\d{1,3}\.\d\d", lon)


def test_every_country_has_towns() -> None:
    countries = {area.partition("-")[0] for _, _, area, _, _ in every_place()}
    assert countries == {row.country for row in region_rows()}


def test_a_place_is_found_by_its_id() -> None:
    place = place_table().find("5967629")
    assert place == Place("5967629", "Guelph", "Ontario", "CA", 43.55, -80.26)
    assert Place.of(place.record()) == place


@pytest.mark.parametrize("place_id", ["", "0", "99999999999", NONE_OF_THESE, "ca-k0a", "zzz", "5967629\t", "é"])
def test_an_unknown_id_is_no_place(place_id: str) -> None:
    assert place_table().find(place_id) is None


def test_it_is_read_in_a_moment() -> None:
    content = FILE.read_bytes()
    assert len(content) < 5_000_000
    started = perf_counter()
    assert PlaceTable(content).named(["guelph"])
    # It takes some milliseconds; a slow machine has a hundred times as long.
    assert perf_counter() - started < 1


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        ("on", {"CA-ON"}),
        ("ontario canada", {"CA-ON"}),
        ("ca", {"CA", "US-CA"}),
        ("new brunswick", {"CA-NB"}),
        ("ontario germany", set()),
        ("", set()),
    ],
)
def test_regions_have_the_names_that_people_use(words: str, codes: set[str]) -> None:
    assert (areas_of(words.split()) or frozenset()) == codes


def test_words_that_are_no_region_are_none() -> None:
    assert areas_of(["near", "ontario"]) is None


def test_a_distance_is_said_in_the_unit_of_the_country() -> None:
    assert [unit_of(country) for country in ("CA", "DE", None)] == ["km", "km", "km"]
    assert [unit_of(country) for country in ("US", "GB")] == ["mi", "mi"]
