"""When a notice is due: not before the hold is over, and at an hour when a person would want it."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from functions.domain.company import Window

_SATURDAY = 5


def due_at(decided_at: datetime, *, now: datetime, hold: timedelta, window: Window | None, zone: ZoneInfo) -> datetime:
    """The first moment from `now` on, in UTC, at which the notice may go out; a later one is in whole seconds.

    Without a window it is when the hold ends, be that in the past.
    """
    earliest = decided_at + hold
    if earliest > now:
        earliest = _whole_seconds(earliest)
    if window is None:
        return earliest.astimezone(UTC)
    return _next_slot(max(earliest, now).astimezone(zone), window).astimezone(UTC)


def _next_slot(local: datetime, window: Window) -> datetime:
    if local.time() >= window.closes:
        local = _opening(local + timedelta(days=1), window)
    elif local.time() < window.opens:
        local = _opening(local, window)
    while local.weekday() >= _SATURDAY:
        local = _opening(local + timedelta(days=1), window)
    return local


def _opening(day: datetime, window: Window) -> datetime:
    # Where clocks go back, an hour comes twice: in the second one, the opening is the second one too.
    return datetime.combine(day.date(), window.opens.replace(fold=day.fold), tzinfo=day.tzinfo)


def _whole_seconds(moment: datetime) -> datetime:
    # Rounded up: a schedule has whole seconds, and a notice that fires early would be put back.
    return moment if not moment.microsecond else moment.replace(microsecond=0) + timedelta(seconds=1)
