"""When a notice is due: not before the hold is over, at an hour when a person would want it, and never much later.

Pure: the moment, the zone and the public holidays are given.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from functions.domain.employers.policy import Timing, Window

# How much later the scheduler may deliver what is due at an hour when many are.
SPREAD = timedelta(minutes=15)
_SATURDAY = 5
_ONE_DAY, _ANY_DAY = timedelta(days=1), date(2000, 1, 2)
# A calendar without a single business day in it is wrong: its holidays are then not looked at.
_MOST_DAYS = 60

type Holiday = Callable[[date], str | None]


class Why(StrEnum):
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
    """One reason, and the moment that it leads to. `detail`: a holiday's name."""

    why: Why
    at: datetime
    detail: str = ""


@dataclass(frozen=True)
class Slot:
    """When a notice is due, and after what moment it goes to a person instead, both in UTC; and why."""

    due_at: datetime
    latest_at: datetime
    steps: tuple[Step, ...]


def is_stale(decided_at: datetime, now: datetime, timing: Timing) -> bool:
    """Whether a decision is so old that a person is to look before anybody is told."""
    return now - decided_at > timing.stale_after


def slot(decided_at: datetime, *, now: datetime, timing: Timing, zone: ZoneInfo, holiday: Holiday) -> Slot:
    """The first moment from `now` on at which the notice may go out; one in the future is in whole seconds.

    Without a window it is when the hold ends, be that in the past. The cap shortens the hold, if need be.
    """
    # In one zone, Python would add and compare by the clock on its wall.
    decided_at, now = decided_at.astimezone(UTC), now.astimezone(UTC)
    hold_ends = decided_at + timing.hold
    if hold_ends > now:
        hold_ends = _whole_seconds(hold_ends)
    steps = [Step(Why.DECIDED, decided_at), Step(Why.HOLD_ENDS, hold_ends)]
    local, days = decided_at.astimezone(zone), _Days(zone, holiday)
    cap_day = days.after(local.date(), timing.cap_business_days)
    if timing.window is None:
        return _slot(steps, datetime.combine(cap_day, local.timetz()), now)
    hours = _Hours(days, timing.window)
    if hold_ends < now:
        steps.append(Step(Why.ALREADY_OVER, now))
    steps += hours.until_open(max(hold_ends, now), now)
    # Also from then on, or what was due at the cap would have to wait for its hold once it fires.
    capped = max(hours.last_start(cap_day), now)
    if now < hold_ends and capped < steps[-1].at:
        steps += [Step(Why.CAP, capped), *hours.until_open(capped, now)]
    return _slot(steps, hours.closing(cap_day), now)


def _slot(steps: list[Step], cap: datetime, now: datetime) -> Slot:
    due_at = steps[-1].at.astimezone(UTC)
    return Slot(due_at, max(cap.astimezone(UTC), max(due_at, now) + _ONE_DAY), tuple(steps))


@dataclass(frozen=True)
class _Days:
    """The calendar of one place."""

    zone: ZoneInfo
    holiday: Holiday

    def after(self, day: date, count: int) -> date:
        """The n-th business day after `day`."""
        later, left = day, count
        for _ in range(_MOST_DAYS):
            later += _ONE_DAY
            left -= self.off(later) is None
            if left == 0:
                return later
        return self.without_holidays().after(day, count)

    def off(self, day: date) -> tuple[Why, str] | None:
        """Why nobody is told on that day; None: it is a business day."""
        if day.weekday() >= _SATURDAY:
            return Why.WEEKEND, ""
        name = self.holiday(day)
        return (Why.HOLIDAY, name) if name is not None else None

    def without_holidays(self) -> "_Days":
        return _Days(self.zone, lambda _day: None)


@dataclass(frozen=True)
class _Hours:
    """The window on business days."""

    days: _Days
    window: Window

    def until_open(self, moment: datetime, now: datetime) -> list[Step]:
        """From `moment` to the first one at which a notice may go out; nothing if it may go out then."""
        steps, local, is_now = list[Step](), moment.astimezone(self.days.zone), moment <= now
        for _ in range(_MOST_DAYS):
            step = self._shut(local, is_now=is_now)
            if step is None:
                return steps
            steps.append(step)
            local, is_now = step.at, False
        return _Hours(self.days.without_holidays(), self.window).until_open(moment, now)

    def last_start(self, day: date) -> datetime:
        """So that it arrives in the window, be it as late as it may."""
        # The second one where that hour comes twice; where clocks jump over it, as long before they do.
        return datetime.combine(day, self._last.replace(fold=1), tzinfo=self.days.zone).astimezone(UTC)

    def closing(self, day: date) -> datetime:
        return datetime.combine(day, self.window.closes, tzinfo=self.days.zone)

    @property
    def _last(self) -> time:
        last = datetime.combine(_ANY_DAY, self.window.closes) - SPREAD
        return max(self.window.opens, last.time()) if last.date() == _ANY_DAY else self.window.opens

    def _shut(self, local: datetime, *, is_now: bool) -> Step | None:
        hour = local.time()
        if off := self.days.off(local.date()):
            why, detail = off
            return Step(why, self._opening(local + _ONE_DAY), detail)
        if hour < self.window.opens:
            return Step(Why.TOO_EARLY, self._opening(local))
        if hour >= self.window.closes if is_now else hour > self._last:
            return Step(Why.TOO_LATE, self._opening(local + _ONE_DAY))
        return None

    def _opening(self, day: datetime) -> datetime:
        # Where clocks go back, an hour comes twice: in the second one, the opening is the second one too.
        opening = datetime.combine(day.date(), self.window.opens.replace(fold=day.fold), tzinfo=self.days.zone)
        # Where they go forward, it may not come at all: there and back it is the hour after.
        return opening.astimezone(UTC).astimezone(self.days.zone)


def _whole_seconds(moment: datetime) -> datetime:
    # Rounded up: a schedule has whole seconds, and a notice that fires early would be put back.
    return moment if not moment.microsecond else moment.replace(microsecond=0) + timedelta(seconds=1)
