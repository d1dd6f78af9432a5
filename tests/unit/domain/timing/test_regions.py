"""Whose public holidays count."""

import pytest

from functions.domain.timing.regions import known_region, region_of


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


@pytest.mark.parametrize("none", ["EL", "XX", "UK", "ZZ-1"])
def test_a_region_that_is_none_is_as_good_as_absent(none: str) -> None:
    assert known_region(none) is None
    assert region(none, "Europe/Athens", "CA-ON", None, "CA-QC") == "GR"
    assert region(None, None, none, "Europe/Athens", "CA-QC") == "GR"
    assert region(none, None, none, None, "CA-QC") == "CA-QC"


@pytest.mark.parametrize(("zone", "country"), [("Asia/Calcutta", "IN"), ("Romance Standard Time", "FR")])
def test_a_zone_by_another_name_lies_in_its_country(zone: str, country: str) -> None:
    assert region(None, zone, None, None, "CA-ON") == country


def test_a_name_that_is_used_across_a_border_is_in_the_country_that_job_or_employer_is_in() -> None:
    assert region(None, "Pacific Standard Time", None, None, "CA-BC") == "CA-BC"
    assert region(None, "Pacific Standard Time", "US-WA", None, "CA-BC") == "US-WA"
    assert region(None, "Pacific Standard Time", None, None, "DE") == "US"


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
