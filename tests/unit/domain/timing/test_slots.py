"""When a notice is due: the hold, the window, the weekend, the zones."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.domain.employers.policy import Window
from functions.domain.timing.slots import SPREAD, find_slot
from tests.builders import policy

OFFICE = Window(opens=time(9), closes=time(17))
TORONTO = ZoneInfo("America/Toronto")
ZONES = sorted(available_timezones() - {"localtime"})

offsets = st.integers(-23 * 60, 23 * 60).map(lambda count: timezone(timedelta(minutes=count)))
moments = st.datetimes(datetime(2000, 1, 2), datetime(2100, 1, 1), timezones=offsets)  # noqa: DTZ001 - hypothesis adds the zone
holds = st.timedeltas(timedelta(0), timedelta(days=30))
zones = st.sampled_from(ZONES).map(ZoneInfo)
times = st.times(max_value=time(23, 59, 59)).map(lambda moment: moment.replace(microsecond=0))
windows = st.tuples(times, times).filter(lambda pair: pair[0] != pair[1]).map(sorted)


def due_at(decided: datetime, *, now: datetime, hold: timedelta, window: Window | None, zone: ZoneInfo) -> datetime:
    """Without holidays, and with a cap that is further away than any hold here."""
    timing = replace(policy().timing, hold=hold, window=window, cap_business_days=40)
    return find_slot(decided, now=now, timing=timing, zone=zone, holiday=lambda _day: None).due_at


def at(text: str, zone: ZoneInfo = TORONTO) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


def due(decided: datetime, *, hold: timedelta = timedelta(0), zone: ZoneInfo = TORONTO) -> datetime:
    return due_at(decided, now=decided, hold=hold, window=OFFICE, zone=zone)


@given(moments, holds, windows, zones)
def test_nothing_is_due_before_the_hold_is_over(
    decided: datetime, hold: timedelta, hours: list[time], zone: ZoneInfo
) -> None:
    window = Window(opens=hours[0], closes=hours[1])
    assert due_at(decided, now=decided, hold=hold, window=window, zone=zone) >= decided + hold


@given(moments, holds, zones)
def test_a_notice_is_due_on_a_weekday_in_office_hours_where_the_candidate_is(
    decided: datetime, hold: timedelta, zone: ZoneInfo
) -> None:
    local = due(decided, hold=hold, zone=zone).astimezone(zone)
    assert local.weekday() < 5
    assert OFFICE.opens <= local.time() < OFFICE.closes


@given(moments, moments, holds, zones)
def test_a_decision_that_arrives_late_waits_for_office_hours_too(
    decided: datetime, now: datetime, hold: timedelta, zone: ZoneInfo
) -> None:
    local = due_at(decided, now=now, hold=hold, window=OFFICE, zone=zone).astimezone(zone)
    assert local >= max(decided + hold, now)
    assert local.weekday() < 5
    assert OFFICE.opens <= local.time() < OFFICE.closes


def test_at_an_open_window_a_late_decision_is_due_now() -> None:
    now = at("2026-11-23T10:00:00.5")
    assert due_at(at("2026-11-02T10:00:00"), now=now, hold=timedelta(0), window=OFFICE, zone=TORONTO) == now


@given(moments, holds, zones)
def test_a_notice_that_could_go_out_does_not_wait(decided: datetime, hold: timedelta, zone: ZoneInfo) -> None:
    earliest = (decided + hold).astimezone(zone)
    # What is scheduled may arrive a quarter of an hour later, in office hours still.
    in_office = earliest.weekday() < 5 and OFFICE.opens <= earliest.time() < time(16, 59 - int(SPREAD.seconds / 60))
    waits = due(decided, hold=hold, zone=zone) - earliest.astimezone(UTC)
    assert waits < timedelta(seconds=1) if in_office else waits < timedelta(days=3)


@given(moments, holds, zones, st.sampled_from([OFFICE, None]))
def test_a_due_moment_is_in_utc_and_whole_seconds(
    decided: datetime, hold: timedelta, zone: ZoneInfo, window: Window | None
) -> None:
    due = due_at(decided, now=decided, hold=hold, window=window, zone=zone)
    assert due.tzinfo is UTC
    assert due.microsecond == 0


@given(moments, holds)
def test_without_a_window_only_the_hold_counts(decided: datetime, hold: timedelta) -> None:
    due = due_at(decided, now=decided, hold=hold, window=None, zone=TORONTO)
    assert timedelta(0) <= due - (decided + hold) < timedelta(seconds=1)


@pytest.mark.parametrize(
    ("decided", "expected"),
    [
        ("2026-11-23T10:04:00", "2026-11-23T10:04:00"),  # in the window
        ("2026-11-23T08:59:59", "2026-11-23T09:00:00"),
        ("2026-11-23T09:00:00", "2026-11-23T09:00:00"),
        ("2026-11-23T16:59:59", "2026-11-23T16:59:59"),
        ("2026-11-23T16:59:59.5", "2026-11-23T16:59:59.5"),
        ("2026-11-23T17:00:00", "2026-11-24T09:00:00"),
        ("2026-11-27T17:00:00", "2026-11-30T09:00:00"),  # Friday evening
        ("2026-11-28T12:00:00", "2026-11-30T09:00:00"),  # Saturday
        ("2026-11-29T23:59:59", "2026-11-30T09:00:00"),  # Sunday
        ("2026-12-31T18:00:00", "2027-01-01T09:00:00"),
        ("2026-03-06T18:00:00", "2026-03-09T09:00:00"),  # over the weekend clocks go forward
        ("2026-10-30T18:00:00", "2026-11-02T09:00:00"),  # and back
    ],
)
def test_a_slot_is_found_on_the_candidates_clock(decided: str, expected: str) -> None:
    assert due(at(decided)) == at(expected).astimezone(UTC)


def test_a_days_hold_is_twenty_four_hours_also_when_clocks_change() -> None:
    saturday = at("2026-03-07T12:00:00")
    decided = saturday.astimezone(UTC)
    no_window = due_at(decided, now=decided, hold=timedelta(days=1), window=None, zone=TORONTO)
    assert no_window.astimezone(TORONTO).replace(tzinfo=None) == datetime(2026, 3, 8, 13)  # noqa: DTZ001 - the wall clock


@pytest.mark.parametrize(
    ("zone", "expected"),
    [
        ("Asia/Kathmandu", "2026-11-24T03:15:00+00:00"),
        ("Pacific/Chatham", "2026-11-23T19:15:00+00:00"),
        ("Pacific/Kiritimati", "2026-11-23T19:00:00+00:00"),
        ("Etc/GMT+12", "2026-11-23T21:00:00+00:00"),
        ("Australia/Lord_Howe", "2026-11-23T22:00:00+00:00"),
    ],
)
def test_odd_zones_have_office_hours_too(zone: str, expected: str) -> None:
    decided = datetime(2026, 11, 23, 19, tzinfo=UTC)
    if zone == "Etc/GMT+12":
        decided -= timedelta(hours=3)
    assert due(decided, zone=ZoneInfo(zone)) == datetime.fromisoformat(expected)


def test_an_hour_that_comes_twice_does_not_bring_a_notice_early() -> None:
    # On this Thursday in Cairo, 23:00-24:00 comes twice; the hold is over in the second one.
    cairo, window = ZoneInfo("Africa/Cairo"), Window(opens=time(23, 30), closes=time(23, 59))
    second_time = datetime(2026, 10, 29, 21, 10, tzinfo=UTC)
    assert due_at(second_time, now=second_time, hold=timedelta(0), window=window, zone=cairo) == datetime(
        2026, 10, 29, 21, 30, tzinfo=UTC
    )


def test_an_opening_that_clocks_jump_over_comes_right_after() -> None:
    # On this Friday in Cairo, 00:00-01:00 does not exist.
    cairo, window = ZoneInfo("Africa/Cairo"), Window(opens=time(0, 30), closes=time(8))
    the_evening_before = datetime(2026, 4, 23, 20, tzinfo=UTC)
    assert due_at(the_evening_before, now=the_evening_before, hold=timedelta(0), window=window, zone=cairo) == datetime(
        2026, 4, 23, 22, 30, tzinfo=UTC
    )
