"""notify's world in memory: the real service, composing and timing, on fake ports and a clock that a test turns."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from itertools import count
from typing import Any

from functions.domain.company import Company, Window
from functions.domain.decision import DecisionEvent, Rejection
from functions.domain.notice import Notice, NoticeRef
from functions.domain.timing import due_at
from functions.notify.compose import compose
from functions.notify.mail import Mail
from functions.notify.message import Work
from functions.notify.outcome import Outcome, Result
from functions.notify.ports import Ports
from functions.notify.telling import tell
from functions.notify.wording import read_wording
from tests.builders import DECIDED_AT, HOLD, REF, company, minutes, rejected, rescinded
from tests.fakes.ledger import FakeLedger
from tests.fakes.mailer import FakeMailer
from tests.fakes.scheduler import FakeScheduler
from tests.fakes.side_by_side import FakeDoNotContact, FakePace, OneByOne
from tests.fakes.watched import Crash, watched

LEASE = timedelta(minutes=5)
_WORDING = read_wording("en")
_COMPANY = company()


@dataclass
class World:
    """Decisions are due `hold` after they were made, at any hour unless there is a window."""

    hold: timedelta = HOLD
    window: Window | None = None
    now: datetime = DECIDED_AT
    ledger: FakeLedger = field(default_factory=FakeLedger)
    mailer: FakeMailer = field(default_factory=FakeMailer)
    scheduler: FakeScheduler = field(default_factory=FakeScheduler)
    do_not_contact: FakeDoNotContact = field(default_factory=FakeDoNotContact)
    pace: FakePace = field(default_factory=FakePace)
    hook: Callable[[str], None] = lambda _moment: None
    ports: Ports = field(init=False)

    def __post_init__(self) -> None:
        ids = count(1)
        self.ports = Ports(
            ledger=watched(self.ledger, self._pass),
            mailer=watched(self.mailer, self._pass),
            scheduler=watched(self.scheduler, self._pass),
            do_not_contact=watched(self.do_not_contact, self._pass),
            pace=self.pace,
            pool=OneByOne(),
            compose=partial(compose_for, _COMPANY),
            due_at=self._due_at,
            now=lambda: self.now,
            new_id=lambda: f"claim-{next(ids)}",
            claim_lease=LEASE,
        )

    def reject(self, **overrides: Any) -> Outcome:
        return self._tell(rejected(**overrides))

    def rescind(self, **overrides: Any) -> Outcome:
        return self._tell(rescinded(**overrides))

    def send_due(self, ref: NoticeRef = REF) -> Outcome:
        return self._tell(ref)

    def tell(self, *asked: DecisionEvent | NoticeRef) -> list[Result]:
        """What became of each in one batch."""
        return tell([Work(one) for one in asked], ports=self.ports, deadline=self.now + minutes(2))

    def _tell(self, asked: DecisionEvent | NoticeRef) -> Outcome:
        (result,) = self.tell(asked)
        if isinstance(result, Exception):
            raise result
        return result

    def wait(self, time: timedelta) -> None:
        self.now += time

    def die(self, moment: str) -> None:
        """The next worker that comes to `moment` ("after claim") dies there."""
        self.at(moment, _die)

    def at(self, moment: str, act: Callable[[], object]) -> None:
        """Once, when a worker comes to `moment`."""

        def hook(passed: str) -> None:
            if passed == moment:
                self.hook = lambda _moment: None
                act()

        self.hook = hook

    def notice(self, cycle: int = 1) -> Notice:
        return self.ledger.notices[NoticeRef(REF.application, cycle)]

    def states(self) -> list[str]:
        """The state of each cycle, in order."""
        return [self.ledger.notices[ref].state.value for ref in sorted(self.ledger.notices)]

    def told(self) -> list[NoticeRef]:
        """Which notices reached a mailbox."""
        return [ref for ref, _ in self.mailer.accepted]

    def _pass(self, moment: str) -> None:
        self.hook(moment)

    def _due_at(self, decision: Rejection, now: datetime) -> datetime:
        zone = _COMPANY.company.time_zone
        return due_at(decision.decided_at, now=now, hold=self.hold, window=self.window, zone=zone)


def _die() -> None:
    raise Crash


def compose_for(of: Company, notice: Notice, decision: Rejection, now: datetime) -> Mail:
    return compose(decision, company=of, wording=_WORDING, offer=None)
