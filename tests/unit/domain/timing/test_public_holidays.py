"""Public holidays by region: what is known, in English, also where many ask at once."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from itertools import count

import pytest

from functions.domain.timing.public_holidays import holidays_of, weekend_of

LABOUR_DAY, CHRISTMAS = date(2026, 9, 7), date(2026, 12, 25)
_YEARS = count(2030)


@pytest.mark.parametrize(
    ("region", "day", "name"),
    [
        ("CA-ON", LABOUR_DAY, "Labour Day"),
        ("US", LABOUR_DAY, "Labor Day"),
        ("DE-BE", CHRISTMAS, "Christmas Day"),
        ("DE-BE", date(2026, 3, 8), "Women's Day"),
        ("GB", date(2026, 12, 28), "Boxing Day (observed)"),
        ("NP", CHRISTMAS, "Christmas Day"),
    ],
)
def test_a_holiday_has_an_english_name(region: str, day: date, name: str) -> None:
    assert holidays_of(region)(day) == name


def test_a_holiday_of_one_region_is_none_in_another() -> None:
    family_day = date(2026, 2, 16)
    assert holidays_of("CA-ON")(family_day) == "Family Day"
    assert holidays_of("CA-QC")(family_day) is None
    assert holidays_of("CA")(family_day) is None
    assert holidays_of("CA-ON")(date(2026, 11, 24)) is None


def test_of_a_subdivision_that_nobody_knows_the_countrys_holidays_count() -> None:
    assert holidays_of("CA-ZZ")(CHRISTMAS) == "Christmas Day"
    assert holidays_of("CA-ZZ")(date(2026, 2, 16)) is None


@pytest.mark.parametrize("region", [None, "", "XX", "ZZ-1"])
def test_where_no_country_is_known_there_are_none(region: str | None) -> None:
    assert holidays_of(region)(CHRISTMAS) is None


@pytest.mark.parametrize(
    ("region", "off"),
    [
        ("CA-ON", "Saturday Sunday"),
        ("SA", "Friday Saturday"),
        ("SA-01", "Friday Saturday"),
        ("IL", "Friday Saturday"),
        ("BN", "Friday Sunday"),
        ("AE", "Saturday Sunday"),
        ("XX", "Saturday Sunday"),
        (None, "Saturday Sunday"),
    ],
)
def test_a_weekend_is_the_regions_own(region: str | None, off: str) -> None:
    week = [date(2026, 11, 23 + n) for n in range(7)]
    assert " ".join(f"{day:%A}" for day in week if weekend_of(region)(day)) == off


def test_many_who_ask_at_once_for_a_new_year_all_hear_of_it() -> None:
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(16) as pool:
            for _ in range(20):
                christmas = date(next(_YEARS), 12, 25)
                asked = list(pool.map(lambda _, day=christmas: holidays_of("CA-ON")(day), range(32)))
                assert None not in asked
    finally:
        sys.setswitchinterval(usual)


def test_the_calendar_is_imported_only_once_a_day_is_asked_for() -> None:
    script = (
        "import sys\n"
        "from datetime import date\n"
        "from functions.domain.timing.public_holidays import holidays_of\n"
        "ask = holidays_of('CA-ON'); assert 'holidays' not in sys.modules\n"
        "ask(date(2026, 12, 25)); assert 'holidays' in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", script], check=True)
