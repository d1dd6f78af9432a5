"""Wrong hires, withdrawals and erasures in bulk: somebody hears of them."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from functions.domain.decisions.events import DecisionEvent
from functions.domain.employers.policy import Brake, Timing
from functions.domain.errors import Transient
from functions.domain.notices.brake import endings_of
from functions.domain.notices.revocation import HIRED_FOR
from functions.notify.commands import Command
from functions.notify.outcome import NoticeOutcome
from functions.notify.pipeline import process
from functions.runtime import metrics
from tests.builders import DECIDED_AT, SOURCE, erased, hired, minutes, rejected, withdrew
from tests.fakes.notify import FakePlanner, World

type Event = Callable[[int], DecisionEvent]
KINDS: dict[str, Event] = {
    "hired": lambda n: hired(application_id=f"A-{n}", candidate={"id": f"C-{n}"}),
    "withdrew": lambda n: withdrew(application_id=f"A-{n}"),
    "erased": lambda n: erased(candidate_id=f"C-{n}"),
}


@pytest.fixture
def rung(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many endings raised the alarm, call by call."""
    counts = list[int]()

    def count(name: str, value: int = 1) -> None:
        if name == metrics.MASS_ENDING:
            counts.append(value)

    monkeypatch.setattr("functions.notify.decide.endings.count", count)
    return counts


def world() -> World:
    return World(brake=Brake(endings_per_source_and_hour=10))


def counted(world: World) -> int:
    return world.bursts.bursts[endings_of(SOURCE, DECIDED_AT)].total


def tell(world: World, *events: DecisionEvent) -> list[Any]:
    commands = [Command(event, sent_at=DECIDED_AT) for event in events]
    return process(commands, ports=world.ports, deadline=world.now + minutes(2))


@pytest.mark.parametrize("kind", KINDS)
def test_more_than_the_limit_in_one_hour_raise_the_alarm(kind: str, rung: list[int]) -> None:
    it = world()
    tell(it, *map(KINDS[kind], range(10)))
    assert rung == []
    it.wait(minutes(90))
    tell(it, *map(KINDS[kind], range(10, 15)))
    assert (rung, counted(it)) == ([5], 15)


def test_all_kinds_of_one_source_count_together(rung: list[int]) -> None:
    tell(world(), *(KINDS[kind](n + 100 * k) for k, kind in enumerate(KINDS) for n in range(4)))
    assert rung == [12]


@pytest.mark.parametrize("kind", ["hired", "withdrew"])
def test_a_repeat_is_not_counted_again(kind: str) -> None:
    it = world()
    for _ in range(4):
        tell(it, *map(KINDS[kind], range(4)))
    assert counted(it) == 4


def test_what_ends_a_held_notice_is_counted(rung: list[int]) -> None:
    it = world()
    for n in range(11):
        it.tell(rejected(application_id=f"A-{n}", candidate={"id": f"C-{n}", "email": f"c{n}@example.com"}))
    assert tell(it, *map(KINDS["withdrew"], range(11))) == [NoticeOutcome.REVOKED] * 11
    assert rung == [11]


def test_a_count_that_fails_undoes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(*_: Any, **__: Any) -> None:
        raise Transient("the table is busy")

    it = world()
    monkeypatch.setattr(it.bursts, "count", busy)
    assert tell(it, withdrew()) == [NoticeOutcome.REVOCATION_REMEMBERED]


def test_how_long_a_person_counts_as_hired_is_the_employers_to_say(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(FakePlanner, "hired_for", timedelta(days=7))
    it = World()
    it.hire(application_id="A-1", hired_at=DECIDED_AT)
    it.wait(timedelta(days=8))
    assert it.reject(application_id="A-2", decided_at=it.now) is NoticeOutcome.HELD
    assert it.reject(application_id="A-3", decided_at=DECIDED_AT + timedelta(days=6)) is NoticeOutcome.ALREADY_REVOKED


def test_without_a_word_of_the_employer_it_is_as_ever() -> None:
    assert Timing(hold=timedelta(0)).hired_for == HIRED_FOR
