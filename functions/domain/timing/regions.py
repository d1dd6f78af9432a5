"""The region whose public holidays count: the candidate's, as far as it is known."""

from functools import cache


def region_of(
    *,
    candidate_region: str | None,
    candidate_zone: str | None,
    job_region: str | None,
    job_zone: str | None,
    company_region: str | None,
) -> str | None:
    """Return the region as ISO 3166, from the first source that has one.

    In order: the candidate's region, the country of their time zone, the job's region, the country of the job's time
    zone, the employer's region. A country is refined to the region of job or employer where that lies in it.
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
    """Return the country of an IANA time zone as ISO 3166-1, or None where it is not known.

    Source: zone.tab of the time zone database.
    """
    return _countries().get(zone) if zone else None


def _refined(country: str, *regions: str | None) -> str:
    return next((region for region in regions if region and region.partition("-")[0] == country), country)


@cache
def _countries() -> dict[str, str]:
    # Imported here, because only an employer with a window needs it, and not every cold start.
    from importlib.resources import files  # noqa: PLC0415

    table = files("tzdata").joinpath("zoneinfo/zone.tab").read_text("utf-8")
    rows = (line.split("\t") for line in table.splitlines() if line and not line.startswith("#"))
    return {row[2]: row[0] for row in rows}
