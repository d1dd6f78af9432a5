"""What holds for every decision, zone, window and calendar."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from hypothesis import given
from hypothesis import strategies as st

from functions.domain.employers.policy import Timing, Window
from functions.domain.timing.slots import SPREAD, Slot, StepReason, find_slot

# Where the odd ones are drawn often enough: half hours, two hours, no Friday, clocks that change on a business day.
ODD = ["America/Toronto", "Asia/Kathmandu", "Australia/Lord_Howe", "Pacific/Apia", "Africa/Cairo", "Antarctica/Troll"]
ZONES = st.one_of(st.sampled_from(ODD), st.sampled_from(sorted(available_timezones() - {"localtime"}))).map(ZoneInfo)
MOMENTS = st.datetimes(datetime(2005, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - hypothesis adds the zone
# By day, where no clock changes; the nights have tests of their own.
OPENS = st.integers(6 * 60, 20 * 60)
WINDOWS = st.tuples(OPENS, st.integers(1, 3 * 60)).map(
    lambda pair: Window(opens=_clock(pair[0]), closes=_clock(pair[0] + pair[1]))
)
TIMINGS = st.builds(
    lambda hold, window, cap: Timing(hold=hold, window=window, cap_business_days=cap),
    st.timedeltas(timedelta(0), timedelta(days=5)),
    WINDOWS,
    st.integers(1, 10),
)
# Of every `divisor` days, those with one remainder are holidays.
CALENDARS = st.tuples(st.integers(2, 40), st.integers(0, 39))
LATE = st.one_of(st.just(timedelta(0)), st.timedeltas(timedelta(0), timedelta(days=20)))


@dataclass(frozen=True)
class Case:
    """A decision that arrives `late`, in one place with its calendar."""

    decided: datetime
    late: timedelta
    timing: Timing
    zone: ZoneInfo
    calendar: tuple[int, int]

    @property
    def now(self) -> datetime:
        return self.decided + self.late

    @property
    def window(self) -> Window:
        assert self.timing.window
        return self.timing.window

    @property
    def cap_day(self) -> date:
        day, left = self.local(self.decided).date(), self.timing.cap_business_days
        while left:
            day += timedelta(days=1)
            left -= not self.off(day)
        return day

    def plan(self, now: datetime | None = None, **timing: Any) -> Slot:
        of = replace(self.timing, **timing)
        return find_slot(self.decided, now=now or self.now, timing=of, zone=self.zone, holiday=self._holiday)

    def local(self, moment: datetime) -> datetime:
        return moment.astimezone(self.zone)

    def off(self, day: date) -> bool:
        return day.weekday() >= 5 or self._holiday(day) is not None

    def _holiday(self, day: date) -> str | None:
        divisor, remainder = self.calendar
        return "Free" if day.toordinal() % divisor == remainder % divisor else None


CASES = st.builds(Case, MOMENTS, LATE, TIMINGS, ZONES, CALENDARS)


def _clock(minutes: int) -> time:
    return time(minutes // 60, minutes % 60)


@given(CASES)
def test_a_notice_is_due_in_the_window_on_a_business_day_and_never_in_the_past(case: Case) -> None:
    due = case.plan().due_at
    local = case.local(due)
    assert not case.off(local.date())
    assert case.window.opens <= local.time() < case.window.closes
    assert due >= case.now


@given(CASES)
def test_what_may_fire_a_quarter_of_an_hour_late_still_fires_in_the_window(case: Case) -> None:
    due = case.plan().due_at
    fires_by = case.local(due + SPREAD).time()
    assert fires_by <= case.window.closes or due == case.now or case.local(due).time() == case.window.opens


@given(CASES)
def test_only_the_cap_shortens_a_hold(case: Case) -> None:
    found = case.plan()
    assert found.due_at >= case.decided + case.timing.hold or StepReason.CAP in [step.reason for step in found.steps]


@given(CASES)
def test_nothing_waits_beyond_the_cap_but_what_arrives_too_late_and_that_only_for_the_window(case: Case) -> None:
    due = case.plan().due_at
    assert case.local(due).date() <= case.cap_day or due == case.plan(hold=timedelta(0)).due_at
    assert case.local(due).date() <= case.cap_day or case.local(case.now).date() >= case.cap_day


@given(CASES, st.timedeltas(timedelta(0), SPREAD))
def test_when_a_schedule_fires_its_notice_is_due(case: Case, spread: timedelta) -> None:
    due = case.plan().due_at
    assert case.plan(due).due_at == due
    fires = due + spread
    again = case.plan(fires).due_at
    assert again == fires if case.local(fires).time() < case.window.closes else again > fires


@given(CASES, LATE)
def test_who_was_decided_about_earlier_never_hears_later(case: Case, apart: timedelta) -> None:
    now = case.now + apart
    earlier, later = case.plan(now), replace(case, decided=case.decided + apart).plan(now)
    assert earlier.due_at <= later.due_at
    assert earlier.latest_at <= later.latest_at


@given(CASES)
def test_the_reasons_lead_from_the_decision_to_the_due_moment(case: Case) -> None:
    found = case.plan()
    assert (found.steps[0].reason, found.steps[0].at) == (StepReason.DECIDED, case.decided)
    assert found.steps[-1].at.astimezone(UTC) == found.due_at
    assert found.latest_at >= found.due_at + timedelta(days=1)


@given(CASES)
def test_without_a_window_a_notice_is_due_when_its_hold_ends(case: Case) -> None:
    due = case.plan(window=None).due_at
    assert timedelta(0) <= due - (case.decided + case.timing.hold) < timedelta(seconds=1)
