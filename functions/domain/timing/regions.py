"""Whose public holidays count: the candidate's region, as far as it is known."""

from functools import cache


def region_of(
    *,
    candidate_region: str | None,
    candidate_zone: str | None,
    job_region: str | None,
    job_zone: str | None,
    company_region: str | None,
) -> str | None:
    """ISO 3166: the candidate's own, else the country of their clock, refined by job or company if they lie there, else
    the job's, else the company's.
    """
    if candidate_region:
        return candidate_region
    if country := country_of(candidate_zone):
        return _refined(country, job_region, company_region)
    if job_region:
        return job_region
    if country := country_of(job_zone):
        return _refined(country, company_region)
    return company_region


def country_of(zone: str | None) -> str | None:
    """The country in which that IANA time zone lies, ISO 3166-1; None where that is not known.

    Source: zone.tab of the time zone database.
    """
    return _countries().get(zone) if zone else None


def _refined(country: str, *regions: str | None) -> str:
    return next((region for region in regions if region and region.partition("-")[0] == country), country)


@cache
def _countries() -> dict[str, str]:
    # Only where a window is looked at, and not at every cold start.
    from importlib.resources import files  # noqa: PLC0415

    table = files("tzdata").joinpath("zoneinfo/zone.tab").read_text("utf-8")
    rows = (line.split("\t") for line in table.splitlines() if line and not line.startswith("#"))
    return {row[2]: row[0] for row in rows}
