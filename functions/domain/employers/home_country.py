"""The country where people are taken to live who name none."""

from functions.domain.employers.policy import EmployerPolicy


def home_country(policy: EmployerPolicy) -> str | None:
    """Return the employer's country, or that of its language."""
    region = policy.brand.region or policy.consent.language.partition("-")[2]
    return region.partition("-")[0] or None
