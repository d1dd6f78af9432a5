"""The optin half in memory, and a candidate's page that calls it."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from typing import Any

import pytest

from functions.domain.company import Company
from functions.domain.notice import Notice, NoticeRef
from functions.optin.api import ROUTES
from functions.optin.http import Request
from functions.optin.ports import Ports
from functions.optin.problems import Problem
from tests.fakes.pool import FakePool
from tests.optin_builders import KEYS, NOW, Json, company, http_event, invitation_code, notice, opt_in_body


class Clock:
    """Stands still unless it is told to go on."""

    def __init__(self, now: datetime = NOW) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **by: float) -> None:
        self.now += timedelta(**by)


class StubLedger:
    """Knows the notices that it was given."""

    def __init__(self, *notices: Notice) -> None:
        self._notices = {known.ref: known for known in notices}

    def get(self, ref: NoticeRef) -> Notice | None:
        return self._notices.get(ref)


@dataclass
class World:
    """Everything behind the API, and what a candidate with a code does in front of it."""

    company: Company = field(default_factory=company)
    pool: FakePool = field(default_factory=FakePool)
    clock: Clock = field(default_factory=Clock)
    ledger: StubLedger = field(default_factory=lambda: StubLedger(notice()))
    code: str = field(default_factory=invitation_code)

    def __post_init__(self) -> None:
        self._ids = count(1)

    @property
    def ports(self) -> Ports:
        return Ports(
            company=lambda _source: self.company,
            keys=KEYS,
            ledger=self.ledger,
            pool=self.pool,
            now=self.clock,
            new_id=lambda: f"receipt-{next(self._ids)}",
        )

    def call(self, route: str, body: Json | str | None = None, *, code: str | None = None) -> Json:
        """What the page gets. Raises Problem."""
        return ROUTES[route](Request(http_event(route, code or self.code, body)), self.ports).body

    def invitation(self, *, code: str | None = None) -> Json:
        return self.call("GET /api/invitation", code=code)

    def form(self, **changes: Any) -> Json:
        """The form of a page that is loaded now."""
        return opt_in_body(self.company, **changes)

    def join(self, form: Json | None = None, *, code: str | None = None) -> Json:
        """The receipt."""
        answer = self.call("PUT /api/opt-in", form or self.form(), code=code)
        receipt: Json = answer["receipt"]
        return receipt

    def opt_in(self, *, code: str | None = None) -> Json:
        return self.call("GET /api/opt-in", code=code)

    def withdraw(self, *, code: str | None = None) -> str:
        """The moment of the withdrawal."""
        answer = self.call("DELETE /api/opt-in", code=code)
        assert answer["state"] == "withdrawn"
        return str(answer["withdrawn_at"])

    def export(self) -> Json:
        return self.call("GET /api/opt-in/export")


def refused(code: str) -> pytest.RaisesExc[Problem]:
    """The call inside ends with this problem, as in `with refused("busy"):`."""
    return pytest.raises(Problem, check=lambda problem: problem.code == code)
