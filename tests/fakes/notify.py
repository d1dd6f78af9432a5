"""notify's world in memory: the real service, composing and timing, on fake ports and a clock that a test turns."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any

from functions.delivery.ports import DeliveryPorts
from functions.domain.decisions.events import DecisionEvent
from functions.domain.decisions.rejection import Rejection
from functions.domain.employers.employers import Employer
from functions.domain.employers.policy import Brake, EmployerPolicy, Timing, Window
from functions.domain.notices.notice import Notice
from functions.domain.notices.owed_letter import OwedLetter
from functions.domain.notices.reference import NoticeRef
from functions.domain.pool.key_ring import Token
from functions.domain.pool.membership import OptIn
from functions.domain.timing.slots import Slot, find_slot, is_stale
from functions.letters.pool_letter import LetterSubject
from functions.letters.rejection import compose_rejection
from functions.letters.wording import Wordings
from functions.mail.message import Mail
from functions.notify.commands import Command
from functions.notify.outcome import NoticeOutcome, Result
from functions.notify.pipeline import process
from functions.notify.pool_composer import PoolLetterComposer
from functions.notify.ports import DecidePorts, DispatchPorts, Ports
from ops.words.source import read_wording
from tests.builders import DECIDED_AT, HOLD, REF, erased, hired, minutes, policy, rejected, rescinded, withdrew
from tests.fakes.bursts import FakeBursts
from tests.fakes.circuit import FakeCircuit
from tests.fakes.concurrency import FakeDoNotContact, FakeRateLimiter, OneByOne
from tests.fakes.ledger import FakeLedger
from tests.fakes.mailer import FakeMailer
from tests.fakes.people import FakePeople
from tests.fakes.pool import FakePool
from tests.fakes.review import Crash, watched
from tests.fakes.scheduler import FakeScheduler

LEASE = timedelta(minutes=5)
_WORDING = read_wording("en")
_COMPANY = policy()
ZONE = _COMPANY.brand.time_zone


class _FakeSigner:
    def sign(self, _token: Token) -> str:
        return "c" * 84


_POOL_LETTERS = PoolLetterComposer(Wordings("1", lambda _language: _WORDING), _FakeSigner(), "https://stay.example")


class FakeDueNotices:
    """What was put on notify's own queue."""

    def __init__(self) -> None:
        self.refs: list[NoticeRef] = []

    def enqueue(self, ref: NoticeRef) -> None:
        self.refs.append(ref)


class FakeComposer:
    """The real words, without an invitation."""

    version = _WORDING.version

    def compose(
        self, notices: Sequence[Notice], now: datetime, *, others_open: bool, profile: OptIn | None = None
    ) -> Mail:
        decisions = [notice.decision for notice in notices if notice.decision]
        return compose_rejection(
            decisions,
            ref=notices[0].ref,
            policy=_COMPANY,
            wording=_WORDING,
            invitation_link=None,
            others_open=others_open,
        )

    def compose_letter(self, notice: Notice, owed: OwedLetter, subject: LetterSubject, now: datetime) -> Mail:
        return _POOL_LETTERS.compose(notice, owed, subject, Employer("", _COMPANY), now)


@dataclass
class World:
    """Decisions are due `hold` after they were made, at any hour unless there is a window."""

    hold: timedelta = HOLD
    window: Window | None = None
    brake: Brake = field(default_factory=Brake)
    now: datetime = DECIDED_AT
    ledger: FakeLedger = field(default_factory=FakeLedger)
    mailer: FakeMailer = field(default_factory=FakeMailer)
    scheduler: FakeScheduler = field(default_factory=FakeScheduler)
    people: FakePeople = field(default_factory=FakePeople)
    bursts: FakeBursts = field(default_factory=FakeBursts)
    do_not_contact: FakeDoNotContact = field(default_factory=FakeDoNotContact)
    rate_limiter: FakeRateLimiter = field(default_factory=FakeRateLimiter)
    circuit: FakeCircuit = field(default_factory=FakeCircuit)
    pool: FakePool = field(default_factory=FakePool)
    due_notices: FakeDueNotices = field(default_factory=FakeDueNotices)
    composer: FakeComposer = field(default_factory=FakeComposer)
    employers: dict[str, str] = field(default_factory=dict)
    policy: EmployerPolicy | None = _COMPANY
    hook: Callable[[str], None] = lambda _moment: None
    ports: Ports = field(init=False)

    def __post_init__(self) -> None:
        ids, planner = count(1), FakePlanner(self)
        ledger, people = watched(self.ledger, self._pass), watched(self.people, self._pass)
        bursts = watched(self.bursts, self._pass)
        delivery = DeliveryPorts(
            ledger=ledger,
            do_not_contact=watched(self.do_not_contact, self._pass),
            mailer=watched(self.mailer, self._pass),
            rate_limiter=self.rate_limiter,
            circuit=watched(self.circuit, self._pass),
            executor=OneByOne(),
            now=lambda: self.now,
            new_id=lambda: f"claim-{next(ids)}",
            claim_lease=LEASE,
            sleep=lambda seconds: self.wait(timedelta(seconds=seconds)),
        )
        decide = DecidePorts(
            ledger=ledger,
            people=people,
            bursts=bursts,
            scheduler=watched(self.scheduler, self._pass),
            planner=lambda _source: planner,
            employer=lambda source: self.employers.get(source, ""),
            policy=lambda _employer: self.policy,
            brake_limits=self.brake,
            delivery=delivery,
            pool=self.pool,
            due_notices=self.due_notices,
            now=lambda: self.now,
        )
        dispatch = DispatchPorts(
            ledger=ledger,
            people=people,
            bursts=bursts,
            planner=lambda _source: planner,
            employer=lambda source: self.employers.get(source, ""),
            composer=self.composer,
            pool=self.pool,
            agencies=lambda _employer: [],
            brake_limits=self.brake,
            now=lambda: self.now,
        )
        self.ports = Ports(decide, dispatch, delivery)

    def reject(self, **overrides: Any) -> NoticeOutcome:
        return self._tell(rejected(**overrides))

    def rescind(self, **overrides: Any) -> NoticeOutcome:
        return self._tell(rescinded(**overrides))

    def hire(self, **overrides: Any) -> NoticeOutcome:
        return self._tell(hired(**overrides))

    def withdraw(self, **overrides: Any) -> NoticeOutcome:
        return self._tell(withdrew(**overrides))

    def erase(self, **overrides: Any) -> NoticeOutcome:
        return self._tell(erased(**overrides))

    def send_due(self, ref: NoticeRef = REF) -> NoticeOutcome:
        return self._tell(ref)

    def tell(self, *asked: DecisionEvent | NoticeRef) -> list[Result]:
        """What became of each in one batch."""
        return process([Command(one) for one in asked], ports=self.ports, deadline=self.now + minutes(2))

    def _tell(self, asked: DecisionEvent | NoticeRef) -> NoticeOutcome:
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


def _die() -> None:
    raise Crash


class FakePlanner:
    """The real timing in one time zone, without holidays."""

    def __init__(self, world: World) -> None:
        self._world = world

    @property
    def hired_for(self) -> timedelta:
        return self._timing.hired_for

    def slot(self, decision: Rejection, now: datetime) -> Slot:
        return find_slot(decision.decided_at, now=now, timing=self._timing, zone=ZONE, holiday=lambda _day: None)

    def opens_at(self, decision: Rejection, now: datetime, earliest: datetime | None = None) -> datetime:
        timing = replace(self._timing, hold=timedelta(0))
        return find_slot(earliest or now, now=now, timing=timing, zone=ZONE, holiday=lambda _day: None).due_at

    def opens_for(self, time_zone: str | None, now: datetime) -> datetime:
        timing = replace(self._timing, hold=timedelta(0))
        return find_slot(now, now=now, timing=timing, zone=ZONE, holiday=lambda _day: None).due_at

    def is_stale(self, decision: Rejection, now: datetime) -> bool:
        return is_stale(decision.decided_at, now, self._timing)

    def day(self, decision: Rejection, moment: datetime) -> date:
        return moment.astimezone(ZONE).date()

    @property
    def _timing(self) -> Timing:
        return replace(_COMPANY.timing, hold=self._world.hold, window=self._world.window)
