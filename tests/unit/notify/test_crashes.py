"""A worker may die between any two calls; the message comes again, and nobody is told twice."""

from datetime import timedelta

import pytest

from functions.domain.errors import Throttled, Transient
from functions.domain.notices.reference import NoticeRef
from functions.notify.outcome import NoticeOutcome
from tests.builders import DECIDED_AT, HOLD, REF, minutes
from tests.fakes.notify import LEASE, World
from tests.fakes.review import Crash


@pytest.fixture
def held() -> World:
    """A held notice that is due now."""
    world = World()
    world.reject()
    world.wait(HOLD)
    return world


def test_a_notice_that_was_written_and_not_scheduled_is_scheduled_by_the_redelivery() -> None:
    world = World()
    world.die("after open")
    with pytest.raises(Crash):
        world.reject()
    assert (world.states(), world.scheduler.scheduled) == (["HELD"], {})
    assert world.reject() is NoticeOutcome.HELD
    assert world.scheduler.scheduled == {REF: DECIDED_AT + HOLD}


def test_a_notice_that_was_scheduled_by_a_dying_worker_stays_so() -> None:
    world = World()
    world.die("after schedule")
    with pytest.raises(Crash):
        world.reject()
    assert world.reject() is NoticeOutcome.HELD
    assert world.scheduler.scheduled == {REF: DECIDED_AT + HOLD}


@pytest.mark.parametrize("moment", ["before get_many", "before claim_all"])
def test_a_worker_that_dies_before_its_claim_leaves_the_notice_to_the_next(held: World, moment: str) -> None:
    held.die(moment)
    with pytest.raises(Crash):
        held.reject()
    assert held.reject() is NoticeOutcome.ACCEPTED
    assert held.told() == [REF]


@pytest.mark.parametrize(("moment", "told"), [("after claim_all", []), ("before send", []), ("after send", [REF])])
def test_a_claim_that_was_left_behind_is_waited_for_and_then_unknown(
    held: World, moment: str, told: list[NoticeRef]
) -> None:
    held.die(moment)
    with pytest.raises(Crash):
        held.send_due()
    held.wait(LEASE - timedelta(seconds=1))
    with pytest.raises(Transient, match="claimed by another worker"):
        held.send_due()
    held.wait(timedelta(seconds=1))
    assert held.send_due() is NoticeOutcome.UNKNOWN
    assert held.send_due() is NoticeOutcome.ALREADY_SETTLED
    assert held.reject() is NoticeOutcome.ALREADY_SETTLED
    assert (held.states(), held.told()) == (["UNKNOWN"], told)


@pytest.mark.parametrize("moment", ["after claim_all", "before send", "after send"])
def test_a_claim_that_was_opened_and_left_behind_is_unknown_too(moment: str) -> None:
    world = World(hold=timedelta(0))
    world.die(moment)
    with pytest.raises(Crash):
        world.reject()
    with pytest.raises(Transient):
        world.reject()
    world.wait(LEASE)
    assert world.reject() is NoticeOutcome.UNKNOWN
    assert world.mailer.attempts == (1 if moment == "after send" else 0)


def test_a_worker_that_dies_after_the_mark_was_done(held: World) -> None:
    held.die("after mark_all")
    with pytest.raises(Crash):
        held.send_due()
    assert held.send_due() is NoticeOutcome.ALREADY_SETTLED
    assert (held.states(), held.told()) == (["ACCEPTED"], [REF])


def test_of_two_workers_with_the_same_notice_one_sends(held: World) -> None:
    seen: list[NoticeOutcome] = []
    held.at("before claim_all", lambda: seen.append(held.send_due()))
    with pytest.raises(Transient, match="look again"):
        held.send_due()
    assert (seen, held.told()) == ([NoticeOutcome.ACCEPTED], [REF])


def test_a_worker_that_was_taken_for_dead_still_says_what_it_knows(held: World) -> None:
    def be_slow() -> None:
        held.wait(LEASE)
        assert held.send_due() is NoticeOutcome.UNKNOWN

    held.at("after send", be_slow)
    assert held.send_due() is NoticeOutcome.ACCEPTED
    assert (held.states(), held.told()) == (["ACCEPTED"], [REF])


def test_of_two_workers_that_find_a_claim_left_behind_one_marks_it(held: World) -> None:
    held.die("after send")
    with pytest.raises(Crash):
        held.send_due()
    held.wait(LEASE)
    held.at("before mark_all", held.send_due)
    with pytest.raises(Transient, match="look again"):
        held.send_due()
    assert held.states() == ["UNKNOWN"]


def test_a_worker_that_dies_with_a_throttled_and_rescinded_notice_leaves_it_to_the_redelivery() -> None:
    world = World(hold=timedelta(0))
    world.mailer.answers = [Throttled("TooManyRequestsException")]
    hook_before_send(world)
    with pytest.raises(Crash):
        world.reject()
    assert world.notice().state == "HELD"
    assert world.reject() is NoticeOutcome.REVOKED
    assert (world.states(), world.told()) == (["RESCINDED"], [])


def hook_before_send(world: World) -> None:
    """It is rescinded before the send, and the worker dies once it has given its claim back."""

    def rescinded() -> None:
        world.rescind()
        world.die("after mark_all")

    world.at("before send", rescinded)


def test_a_claim_that_was_left_behind_and_rescinded_is_unknown_too() -> None:
    world = World(hold=timedelta(0))
    world.die("after send")
    with pytest.raises(Crash):
        world.reject()
    assert world.rescind() is NoticeOutcome.REVOKED_TOO_LATE
    world.wait(LEASE)
    assert world.reject() is NoticeOutcome.UNKNOWN


def test_a_rescission_that_dies_before_it_reopened_is_finished_by_its_redelivery() -> None:
    world = World()
    world.reject()
    world.reject(decided_at=DECIDED_AT + minutes(60))
    world.die("after rescind")
    with pytest.raises(Crash):
        world.rescind()
    assert world.states() == ["RESCINDED"]
    assert world.rescind() is NoticeOutcome.HELD
    assert world.states() == ["RESCINDED", "HELD"]
    assert REF.next() in world.scheduler.scheduled
