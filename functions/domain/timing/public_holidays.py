"""Public holidays and weekends of countries and their regions, from the holidays package.

Several threads ask at the same time; none ever sees a calendar that is half filled.
"""

from collections.abc import Mapping
from datetime import date
from functools import cache

from functions.domain.timing.slots import Holiday, Weekend, is_saturday_or_sunday


@cache
def holidays_of(region: str | None) -> Holiday:
    """Return a function from a day to the name of the region's public holiday, or None.

    `region` is ISO 3166-1 or 3166-2, for example CA or CA-ON. An unknown region has its country's holidays, or none.
    """
    country, _, subdivision = (region or "").partition("-")

    def holiday(day: date) -> str | None:
        return _names(country, subdivision, day.year).get(day) if country else None

    return holiday


@cache
def weekend_of(region: str | None) -> Weekend:
    """Return a function that tells whether a day is on the region's weekend: Friday and Saturday in Riyadh.

    `region` is ISO 3166-1 or 3166-2. Where the package does not know its country, Saturday and Sunday are.
    """
    country = (region or "").partition("-")[0]
    return _weekend(country) if country else is_saturday_or_sunday


def _weekend(country: str) -> Weekend:
    def is_weekend(day: date) -> bool:
        return _weekend_in(country, day)

    return is_weekend


@cache
def _weekend_in(country: str, day: date) -> bool:
    # Imported here as above.
    from holidays import country_holidays  # noqa: PLC0415

    try:
        # A weekend may have moved, as in Saudi Arabia in 2013: the package knows by the day.
        return country_holidays(country).is_weekend(day)
    except NotImplementedError:
        return is_saturday_or_sunday(day)


@cache
def _names(country: str, subdivision: str, year: int) -> Mapping[date, str]:
    # Imported here, because it takes a fifth of a second and only an employer with a window needs it.
    from holidays import country_holidays  # noqa: PLC0415

    for part in (subdivision or None, None):
        try:
            own = country_holidays(country, subdiv=part).default_language or "en"
            # A country with an English of its own keeps it: Labour Day.
            language = own if own.startswith("en") else "en_US"
            # `expand=False` with one fixed year, copied: a calendar asked for another year first marks that year as
            # present and then fills it, and a second thread that asks in between would find no holidays.
            return dict(country_holidays(country, subdiv=part, years=year, expand=False, language=language))
        except NotImplementedError:
            continue
    return {}
