"""What a person may expect of their place in the pool, kept beside the real one."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from tests.fakes.pool import FakePool
from tests.optin_builders import NOW, Json


@dataclass(frozen=True)
class Code:
    text: str
    ends: datetime


@dataclass(frozen=True)
class Sent:
    """A PUT as a page once sent it; a browser, a proxy or an open tab may send it again."""

    code: Code
    form: Json
    withdrawals_then: int


@dataclass
class Expected:
    """What the person would say of their own history."""

    joined_with: Sent | None = None
    receipt: Json = field(default_factory=dict)
    ends: datetime = NOW
    withdrawals: list[str] = field(default_factory=list)
    records: int = 0
    revision: int = 0
    changes: Counter[date] = field(default_factory=Counter)

    def active(self, now: datetime) -> bool:
        return self.joined_with is not None and now < self.ends


class UnluckyPool(FakePool):
    """Loses as many writes as it is told to, as to a writer who came back to the same state."""

    unlucky = 0

    def _replace(self, *args: Any) -> bool:
        if self.unlucky:
            self.unlucky -= 1
            return False
        return super()._replace(*args)
