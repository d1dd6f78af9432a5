"""What waits keeps no queue full, comes back at its moment, and survives the death of whoever made it wait."""

from datetime import datetime, timedelta
from unittest.mock import patch

import pytest

from functions.domain.errors import Conflict, Stopped
from functions.domain.notices.notice import Notice
from functions.domain.notices.reference import NoticeRef
from functions.domain.notices.sendable import Sendable
from functions.notify.decide import postpone
from functions.notify.outcome import NoticeOutcome
from functions.notify.ports import DecidePorts
from tests.builders import DECIDED_AT, SOURCE
from tests.fakes.ledger import FakeLedger
from tests.fakes.scheduler import FakeScheduler
from tests.simulation.test_mutants import go_on_until, run_broken
from tests.simulation.world import Telling

REF = NoticeRef.of(SOURCE, "A-1")


class OneName(FakeScheduler):
    """A schedule is named after its notice alone."""

    def schedule(self, ref: NoticeRef, due_at: datetime, postponements: int = 0) -> None:
        super().schedule(ref, due_at)


class NoNet(FakeLedger):
    """What is put off is nobody's until its schedule fires."""

    def postpone(self, notice: Notice, until: datetime, at: datetime, cause: str) -> Notice | None:
        changed = super().postpone(notice, until, at, cause)
        self.review[notice.ref] = None
        return changed


class PutOffInSecret(FakeLedger):
    """The due moment stays as it was."""

    def postpone(self, notice: Notice, until: datetime, at: datetime, cause: str) -> Notice | None:
        return super().postpone(notice, notice.due_at or until, at, cause)


def scheduled_first(sendable: Sendable, until: datetime, reason: str, *, ports: DecidePorts) -> NoticeOutcome:
    """The schedule is made before the ledger knows of it."""
    ports.scheduler.schedule(sendable.ref, until, sendable.notice.postponements + 1)
    if ports.ledger.postpone(sendable.notice, until, ports.now(), reason) is None:
        raise Conflict
    return NoticeOutcome.POSTPONED


def stopped(**parts: type) -> Telling:
    """A-1 is due, and SES takes nothing of ours. Its worker is about to put it off."""
    world: Telling = type("Waiting", (Telling,), parts)()
    world.publish_rejection(application="A-1", decided_at=DECIDED_AT, can_email=True)
    world.world.mailer.answers = [Stopped("SendingPausedException") for _ in range(3)]
    world.a_worker_takes_a_batch(taken=[0], twice=False)
    return world


def a_worker_dies_at(world: Telling, moment: str) -> None:
    go_on_until(world.workers[0], moment)
    world.a_worker_dies(place=0)


MOMENTS = ["before postpone", "after postpone", "before schedule", "after schedule"]


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("later", [0, 10, 25, 70])
def test_a_worker_that_dies_while_it_puts_off_leaves_it_to_its_message(moment: str, later: int) -> None:
    world = stopped()
    a_worker_dies_at(world, moment)
    world.time_passes(count=later)
    world.all_goes_well_for_a_moment()
    world.teardown()
    assert world.world.told() == [REF]


@pytest.mark.parametrize("moment", MOMENTS)
def test_where_its_message_is_lost_as_well_the_sweep_finds_it_an_hour_later(moment: str) -> None:
    world = stopped()
    a_worker_dies_at(world, moment)
    world.queue.clear()
    world.lost_hints.add(REF)
    world.teardown()
    assert world.world.told() == [REF]


@pytest.mark.parametrize("moment", ["after postpone", "before schedule"])
def test_what_is_put_off_without_the_sweeps_look_and_lost_is_caught(moment: str) -> None:
    world = stopped(ledger=NoNet)
    a_worker_dies_at(world, moment)
    world.queue.clear()
    world.lost_hints.add(REF)
    with pytest.raises(AssertionError, match="it came to no end, and nobody has to look at it"):
        world.teardown()


def test_a_schedule_that_is_made_before_the_ledger_knows_of_it_is_caught() -> None:
    """Its worker dies, and the next one, 25 minutes later, means another moment by the same name."""
    with patch.object(postpone, "postpone", scheduled_first):
        world = stopped()
        a_worker_dies_at(world, "before postpone")
        world.time_passes(count=5)
        with pytest.raises(AssertionError, match="nothing comes at that moment"):
            world.all_goes_well_for_a_moment()


def test_schedules_that_share_a_name_are_caught() -> None:
    with pytest.raises(AssertionError, match="nothing comes at that moment"):
        run_broken({"scheduler": OneName})


def test_a_moment_that_is_not_written_is_caught() -> None:
    with pytest.raises(AssertionError, match=r"came to its end|two schedules|nobody has to look|nothing comes"):
        run_broken({"ledger": PutOffInSecret})


def test_a_message_that_waits_on_its_queue_for_hours_is_caught() -> None:
    with (
        patch.object(postpone, "_MAX_WAIT_ON_QUEUE", timedelta(days=1)),
        pytest.raises(AssertionError, match="waits for hours on its queue"),
    ):
        run_broken({})
