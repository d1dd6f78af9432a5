"""Whose public holidays count."""

from zoneinfo import available_timezones

import pytest

from functions.domain.timing.regions import country_of, region_of


@pytest.mark.parametrize(
    ("zone", "country"),
    [
        ("America/Toronto", "CA"),
        ("Europe/Berlin", "DE"),
        ("Asia/Kathmandu", "NP"),
        ("Pacific/Apia", "WS"),
        ("America/Argentina/Buenos_Aires", "AR"),
    ],
)
def test_a_time_zone_lies_in_a_country(zone: str, country: str) -> None:
    assert country_of(zone) == country


@pytest.mark.parametrize(
    "zone", [None, "", "UTC", "Etc/GMT+5", "Canada/Eastern", "Mars/Olympus", "CA", "america/toronto"]
)
def test_an_old_name_or_what_is_no_place_lies_in_none(zone: str | None) -> None:
    assert country_of(zone) is None


def test_every_country_is_two_letters() -> None:
    countries = set(filter(None, map(country_of, available_timezones())))
    assert len(countries) > 200
    assert {len(country) for country in countries} == {2}


def region(
    candidate: str | None = None,
    clock: str | None = None,
    job: str | None = None,
    job_clock: str | None = None,
    policy: str | None = None,
) -> str | None:
    return region_of(
        candidate_region=candidate, candidate_zone=clock, job_region=job, job_zone=job_clock, company_region=policy
    )


def test_the_candidates_own_region_comes_first() -> None:
    assert region("DE-BE", "America/Toronto", "CA-ON", "America/Toronto", "CA-QC") == "DE-BE"


def test_else_the_country_of_the_candidates_clock_by_what_lies_there() -> None:
    assert region(None, "America/Toronto", "CA-QC", None, "CA-ON") == "CA-QC"
    assert region(None, "America/Toronto", "US-NY", None, "CA-ON") == "CA-ON"
    assert region(None, "America/Toronto", "US-NY", None, "GB") == "CA"
    assert region(None, "America/Toronto") == "CA"


def test_a_code_that_only_begins_alike_is_another_country() -> None:
    assert region(None, "America/Toronto", "CAN", None, "C") == "CA"


def test_else_the_jobs_region_or_the_country_of_its_clock() -> None:
    assert region(None, None, "US-NY", "America/Toronto", "CA-ON") == "US-NY"
    assert region(None, "UTC", None, "America/Toronto", "CA-ON") == "CA-ON"
    assert region(None, None, None, "Europe/Berlin", "CA-ON") == "DE"


def test_else_the_companys_or_none() -> None:
    assert region(policy="CA-ON") == "CA-ON"
    assert region(None, "UTC", None, "Etc/UTC", "CA") == "CA"
    assert region() is None
