"""SES accepts nothing for a while, and eight workers have fourteen notices a second to send."""

from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

import pytest

from functions.delivery.claims import Draft
from functions.delivery.ports import DeliveryPorts, SharedCircuit
from functions.delivery.send import send_all
from functions.domain.errors import KindRegardsError, Refused, Unsure
from functions.domain.notices.circuit import Circuit
from functions.domain.notices.reference import NoticeRef
from functions.domain.notices.sendable import Sendable
from functions.domain.notices.states import State
from functions.domain.personal_data import EmailAddress
from functions.mail.message import Mail
from tests.builders import DECIDED_AT, mail, minutes, notice
from tests.fakes.circuit import FakeCircuit
from tests.fakes.concurrency import FakeDoNotContact
from tests.fakes.ledger import FakeLedger
from tests.simulation.virtual_time import Timeline, VirtualRateLimiter, VirtualThreads, numbered

WORKERS, RATE, BATCH = 8, 14, 100
# How SES fails, and after how many seconds: an error at once, or no answer until our client gives up.
FAILURES: dict[str, tuple[float, KindRegardsError]] = {
    "500": (0.1, Unsure("InternalFailure")),
    "no answer": (10.0, Unsure("ReadTimeoutError")),
    "refused": (0.1, Refused("BadRequestException")),
}
BEGINS, AFTERWARDS = DECIDED_AT + minutes(1), minutes(7)
_ADDRESS = EmailAddress("sam@example.com")


class Ses:
    """SES, which fails from one minute on. `latency`: until it accepts an email."""

    provider = "SES"

    def __init__(self, timeline: Timeline, failure: str, lasts: timedelta, latency: float = 0.08) -> None:
        self._timeline, self._ends, self._latency = timeline, BEGINS + lasts, latency
        self._seconds, self._error = FAILURES[failure]
        self.accepted: list[datetime] = []

    def send(self, mail: Mail, attempt: str) -> str:
        if BEGINS <= self._timeline.now() < self._ends:
            self._timeline.sleep(self._seconds)
            raise self._error
        self._timeline.sleep(self._latency)
        self.accepted.append(self._timeline.now())
        return f"ses-{len(self.accepted)}"


class Outage:
    """Eight workers that never run out of notices, through an outage and what comes after."""

    def __init__(
        self, failure: str, lasts: timedelta, circuit: SharedCircuit | None = None, latency: float = 0.08
    ) -> None:
        self.timeline = Timeline(DECIDED_AT)
        self.ses, self.ledger, self.ends = Ses(self.timeline, failure, lasts, latency), FakeLedger(), BEGINS + lasts
        ids, self._names = numbered("claim"), numbered("A")
        ports = DeliveryPorts(
            ledger=self.ledger,
            do_not_contact=FakeDoNotContact(),
            mailer=self.ses,
            rate_limiter=VirtualRateLimiter(self.timeline, RATE),
            circuit=circuit or FakeCircuit(),
            executor=VirtualThreads(self.timeline),
            now=self.timeline.now,
            new_id=lambda: next(ids),
            claim_lease=minutes(5),
            sleep=self.timeline.sleep,
        )
        for _ in range(WORKERS):
            own = replace(ports, circuit=type(circuit)()) if isinstance(circuit, Unshared) else ports
            self.timeline.start(partial(self._work, own))
        self.timeline.run(self.ends + AFTERWARDS)

    def _work(self, ports: DeliveryPorts) -> None:
        drafts = list[Draft]()
        while True:
            drafts += [self._draft(next(self._names)) for _ in range(BATCH - len(drafts))]
            send_all(drafts, ports=ports, deadline=self.timeline.now() + timedelta(seconds=117))
            # Nobody has claimed these, so that they are as good as new ones, which take longer to make than to refuse.
            drafts = [draft for draft in drafts if draft.refs[0] not in self.ledger.notices]
            self.timeline.sleep(1)

    def _draft(self, name: str) -> Draft:
        due = replace(_NOTICE, ref=NoticeRef.of("/ats", name))
        return Draft((Sendable(due, is_new=True),), (_ADDRESS,), _MAIL)

    def left_over(self) -> int:
        """How many were not accepted, and are not sent again by themselves."""
        states = Counter(notice.state for notice in self.ledger.notices.values())
        return states[State.UNKNOWN] + states[State.REFUSED]

    def accepted(self, begins: datetime, lasts: timedelta) -> int:
        return sum(begins <= moment < begins + lasts for moment in self.ses.accepted)


_MAIL, _NOTICE = mail(), notice()


class Unshared(FakeCircuit):
    """Each worker has a circuit of its own."""


class NeverOpen(FakeCircuit):
    """What fails is not remembered."""

    def record_failures(self, count: int, at: datetime) -> Circuit:
        return self.circuit

    def open(self, at: datetime) -> Circuit:
        return self.circuit


class ManyProbes(FakeCircuit):
    """Whoever sees that a probe is due sends one."""

    def take_probe(self, seen: Circuit, at: datetime) -> bool:
        return True


class NeverClosed(FakeCircuit):
    """A probe that was accepted changes nothing."""

    def close(self) -> None:
        pass


@pytest.mark.parametrize(("failure", "lasts"), [*((failure, 20) for failure in FAILURES), ("no answer", 60)])
def test_an_outage_leaves_few_in_doubt_however_long_it_takes(failure: str, lasts: int) -> None:
    outage = Outage(failure, minutes(lasts))
    assert 0 < outage.left_over() <= 30
    # The rest is not lost: it is held, and its message returns.
    states = {notice.state for notice in outage.ledger.notices.values()}
    assert states <= {State.ACCEPTED, State.UNKNOWN, State.REFUSED, State.HELD, State.CLAIMED}


@pytest.mark.parametrize("failure", FAILURES)
def test_sending_goes_on_by_itself_once_a_probe_was_accepted(failure: str) -> None:
    outage = Outage(failure, minutes(20))
    assert outage.accepted(outage.ends + minutes(6), minutes(1)) > 0.9 * RATE * 60


@pytest.mark.parametrize("latency", [0.08, 0.3, 1.5])
def test_nothing_is_stopped_while_ses_is_slow_and_accepts(latency: float) -> None:
    outage = Outage("500", timedelta(0), latency=latency)
    assert outage.left_over() == 0
    share = outage.accepted(DECIDED_AT + minutes(1), minutes(5)) / (RATE * 300)
    assert share > (0.95 if latency <= 0.3 else 0.2)


@pytest.mark.parametrize("broken", [Unshared, NeverOpen, ManyProbes])
def test_a_circuit_that_does_not_hold_is_caught(broken: type[FakeCircuit]) -> None:
    assert Outage("500", minutes(10), broken()).left_over() > 30


def test_a_circuit_that_stays_open_is_caught() -> None:
    outage = Outage("500", minutes(5), NeverClosed())
    assert outage.accepted(outage.ends + minutes(6), minutes(1)) < 0.1 * RATE * 60
