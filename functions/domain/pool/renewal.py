"""The renewal of a consent: when a person is asked whether they stay. Who does not answer leaves."""

from collections.abc import Iterator
from datetime import datetime, timedelta

# How many days before the end: once in good time, and once more.
_REMINDERS = {"30": timedelta(days=30), "7": timedelta(days=7)}
# Nobody is asked so soon after they agreed, nor by the first reminder when the second is about to follow.
_MINIMUM_DISTANCE = timedelta(days=14)


def reminders(given_at: datetime, expires_at: datetime, at: datetime) -> Iterator[tuple[str, datetime]]:
    """Yield the name of each reminder that is due after `at`, and when: at the hour at which the person agreed."""
    for name, before in _REMINDERS.items():
        due_at = expires_at - before
        if due_at > at and due_at - given_at >= _MINIMUM_DISTANCE:
            yield name, due_at


def is_overtaken(name: str | None, left: timedelta) -> bool:
    """Return whether the first reminder comes so late, with `left` to the end, that only the second is sent."""
    return name == "30" and left < _MINIMUM_DISTANCE
