"""The limit of what one person may change in a day, and a change of address that waits for its confirmation."""

from datetime import datetime
from typing import Self

from functions.domain.lean_dataclass import dataclass
from functions.domain.personal_data import EmailAddress

# Each change is a write, and many are a consent that is kept for years: whoever has a link could fill the table.
MAX_PER_DAY = 20


@dataclass(frozen=True)
class Changes:
    """The number of changes of one person on one day, in UTC."""

    day: str = ""
    count: int = 0

    def is_over(self, now: datetime) -> bool:
        """Return whether the day's changes are used up."""
        return self.day == _day(now) and self.count >= MAX_PER_DAY

    def plus_one(self, now: datetime, by: int = 1) -> Self:
        """Return the number after one more change, or more where it weighs more."""
        return type(self)(_day(now), (self.count if self.day == _day(now) else 0) + by)


@dataclass(frozen=True)
class PendingAddress:
    """An address that a person asked to change to. `id` is in the token that confirms it, and in no later one."""

    id: str
    email: EmailAddress
    asked_at: datetime
    expires_at: datetime


def _day(now: datetime) -> str:
    return now.date().isoformat()
