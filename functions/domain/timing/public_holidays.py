"""Public holidays of countries and their regions, from the holidays package, imported once one is asked for.

Workers ask side by side: no calendar is ever seen half filled.
"""

from collections.abc import Mapping
from datetime import date
from functools import cache

from functions.domain.timing.slots import Holiday


@cache
def holidays_of(region: str | None) -> Holiday:
    """The name of a region's public holiday on a day, or None. A region that nobody knows has its country's, or none.

    `region`: ISO 3166-1 or 3166-2, for example CA or CA-ON.
    """
    country, _, subdivision = (region or "").partition("-")

    def holiday(day: date) -> str | None:
        return _names(country, subdivision, day.year).get(day) if country else None

    return holiday


@cache
def _names(country: str, subdivision: str, year: int) -> Mapping[date, str]:
    # A fifth of a second: only where a window is looked at.
    from holidays import country_holidays  # noqa: PLC0415

    for part in (subdivision or None, None):
        try:
            own = country_holidays(country, subdiv=part).default_language or "en"
            # Its own English, where it has one: Labour Day.
            language = own if own.startswith("en") else "en_US"
            # One that is asked for a new year marks it as there and then fills it; another thread would find it empty.
            return dict(country_holidays(country, subdiv=part, years=year, expand=False, language=language))
        except NotImplementedError:
            continue
    return {}
