"""A weekend with the window shut, minute by minute: how many messages and writes it takes for a notice to wait."""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta

import pytest

from functions.domain.employers.policy import Window
from functions.domain.errors import Stopped, Transient
from functions.domain.notices.reference import NoticeRef
from functions.sweep.ports import Ports as SweepPorts
from functions.sweep.sweep import sweep
from tests.builders import SOURCE, minutes, rejected
from tests.fakes.notify import ZONE, World
from tests.fakes.review_queue import FakeReviewQueue

NOTICES = 20
MOST_MESSAGES = MOST_WRITES = 3
REFS = [NoticeRef.of(SOURCE, f"A-{n}") for n in range(NOTICES)]


def toronto(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=ZONE).astimezone(UTC)


class Weekend:
    """DueNotices, schedules and sweep around the real service, and a clock of five minutes."""

    def __init__(self, due_at: datetime) -> None:
        window = Window(opens=time(9), closes=time(17))
        self.world = World(window=window, hold=timedelta(days=1), now=due_at - timedelta(days=1))
        for n, ref in enumerate(REFS):
            candidate = {"id": f"C-{n}", "email": f"c{n}@example.com"}
            event = rejected(
                application_id=f"A-{n}", decided_at=self.world.now, candidate=candidate, job={"id": f"J-{n}"}
            )
            self.world.tell(event)
            assert self.world.ledger.notices[ref].due_at == due_at
        self.visible_at: list[tuple[datetime, NoticeRef]] = []
        self.messages = self.receives = self.in_flight = 0
        self.sweep = SweepPorts(
            self.world.ledger, FakeReviewQueue(self.world.ledger), self.enqueue, lambda: self.world.now, False
        )

    def enqueue(self, ref: NoticeRef) -> None:
        self.messages += 1
        self.visible_at.append((self.world.now, ref))

    def run(self, until: datetime) -> None:
        while self.world.now < until:
            self.world.wait(minutes(5))
            for ref in self.world.scheduler.fire(self.world.now):
                self.enqueue(ref)
            self.visible_at = list(self._received())
            self.in_flight = max(self.in_flight, len(self.visible_at))
            if self.world.now.minute % 15 == 0:
                list(sweep(self.world.now + minutes(1), ports=self.sweep))

    def writes(self) -> int:
        return sum(len(self.world.ledger.notices[ref].history) - 1 for ref in REFS)

    def _received(self) -> Iterator[tuple[datetime, NoticeRef]]:
        for visible_at, ref in self.visible_at:
            if visible_at > self.world.now:
                yield visible_at, ref
                continue
            self.receives += 1
            (result,) = self.world.tell(ref)
            if isinstance(result, Transient):
                yield self.world.now + (result.after or minutes(1)), ref


@pytest.mark.parametrize("is_lost", [False, True], ids=["handled after hours", "asked for by the sweep"])
def test_a_notice_that_is_shut_out_waits_with_two_messages_and_two_writes(is_lost: bool) -> None:
    """Due at a quarter to five, its message is handled a quarter of an hour later, or not at all."""
    weekend = Weekend(due_at := toronto(27, 16, 45))
    weekend.world.scheduler.fire(due_at)
    weekend.world.now = toronto(27, 17)
    if not is_lost:
        for ref in REFS:
            weekend.enqueue(ref)
    weekend.run(until=toronto(30, 8, 55))
    # The sweep notes that it asked.
    assert (weekend.messages, weekend.writes()) == (NOTICES, NOTICES * (1 + is_lost))
    assert (weekend.receives, weekend.in_flight, weekend.world.told()) == (NOTICES, 0, [])
    weekend.run(until=toronto(30, 9))
    assert weekend.messages == 2 * NOTICES <= MOST_MESSAGES * NOTICES
    assert sorted(weekend.world.told()) == sorted(REFS)


def test_a_notice_that_ses_stops_on_friday_afternoon_waits_with_two_messages_and_three_writes() -> None:
    weekend = Weekend(due_at=toronto(27, 16, 40))
    weekend.world.now = toronto(27, 16, 35)
    weekend.world.mailer.answers = [Stopped("SendingPausedException") for _ in REFS]
    weekend.run(until=toronto(30, 8, 55))
    # Claimed, held again, put off.
    assert (weekend.messages, weekend.writes()) == (NOTICES, MOST_WRITES * NOTICES)
    assert (weekend.in_flight, weekend.world.told()) == (0, [])
    weekend.run(until=toronto(30, 9))
    assert weekend.messages == 2 * NOTICES <= MOST_MESSAGES * NOTICES
    assert sorted(weekend.world.told()) == sorted(REFS)


@pytest.mark.parametrize("hold", [timedelta(hours=hours) for hours in (24, 48, 72)])
def test_a_notice_that_is_released_before_it_is_due_takes_two_messages_however_long_it_waits(hold: timedelta) -> None:
    """Held for review when it arrived, so that it has no schedule."""
    weekend = Weekend(due_at := toronto(27, 9) + hold if hold > timedelta(hours=71) else toronto(30, 9))
    weekend.world.scheduler.schedules.clear()
    weekend.world.now = due_at - hold
    for ref in REFS:
        weekend.enqueue(ref)
    weekend.run(until=due_at - minutes(5))
    assert (weekend.messages, weekend.receives, weekend.writes()) == (NOTICES, NOTICES, 0)
    weekend.run(until=due_at)
    assert (weekend.messages, len(weekend.world.told())) == (2 * NOTICES, NOTICES)
