"""The slot of a notice: not before the hold ends, at an hour when people want to read it, and never much later.

Pure: the moment, the zone and the public holidays are arguments.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from functions.domain.employers.policy import Timing, Window
from functions.domain.lean_dataclass import dataclass

# How late the scheduler may deliver a notice at an hour when many are due.
SPREAD = timedelta(minutes=15)
_SATURDAY = 5
_ONE_DAY, _ANY_DAY = timedelta(days=1), date(2000, 1, 2)
# A calendar without one business day in so many days is wrong, so its holidays are then ignored.
_MAX_DAYS = 60

type Holiday = Callable[[date], str | None]
type Weekend = Callable[[date], bool]


class StepReason(StrEnum):
    """The reason for a step from a decision to its slot."""

    DECIDED = "decided"
    HOLD_ENDS = "the hold ends"
    ALREADY_OVER = "that is over"
    TOO_EARLY = "before the window opens"
    TOO_LATE = "after the window closes"
    WEEKEND = "a weekend"
    HOLIDAY = "a public holiday"
    CAP = "the last business day"


@dataclass(frozen=True)
class Step:
    """One reason, and the moment that it leads to. `detail` is a holiday's name."""

    reason: StepReason
    at: datetime
    detail: str = ""


@dataclass(frozen=True)
class Slot:
    """The moment a notice is due, the one after which a person must review it instead, both in UTC, and the steps."""

    due_at: datetime
    latest_at: datetime
    steps: tuple[Step, ...]


def no_holiday(_day: date) -> str | None:
    """Return None: the calendar of a place without public holidays."""
    return None


def is_saturday_or_sunday(day: date) -> bool:
    """Return whether a day is on the weekend of most places."""
    return day.weekday() >= _SATURDAY


def is_stale(decided_at: datetime, now: datetime, timing: Timing) -> bool:
    """Return whether a decision is so old that a person must review it before the candidate hears of it."""
    return now - decided_at > timing.stale_after


def find_slot(
    decided_at: datetime,
    *,
    now: datetime,
    timing: Timing,
    zone: ZoneInfo,
    holiday: Holiday,
    weekend: Weekend = is_saturday_or_sunday,
) -> Slot:
    """Find the first moment from `now` on at which the notice may go out; a future one is in whole seconds.

    Without a window it is when the hold ends, which may be in the past. The cap shortens a hold that is too long.
    """
    # Convert to UTC first: within one zone Python compares wall-clock time and ignores DST.
    decided_at, now = decided_at.astimezone(UTC), now.astimezone(UTC)
    hold_ends = decided_at + timing.hold
    if hold_ends > now:
        hold_ends = _whole_seconds(hold_ends)
    steps = [Step(StepReason.DECIDED, decided_at), Step(StepReason.HOLD_ENDS, hold_ends)]
    local, calendar = decided_at.astimezone(zone), _Calendar(zone, holiday, weekend)
    cap_day = calendar.business_day_after(local.date(), timing.cap_business_days)
    if timing.window is None:
        return _slot(steps, datetime.combine(cap_day, local.timetz()), now)
    window = _BusinessWindow(calendar, timing.window)
    if hold_ends < now:
        steps.append(Step(StepReason.ALREADY_OVER, now))
    steps += window.until_open(max(hold_ends, now), now)
    # Never before `now`: otherwise a notice that fires at its cap would have to wait for its hold again.
    capped = max(window.last_start(cap_day), now)
    if now < hold_ends and capped < steps[-1].at:
        steps += [Step(StepReason.CAP, capped), *window.until_open(capped, now)]
    return _slot(steps, window.closing(cap_day), now)


def _slot(steps: list[Step], cap: datetime, now: datetime) -> Slot:
    due_at = steps[-1].at.astimezone(UTC)
    return Slot(due_at, max(cap.astimezone(UTC), max(due_at, now) + _ONE_DAY), tuple(steps))


@dataclass(frozen=True)
class _Calendar:
    """The business days of one place."""

    zone: ZoneInfo
    holiday: Holiday
    weekend: Weekend

    def business_day_after(self, day: date, count: int) -> date:
        """Return the n-th business day after `day`."""
        later, remaining = day, count
        for _ in range(_MAX_DAYS):
            later += _ONE_DAY
            remaining -= self.day_off(later) is None
            if remaining == 0:
                return later
        return self.without_holidays().business_day_after(day, count)

    def day_off(self, day: date) -> tuple[StepReason, str] | None:
        """Return why no notice goes out on that day, or None on a business day."""
        if self.weekend(day):
            return StepReason.WEEKEND, ""
        name = self.holiday(day)
        return (StepReason.HOLIDAY, name) if name is not None else None

    def without_holidays(self) -> "_Calendar":
        return replace(self, holiday=no_holiday)


@dataclass(frozen=True)
class _BusinessWindow:
    """The sending window on business days."""

    calendar: _Calendar
    window: Window

    def until_open(self, moment: datetime, now: datetime) -> list[Step]:
        """Return the steps from `moment` to the first one at which a notice may go out; none if that is `moment`."""
        steps, local, is_now = list[Step](), moment.astimezone(self.calendar.zone), moment <= now
        for _ in range(_MAX_DAYS):
            step = self._wait(local, is_now=is_now)
            if step is None:
                return steps
            steps.append(step)
            local, is_now = step.at, False
        return _BusinessWindow(self.calendar.without_holidays(), self.window).until_open(moment, now)

    def last_start(self, day: date) -> datetime:
        """Return the latest due moment of that day from which even a late delivery arrives in the window."""
        # With fold=1 an hour that comes twice counts the second time; an hour that clocks skip counts before the gap.
        return datetime.combine(day, self._last.replace(fold=1), tzinfo=self.calendar.zone).astimezone(UTC)

    def closing(self, day: date) -> datetime:
        """Return when the window closes on that day."""
        return datetime.combine(day, self.window.closes, tzinfo=self.calendar.zone)

    @property
    def _last(self) -> time:
        last = datetime.combine(_ANY_DAY, self.window.closes) - SPREAD
        return max(self.window.opens, last.time()) if last.date() == _ANY_DAY else self.window.opens

    def _wait(self, local: datetime, *, is_now: bool) -> Step | None:
        """Return the step to the next opening, or None where the window is open."""
        hour = local.time()
        if off := self.calendar.day_off(local.date()):
            reason, detail = off
            return Step(reason, self._opening(local + _ONE_DAY), detail)
        if hour < self.window.opens:
            return Step(StepReason.TOO_EARLY, self._opening(local))
        # A notice that is sent now is not delayed by the scheduler, so it may go out until the window closes.
        if hour >= self.window.closes if is_now else hour > self._last:
            return Step(StepReason.TOO_LATE, self._opening(local + _ONE_DAY))
        return None

    def _opening(self, day: datetime) -> datetime:
        # Where clocks go back, an hour comes twice; from within the second one, the opening is the second one, too.
        opening = datetime.combine(day.date(), self.window.opens.replace(fold=day.fold), tzinfo=self.calendar.zone)
        # Where clocks go forward, the opening may not exist; converting there and back gives the hour after the gap.
        return opening.astimezone(UTC).astimezone(self.calendar.zone)


def _whole_seconds(moment: datetime) -> datetime:
    # Rounded up: a schedule has whole seconds, and a notice that fires before its hold ends would be postponed again.
    return moment if not moment.microsecond else moment.replace(microsecond=0) + timedelta(seconds=1)
