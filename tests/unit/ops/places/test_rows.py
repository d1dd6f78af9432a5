"""The rows of the table, made from small data of the packages' own form."""

import sqlite3
from pathlib import Path
from typing import Any

import pytest

from functions.domain.places.table import PlaceTable
from ops.places import sources
from ops.places.codes import fsa_rows, zip_rows
from ops.places.sources import TOWNS, Source
from ops.places.towns import town_rows
from ops.places.write import table
from ops.terminal.failure import Failure


def town(number: int, name: str, country: str, region: str, people: int, *others: str) -> dict[str, Any]:
    where = {"countrycode": country, "admin1code": region, "latitude": 43.54594, "longitude": -80.25599}
    return {"geonameid": number, "name": name, "population": people, "alternatenames": list(others), **where}


def written(*towns: dict[str, Any]) -> PlaceTable:
    return PlaceTable(table(list(town_rows(list(towns)))))


def names(places: PlaceTable, *words: str) -> list[str]:
    return [place.name for place, _ in places.named(list(words))]


def test_a_point_is_rounded_and_a_region_has_its_iso_code() -> None:
    (row,) = town_rows([town(1, "Guelph", "CA", "08", 143_740)])
    assert row.line() == "1\tGuelph\tCA-ON\t43.55\t-80.26"


def test_other_countries_are_left_out() -> None:
    assert list(town_rows([town(1, "Lagos", "NG", "05", 15_000_000)])) == []


def test_a_town_is_found_by_its_names_in_latin_letters() -> None:
    places = written(town(1, "Munich", "DE", "02", 1_500_000, "München", "Monachium", "MUC", "Мюнхен", "mwnkh"))
    for name in ("munich", "munchen", "muenchen", "monachium"):
        assert names(places, name) == ["München"]
    for name in ("muc", "mwnkh"):
        assert names(places, name) == []


def test_each_part_of_a_double_name_is_a_name() -> None:
    places = written(town(1, "Biel/Bienne", "CH", "BE", 55_000), town(2, "Halle (Saale)", "DE", "14", 230_000))
    assert [*names(places, "biel"), *names(places, "bienne")] == ["Biel/Bienne"] * 2
    assert [*names(places, "halle"), *names(places, "halle", "saale")] == ["Halle (Saale)"] * 2


def test_the_most_populous_comes_first_and_an_old_name_of_a_village_does_not_count() -> None:
    places = written(
        town(1, "York", "US", "NE", 7_800, "New York"),
        town(2, "New York City", "US", "NY", 8_000_000, "New York"),
        town(3, "London", "US", "KY", 8_000),
        town(4, "London", "US", "OH", 10_000),
    )
    assert names(places, "new", "york") == ["New York City"]
    assert [place.region for place, _ in places.named(["london"])] == ["Ohio", "Kentucky"]


def test_an_urban_district_is_at_the_middle_of_its_codes_and_a_rural_one_is_left_out(tmp_path: Path) -> None:
    file = tmp_path / "codes.db"
    with sqlite3.connect(file) as database:
        database.execute("CREATE TABLE FSACodes (code, name, province, latitude, longitude)")
        database.execute("CREATE TABLE PostalCodes (code, latitude, longitude)")
        fsas = [("N1G", "Guelph South (Campus)", "Ontario", 43.0, -80.0), ("K0A", "Rural", "Ontario", 45.0, -76.0)]
        database.executemany("INSERT INTO FSACodes VALUES (?, ?, ?, ?, ?)", fsas)
        codes = [(f"N1G 1A{digit}", 43.5 + digit / 100, -80.2) for digit in range(5)]
        database.executemany("INSERT INTO PostalCodes VALUES (?, ?, ?)", codes)
    database.close()
    assert [row.line() for row in fsa_rows(file)] == ["ca-n1g\tN1G Guelph South\tCA-ON\t43.52\t-80.20"]


def test_a_zip_code_without_a_point_or_a_state_is_left_out() -> None:
    found = [
        {"zip_code": "90210", "city": "Beverly Hills", "state": "CA", "lat": "34.0901", "long": "-118.4065"},
        {"zip_code": "09001", "city": "APO", "state": "AE", "lat": "38.1105", "long": "15.6613"},
        {"zip_code": "99999", "city": "Nowhere", "state": "AK", "lat": "", "long": ""},
    ]
    assert [row.line() for row in zip_rows(found)] == ["us-90210\tBeverly Hills 90210\tUS-CA\t34.09\t-118.41"]


def test_the_same_rows_are_the_same_file() -> None:
    rows = list(town_rows([town(2, "Guelph", "CA", "08", 1), town(1, "Bonn", "DE", "07", 2)]))
    assert table(rows) == table(rows)


def test_other_data_than_the_pinned_is_refused() -> None:
    with pytest.raises(Failure, match=re_escaped(TOWNS)):
        sources._check(TOWNS, b"other data")


def re_escaped(source: Source) -> str:
    return source.package.replace(".", r"\.")
