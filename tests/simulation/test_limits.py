"""What is broken in the brake, the circuit breaker, or a bulk of hires is caught, in a short history of each."""

from collections.abc import Callable

import pytest

from functions.delivery.circuit_breaker import CircuitBreaker
from functions.domain.decisions.events import CandidateHired
from functions.domain.notices.reference import Application
from functions.domain.notices.sendable import Sendable
from functions.notify.decide import candidates
from functions.notify.decide.register import Prefetched
from functions.notify.outcome import NoticeOutcome
from functions.notify.ports import DecidePorts
from tests.builders import DECIDED_AT, minutes
from tests.simulation.test_mutants import go_on_until
from tests.simulation.test_outage import ManyProbes, NeverClosed
from tests.simulation.world import Telling

type History = Callable[[Telling], None]


def comes_back(world: Telling) -> None:
    """Nothing is accepted, so that a message comes back before its notice is in the ledger."""
    world.watched_circuit.open(world.world.now)
    world.publish_rejection(application="A-1", decided_at=DECIDED_AT, can_email=True)
    world.all_goes_well_for_a_moment()
    assert world.world.ledger.notices == {}
    world.time_passes(count=5)


def two_probe(world: Telling) -> None:
    """Two workers see that a probe is due."""
    world.watched_circuit.open(world.world.now)
    for application in ("A-1", "A-3"):
        world.publish_rejection(application=application, decided_at=DECIDED_AT, can_email=True)
    world.time_passes(count=5)
    for _ in range(2):
        world.a_worker_takes_a_batch(taken=[0], twice=False)
    for worker in world.workers:
        go_on_until(worker, "before take_probe")
    for _ in range(2):
        world.a_worker_ends(place=0)


def many_are_hired(world: Telling) -> None:
    """A wrong filter hires everybody; their rejections come after it."""
    world.publish_an_ending(application="A-1", kind="hired", at=DECIDED_AT, bulk=True)
    world.all_goes_well_for_a_moment()
    for application in ("A-1", "A-3", "A-4"):
        world.publish_rejection(application=application, decided_at=DECIDED_AT, can_email=True)
    world.all_goes_well_for_a_moment()


def counted_anew(*_args: object, **_ports: object) -> set[Application]:
    """A message that comes back is taken for one that was never counted."""
    return set()


def deaf(self: CircuitBreaker, wanted: int) -> int:
    """The circuit is read, and not heeded."""
    self._ports.circuit.read()
    return wanted


def only_the_first(hired: list[str], hire: Callable[..., NoticeOutcome | Sendable]) -> Callable[..., object]:
    """Of hires in bulk the first one alone closes anybody."""

    def broken(
        event: CandidateHired, own: Application, prefetched: Prefetched, *, ports: DecidePorts
    ) -> NoticeOutcome | Sendable:
        hired.append(own.id)
        if own.id != hired[0]:
            return NoticeOutcome.REVOCATION_REMEMBERED
        return hire(event, own, prefetched, ports=ports)

    return broken


def play(history: History, **parts: type) -> None:
    world: Telling = type("Limited", (Telling,), parts)()
    history(world)
    world.teardown()


@pytest.mark.parametrize("history", [comes_back, two_probe, many_are_hired])
def test_the_history_breaks_no_promise(history: History) -> None:
    play(history)


@pytest.mark.parametrize(
    ("history", "place", "broken", "caught"),
    [
        (comes_back, "functions.notify.decide.register._find_counted", counted_anew, "counted one decision twice"),
        (comes_back, "functions.delivery.circuit_breaker.CircuitBreaker.admit", deaf, "sent while sending is stopped"),
        (many_are_hired, "functions.notify.decide.event.hire", only_the_first([], candidates.hire), "in time|be told"),
    ],
    ids=["counted anew", "deaf", "only the first hire"],
)
def test_what_is_broken_in_a_limit_is_caught(
    history: History, place: str, broken: object, caught: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(place, broken)
    with pytest.raises(AssertionError, match=caught):
        play(history)


@pytest.mark.parametrize(
    ("history", "broken", "caught"),
    [(two_probe, ManyProbes, "two probes of one moment"), (comes_back, NeverClosed, "sending is still stopped")],
)
def test_a_circuit_that_is_broken_is_caught(history: History, broken: type, caught: str) -> None:
    with pytest.raises(AssertionError, match=caught):
        play(history, circuit=broken)


def test_a_probe_lets_everybody_go_on() -> None:
    """The watch itself lets through what is allowed: a probe, and then the rest."""
    world = Telling()
    comes_back(world)
    world.all_goes_well_for_a_moment()
    assert world.watched_circuit.circuit.is_untroubled
    world.publish_rejection(application="A-3", decided_at=DECIDED_AT + minutes(5), can_email=True)
    world.all_goes_well_for_a_moment()
    assert len(world.world.told()) == 2
