"""The optin half in memory, and a candidate's page that calls it."""

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import count
from typing import Any, cast

import pytest

from functions.domain.employers.employers import Employers
from functions.domain.employers.policy import EmployerPolicy
from functions.domain.notices.notice import Notice
from functions.domain.notices.owed_letter import UNEXPECTED
from functions.domain.notices.reference import NoticeRef
from functions.domain.pool.erased_profiles import ErasedProfiles
from functions.domain.pool.key_ring import KeyRing
from functions.domain.pool.link_request import LinkRequest
from functions.domain.pool.membership import Standing, standing
from functions.optin.api import ROUTES
from functions.optin.caller import Session, authenticate
from functions.optin.ports import Ports
from functions.runtime.http.problem import Problem
from functions.runtime.http.request import Request
from functions.runtime.receipt_signer import ReceiptSigner
from tests.fakes.access_log import FakeAccessLog
from tests.fakes.kms import FakeKms
from tests.fakes.pool import FakePool
from tests.optin_builders import (
    CANDIDATE,
    KEYS,
    NOW,
    SITE_URL,
    Json,
    http_event,
    invitation_code,
    keyed,
    notice,
    opt_in_body,
    policy,
    unsubscribe_token,
)

RECEIPT_KEY = "alias/kind-regards-receipts"
# To make a key takes as long as a test.
KMS = FakeKms(RECEIPT_KEY)


class Clock:
    """Stands still unless it is told to go on."""

    def __init__(self, now: datetime = NOW) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **by: float) -> None:
        self.now += timedelta(**by)


class FakeQueue:
    """DueNotices: what was put on it, unless a test breaks it."""

    def __init__(self) -> None:
        self.refs: list[NoticeRef] = []
        self.links: list[LinkRequest] = []
        self.erased: list[ErasedProfiles] = []
        self.failure: Exception | None = None

    def enqueue(self, ref: NoticeRef) -> None:
        if self.failure:
            raise self.failure
        self.refs.append(ref)

    def enqueue_erased(self, erased: ErasedProfiles) -> None:
        if self.failure:
            raise self.failure
        self.erased.append(erased)

    def enqueue_link(self, request: LinkRequest) -> None:
        if self.failure:
            raise self.failure
        self.links.append(request)


class FakeLinkLimits:
    """Counts in memory."""

    def __init__(self) -> None:
        self._counts = Counter[tuple[str, str, str]]()

    def take(self, kind: str, whom: str, most: int, at: datetime) -> bool:
        key = (kind, whom, f"{at:%Y-%m-%dT%H}")
        is_within = self._counts[key] < most
        self._counts[key] += is_within
        return is_within


class StubLedger:
    """Knows the notices that it was given."""

    def __init__(self, *notices: Notice) -> None:
        self._notices = {notice.ref: notice for notice in notices}
        # Those that the pool opens.
        self.letters: list[Notice] = []

    def get(self, ref: NoticeRef) -> Notice | None:
        return self._notices.get(ref) or next((one for one in self.letters if one.ref == ref), None)


@dataclass
class World:
    """Everything behind the API, and what a candidate with a code does in front of it."""

    policy: EmployerPolicy = field(default_factory=policy)
    pool: FakePool = field(default_factory=FakePool)
    clock: Clock = field(default_factory=Clock)
    ledger: StubLedger = field(default_factory=lambda: StubLedger(notice()))
    due_notices: FakeQueue = field(default_factory=FakeQueue)
    link_limits: FakeLinkLimits = field(default_factory=FakeLinkLimits)
    access_log: FakeAccessLog = field(default_factory=FakeAccessLog)
    code: str = field(default_factory=invitation_code)
    token: str = field(default_factory=unsubscribe_token)
    ring: KeyRing = KEYS
    kms: FakeKms = field(default_factory=lambda: KMS)
    candidate: str = CANDIDATE

    def __post_init__(self) -> None:
        self._ids = count(1)
        self.ledger.letters = self.pool.owed

    @property
    def receipt_signer(self) -> ReceiptSigner:
        return ReceiptSigner(cast("Any", self.kms), RECEIPT_KEY, self.clock)

    @property
    def employers(self) -> Employers:
        return Employers({}, lambda _employer: self.policy)

    @property
    def owed(self) -> list[Notice]:
        """The letters that are owed for what was done, without those that wait for the end of a consent."""
        return [item for item in self.pool.owed if item.letter and item.letter.kind not in UNEXPECTED]

    @property
    def ports(self) -> Ports:
        return Ports(
            employers=self.employers,
            keys=self.ring,
            ledger=self.ledger,
            pool=self.pool,
            due_notices=self.due_notices,
            link_limits=self.link_limits,
            access_log=self.access_log,
            now=self.clock,
            new_id=lambda: f"receipt-{next(self._ids)}",
            keyed=keyed,
            receipt_signer=self.receipt_signer,
            site_url=SITE_URL,
            region="eu-west-1",
        )

    def authenticate(self, code: str | None) -> Session:
        return authenticate(code, keys=self.ring, pool=self.pool, now=self.clock)

    def call(self, route: str, body: Json | str | None = None, *, code: str | None = None) -> Json:
        """What the page gets. Raises Problem."""
        answer = ROUTES[route](Request(http_event(route, code or self.code, body)), self.ports)
        assert isinstance(answer.body, dict)
        return answer.body

    def look_at_the_link(self, *, token: str | None = None) -> str:
        return self._follow("GET", token)

    def unsubscribe(self, *, token: str | None = None) -> str:
        """The page that is answered."""
        return self._follow("POST", token)

    def _follow(self, method: str, token: str | None) -> str:
        route = f"{method} /api/unsubscribe/{{token}}"
        answer = ROUTES[route](Request(http_event(route, token=token or self.token)), self.ports)
        assert isinstance(answer.body, str)
        return answer.body

    def invitation(self, *, code: str | None = None) -> Json:
        return self.call("GET /api/invitation", code=code)

    def form(self, **changes: Any) -> Json:
        """The form of a page that is loaded now."""
        member = self.pool.get(self.candidate)
        revision = member.revision if standing(member, self.clock.now) is Standing.ACTIVE and member else None
        return opt_in_body(self.policy, **{"revision": revision, **changes})

    def join(self, form: Json | None = None, *, code: str | None = None) -> Json:
        """The receipt."""
        answer = self.call("PUT /api/opt-in", form or self.form(), code=code)
        receipt: Json = answer["receipt"]
        return receipt

    def join_as(self, employer: str) -> None:
        """Join, as the person of an employer that is in the file at that time."""
        employers = Employers({employer: ["/ats/of/it"]}, lambda _employer: self.policy)
        ports = replace(self.ports, employers=employers)
        ROUTES["PUT /api/opt-in"](Request(http_event("PUT /api/opt-in", self.code, self.form())), ports)

    def renew(self, **changes: Any) -> Json:
        """The receipt."""
        form = {name: value for name, value in self.form().items() if name not in {"profile", "rejoin_after"}}
        receipt: Json = self.call("POST /api/opt-in/renewal", {**form, **changes})["receipt"]
        return receipt

    def pause(self, until: str) -> Json:
        return self.call("PUT /api/opt-in/pause", {"until": until})

    def opt_in(self, *, code: str | None = None) -> Json:
        return self.call("GET /api/opt-in", code=code)

    def withdraw(self, *, code: str | None = None) -> str:
        """The moment of the withdrawal."""
        answer = self.call("DELETE /api/opt-in", code=code)
        assert answer["state"] == "withdrawn"
        return str(answer["withdrawn_at"])

    def export(self, *, after: str = "") -> Json:
        event = http_event("GET /api/opt-in/export", self.code) | {"queryStringParameters": {"after": after}}
        answer = ROUTES["GET /api/opt-in/export"](Request(event), self.ports).body
        assert isinstance(answer, dict)
        return answer


def refused(code: str) -> pytest.RaisesExc[Problem]:
    """The call inside ends with this problem, as in `with refused("busy"):`."""
    return pytest.raises(Problem, check=lambda problem: problem.code == code)
