"""How long a notice waits at most: public holidays, the last business day, and when a person takes over."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from pydantic import ValidationError

from functions.domain.employers.policy import Window
from functions.domain.timing.public_holidays import holidays_of
from functions.domain.timing.slots import Slot, StepReason, find_slot, is_stale
from ops.deploy.company_mistakes import mistakes
from tests.builders import policy

TORONTO, BERLIN, LONDON = ZoneInfo("America/Toronto"), ZoneInfo("Europe/Berlin"), ZoneInfo("Europe/London")


def at(text: str, zone: ZoneInfo = TORONTO) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


def no_holidays(_day: date) -> None:
    return None


def plan(
    decided: datetime,
    *,
    now: datetime | None = None,
    holiday: Callable[[date], str | None] = no_holidays,
    zone: ZoneInfo = TORONTO,
    **timing: Any,
) -> Slot:
    of = replace(policy().timing, **timing)
    return find_slot(decided, now=now or decided, timing=of, zone=zone, holiday=holiday)


def reasons(of: Slot) -> list[StepReason]:
    return [step.reason for step in of.steps]


def test_a_friday_evening_after_a_days_hold_is_told_on_monday_and_says_why() -> None:
    found = plan(at("2026-11-20T16:50"))
    assert found.due_at == at("2026-11-23T09:00")
    assert reasons(found) == [StepReason.DECIDED, StepReason.HOLD_ENDS, StepReason.WEEKEND, StepReason.WEEKEND]
    assert found.steps[-1].at == found.due_at


@pytest.mark.parametrize(
    ("region", "zone", "expected"),
    [
        # Christmas on a Friday; Boxing Day, a Saturday, is made up for on Monday where that is the law.
        ("CA-ON", TORONTO, "2026-12-24T16:00"),
        ("DE-BE", BERLIN, "2026-12-24T16:00"),
        ("GB", LONDON, "2026-12-24T16:00"),
    ],
)
def test_who_is_rejected_on_23_december_hears_on_christmas_eve(region: str, zone: ZoneInfo, expected: str) -> None:
    found = plan(at("2026-12-23T16:00", zone), zone=zone, holiday=holidays_of(region))
    assert found.due_at == at(expected, zone)


@pytest.mark.parametrize(
    ("region", "zone", "expected"),
    [
        ("CA-ON", TORONTO, "2026-12-29T09:00"),
        ("DE-BE", BERLIN, "2026-12-28T09:00"),
        ("GB", LONDON, "2026-12-29T09:00"),
        (None, TORONTO, "2026-12-25T09:00"),
    ],
)
def test_who_misses_christmas_eve_hears_on_the_next_business_day_there(
    region: str | None, zone: ZoneInfo, expected: str
) -> None:
    found = plan(at("2026-12-23T17:30", zone), zone=zone, holiday=holidays_of(region))
    assert found.due_at == at(expected, zone)


def test_a_holiday_is_named_among_the_reasons() -> None:
    found = plan(at("2026-09-04T18:00"), hold=timedelta(0), holiday=holidays_of("CA-ON"))
    assert found.due_at == at("2026-09-08T09:00")
    assert [(step.reason, step.detail) for step in found.steps if step.detail] == [(StepReason.HOLIDAY, "Labour Day")]


def test_the_cap_shortens_a_hold_that_would_keep_a_notice_for_longer() -> None:
    found = plan(at("2026-11-23T16:50"), cap_business_days=1)
    assert found.due_at == at("2026-11-24T16:45")
    assert reasons(found)[-1] is StepReason.CAP


def test_a_cap_day_is_no_holiday() -> None:
    found = plan(at("2026-12-24T10:00"), hold=timedelta(days=5), cap_business_days=1, holiday=holidays_of("CA-ON"))
    assert found.due_at == at("2026-12-29T10:00")
    found = plan(at("2026-12-24T10:00"), hold=timedelta(days=5), cap_business_days=1, holiday=holidays_of("DE-BE"))
    assert found.due_at == at("2026-12-28T16:45")


@pytest.mark.parametrize("fires", ["16:45", "16:47", "16:59:59"])
def test_what_the_cap_made_due_goes_out_when_its_schedule_fires_and_does_not_wait_for_its_hold(fires: str) -> None:
    now = at(f"2026-11-24T{fires}")
    assert plan(at("2026-11-23T16:58"), now=now, cap_business_days=1).due_at == now


def test_a_decision_that_arrives_after_the_cap_goes_out_at_the_next_opening_whatever_its_hold() -> None:
    decided = at("2026-11-23T10:00")
    long: dict[str, Any] = {"hold": timedelta(days=5), "cap_business_days": 1}
    assert plan(decided, now=at("2026-11-24T18:00"), **long).due_at == at("2026-11-25T09:00")
    assert plan(decided, now=at("2026-11-25T10:00"), **long).due_at == at("2026-11-25T10:00")


def test_in_a_window_shorter_than_the_schedulers_spread_the_opening_is_the_moment() -> None:
    short = Window(opens=time(9), closes=time(9, 10))
    assert plan(at("2026-11-23T09:02"), window=short).due_at == at("2026-11-25T09:00")
    assert plan(at("2026-11-23T09:02"), window=short, cap_business_days=1).due_at == at("2026-11-24T09:00")


def test_a_person_takes_over_when_the_last_business_day_closes_or_a_day_after_a_late_notice_was_due() -> None:
    assert plan(at("2026-11-20T16:50")).latest_at == at("2026-11-27T17:00")
    late = plan(at("2026-11-02T10:00"), now=at("2026-11-27T18:00"))
    assert (late.due_at, late.latest_at) == (at("2026-11-30T09:00"), at("2026-12-01T09:00"))


def test_without_a_window_a_person_takes_over_at_the_hour_of_the_decision() -> None:
    found = plan(at("2026-11-21T03:00"), window=None)
    assert (found.due_at, found.latest_at) == (at("2026-11-22T03:00"), at("2026-11-27T03:00"))


def test_a_calendar_of_nothing_but_holidays_is_not_believed() -> None:
    found = plan(at("2026-11-20T16:50"), holiday=lambda _day: "Sloth Day")
    assert (found.due_at, found.latest_at) == (at("2026-11-23T09:00"), at("2026-11-27T17:00"))


def test_a_last_moment_that_clocks_jump_over_lies_before_they_do() -> None:
    # On this Friday in Cairo, 00:00-01:00 does not exist: the window is what is left of it.
    cairo, window = ZoneInfo("Africa/Cairo"), Window(opens=time(0, 30), closes=time(1, 10))
    decided = datetime(2026, 4, 23, 6, tzinfo=UTC)
    found = plan(decided, zone=cairo, window=window, hold=timedelta(days=5), cap_business_days=1)
    local = found.due_at.astimezone(cairo)
    assert window.opens <= local.time() < window.closes
    assert local.weekday() < 5


def test_samoa_had_no_30_december_2011() -> None:
    apia = ZoneInfo("Pacific/Apia")
    found = plan(at("2011-12-29T18:00", apia), zone=apia, hold=timedelta(0))
    assert found.due_at == at("2012-01-02T09:00", apia)
    capped = plan(at("2011-12-29T10:00", apia), zone=apia, hold=timedelta(days=5), cap_business_days=1)
    assert capped.due_at == at("2011-12-29T16:45", apia)


def test_a_decision_is_stale_when_it_is_older_than_the_company_says() -> None:
    timing, decided = policy().timing, at("2026-10-01T10:00").astimezone(UTC)
    assert not is_stale(decided, decided + timing.stale_after, timing)
    assert is_stale(decided, decided + timing.stale_after + timedelta(seconds=1), timing)


@pytest.mark.parametrize(
    ("section", "changes", "told"),
    [
        ("timing", {"cap_business_days": 0}, "timing.cap_business_days: should be at least 1"),
        ("timing", {"cap_business_days": 11}, "timing.cap_business_days: should be at most 10"),
        ("timing", {"stale_after": "P6D"}, "timing.stale_after: should be at least 7 days"),
        ("timing", {"stale_after": 30}, "timing.stale_after: should be an ISO 8601 duration"),
        ("timing", {"observe_holidays": "often"}, "timing.observe_holidays: should be true or false"),
        ("brand", {"region": "Ontario"}, "brand.region: should be a country of ISO 3166"),
    ],
)
def test_a_limit_outside_its_own_limits_is_named(section: str, changes: dict[str, Any], told: str) -> None:
    with pytest.raises(ValidationError) as wrong:
        policy(**{section: changes})
    (line,) = mistakes(wrong.value)
    assert str(line).startswith(told)
