"""What waits longer than a quarter of an hour waits in the ledger, with a schedule of its own, and not on its queue."""

from datetime import UTC, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from functions.domain.decisions.events import DecisionEvent
from functions.domain.employers.policy import Window
from functions.domain.errors import CircuitOpen, Conflict, Stopped, Transient
from functions.domain.notices.review import LATE, SETTLE_WITHIN, Review, Reviewer
from functions.domain.notices.states import State
from functions.notify.outcome import NoticeOutcome
from tests.builders import DECIDED_AT, HOLD, REF, minutes, rejected
from tests.fakes.notify import World
from tests.fakes.review import Crash
from tests.fakes.review_queue import FakeReviewQueue

OFFICE = Window(opens=time(9), closes=time(17))
TORONTO = ZoneInfo("America/Toronto")


def toronto(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=TORONTO).astimezone(UTC)


FRIDAY_EVENING, MONDAY_MORNING = toronto(27, 17), toronto(30, 9)


@pytest.fixture
def shut_out() -> World:
    """A notice that was due on Friday at four o'clock, and whose hint is handled in the evening."""
    world = World(window=OFFICE, now=toronto(26, 16))
    world.reject(decided_at=world.now)
    world.scheduler.fire(FRIDAY_EVENING)
    world.now = FRIDAY_EVENING
    return world


def stopped(world: World, times: int = 1) -> None:
    world.mailer.answers = [Stopped("SendingPausedException") for _ in range(times)]


def test_the_ledger_knows_the_next_moment_and_the_sweep_asks_an_hour_after_it(shut_out: World) -> None:
    assert shut_out.send_due() is NoticeOutcome.POSTPONED
    notice = shut_out.notice()
    assert (notice.due_at, notice.postponements) == (MONDAY_MORNING, 1)
    assert notice.history[-1].cause == "postponed: outside the window"
    assert shut_out.ledger.review[REF] == Review(Reviewer.SWEEP, MONDAY_MORNING + SETTLE_WITHIN)
    assert shut_out.scheduler.schedules == {(REF, 1): MONDAY_MORNING}


def test_further_hints_are_let_go_and_leave_one_schedule(shut_out: World) -> None:
    assert shut_out.send_due() is NoticeOutcome.POSTPONED
    before = shut_out.notice()
    for _ in range(5):
        shut_out.wait(timedelta(hours=1))
        assert shut_out.send_due() is NoticeOutcome.POSTPONED
        assert shut_out.reject(decided_at=toronto(26, 16)) is NoticeOutcome.HELD
    assert (shut_out.notice(), shut_out.scheduler.schedules) == (before, {(REF, 1): MONDAY_MORNING})


def test_a_worker_that_dies_between_the_ledger_and_the_schedule_leaves_it_to_its_message(shut_out: World) -> None:
    shut_out.die("before schedule")
    with pytest.raises(Crash):
        shut_out.send_due()
    assert (shut_out.notice().due_at, shut_out.scheduler.schedules) == (MONDAY_MORNING, {})
    assert shut_out.send_due() is NoticeOutcome.POSTPONED
    assert (shut_out.notice().postponements, shut_out.scheduler.schedules) == (1, {(REF, 1): MONDAY_MORNING})


def test_of_two_workers_with_a_hint_each_one_puts_it_off(shut_out: World) -> None:
    shut_out.at("before postpone", shut_out.send_due)
    with pytest.raises(Conflict):
        shut_out.send_due()
    assert (shut_out.notice().postponements, shut_out.scheduler.schedules) == (1, {(REF, 1): MONDAY_MORNING})


def test_for_a_window_that_opens_within_minutes_the_message_waits_on_its_queue(shut_out: World) -> None:
    shut_out.now = MONDAY_MORNING - minutes(15)
    shut_out.ledger.notices[REF] = shut_out.notice()
    with pytest.raises(Transient, match="outside the window") as waits:
        shut_out.send_due()
    assert waits.value.after == minutes(15)
    assert shut_out.notice().postponements == 0


def test_what_would_be_too_late_at_the_next_opening_is_for_a_person_now() -> None:
    """Due on Friday morning and decided a week ago, so that Friday is its last day."""
    world = World(hold=timedelta(days=7), window=OFFICE, now=toronto(20, 10))
    world.reject(decided_at=toronto(20, 10))
    latest_at = world.notice().latest_at
    assert latest_at
    world.now = FRIDAY_EVENING + minutes(1)
    assert world.now < latest_at < MONDAY_MORNING
    assert world.send_due() is NoticeOutcome.NEEDS_REVIEW
    assert (world.notice().review_reason, world.scheduler.fire(MONDAY_MORNING)) == (LATE, [REF])


def test_a_hint_that_comes_early_is_let_go_and_the_notice_scheduled() -> None:
    """Held for review when it arrived, so that it has no schedule, and released before it is due."""
    world = World()
    world.reject()
    world.scheduler.schedules.clear()
    world.wait(minutes(5))
    assert world.send_due() is NoticeOutcome.POSTPONED
    assert (world.notice().postponements, world.scheduler.schedules) == (0, {(REF, 0): DECIDED_AT + HOLD})


@pytest.mark.parametrize("early", [minutes(15), timedelta(seconds=1)])
def test_a_hint_that_comes_a_little_early_waits_on_its_queue(early: timedelta) -> None:
    """The schedule may be firing at this moment, by another clock than ours: it is not taken for one to come."""
    world = World()
    world.reject()
    world.wait(HOLD - early)
    with pytest.raises(Transient, match="not due yet") as waits:
        world.send_due()
    assert waits.value.after == early


def test_where_ses_takes_nothing_of_ours_it_is_tried_after_half_an_hour_one_two_and_then_every_four() -> None:
    world = World()
    world.reject()
    stopped(world, 6)
    world.wait(HOLD)
    moments = [world.now]
    for _ in range(6):
        assert world.tell(*world.scheduler.fire(world.now)) == [NoticeOutcome.POSTPONED]
        world.now = world.scheduler.scheduled[REF]
        moments.append(world.now)
    waits = [later - earlier for earlier, later in pairwise(moments)]
    assert waits == [minutes(30), *[timedelta(hours=hours) for hours in (1, 2, 4, 4, 4)]]
    assert world.tell(*world.scheduler.fire(world.now)) == [NoticeOutcome.ACCEPTED]


def test_what_ses_has_stopped_late_in_the_day_waits_for_the_next_opening(shut_out: World) -> None:
    shut_out.now = FRIDAY_EVENING - minutes(20)
    stopped(shut_out)
    assert shut_out.send_due() is NoticeOutcome.POSTPONED
    assert shut_out.scheduler.schedules == {(REF, 1): MONDAY_MORNING}
    assert shut_out.notice().history[-1].cause == "postponed: sending is stopped, SendingPausedException"


def test_a_new_notice_that_ses_has_stopped_is_held_again_or_opened_as_held() -> None:
    world = World(hold=timedelta(0))
    stopped(world)
    results = world.tell(*[_rejected(f"A-{n}") for n in range(2)])
    assert results == [NoticeOutcome.POSTPONED] * 2
    assert world.states() == ["HELD"] * 2


def test_what_is_revoked_while_ses_has_stopped_us_is_revoked_and_never_tried_again() -> None:
    world = World()
    world.reject()
    stopped(world)
    world.wait(HOLD)
    world.send_due()
    assert world.rescind(rescinded_at=world.now) is NoticeOutcome.REVOKED
    world.wait(minutes(30))
    assert world.tell(*world.scheduler.fire(world.now))[-1] is NoticeOutcome.ALREADY_SETTLED
    assert (world.notice().state, world.told()) == (State.RESCINDED, [])


def test_a_worker_that_dies_before_it_put_off_what_ses_stopped_leaves_it_to_its_message() -> None:
    world = World()
    world.reject()
    stopped(world, 2)
    world.wait(HOLD)
    world.die("before postpone")
    with pytest.raises(Crash):
        world.send_due()
    assert (world.notice().state, world.notice().postponements) == (State.HELD, 0)
    assert world.send_due() is NoticeOutcome.POSTPONED


def test_where_the_ledger_cant_be_read_only_what_was_stopped_comes_back() -> None:
    world = World(hold=timedelta(0))
    world.mailer.answers = [None, Stopped("SendingPausedException")]

    def fail() -> None:
        raise Transient("ThrottlingException")

    # Once it has been looked for what was revoked meanwhile.
    world.at("after mark_all", lambda: world.at("after get_many", lambda: world.at("before get_many", fail)))
    sent, stopped_one = world.tell(_rejected("A-1"), _rejected("A-2"))
    assert sent is NoticeOutcome.ACCEPTED
    assert str(stopped_one) == "ThrottlingException"


def test_a_released_notice_whose_window_never_opens_comes_back_to_a_person(shut_out: World) -> None:
    shut_out.ledger.require_review(REF, shut_out.now, "burst-a")
    held = shut_out.notice()
    assert FakeReviewQueue(shut_out.ledger).release(held, shut_out.now, "operator: intended")
    shut_out.wait(timedelta(days=7, minutes=1))
    assert shut_out.send_due() is NoticeOutcome.NEEDS_REVIEW
    assert (shut_out.notice().review_reason, shut_out.told()) == (LATE, [])


def _rejected(application: str) -> DecisionEvent:
    return rejected(
        application_id=application, candidate={"id": f"C-{application}", "email": f"{application}@example.com"}
    )


@pytest.mark.parametrize(("late", "waits_on_queue"), [(timedelta(0), True), (minutes(15), False)])
def test_behind_an_open_circuit_a_message_comes_back_in_minutes_and_later_its_notice_has_a_schedule(
    late: timedelta, waits_on_queue: bool
) -> None:
    world = World()
    world.reject()
    world.scheduler.fire(world.now + HOLD)
    world.wait(HOLD + late)
    world.circuit.open(world.now)
    (result,) = world.tell(REF)
    assert isinstance(result, CircuitOpen) is waits_on_queue
    assert list(world.scheduler.schedules.values()) == ([] if waits_on_queue else [world.now + minutes(20)])
