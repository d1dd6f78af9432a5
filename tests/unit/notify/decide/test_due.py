"""Never at 3 a.m.: the window is looked at when a notice is about to go out, however late its decision or its hint."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from functions.domain.employers.policy import Window
from functions.domain.notices.states import State
from functions.notify.outcome import NoticeOutcome
from tests.builders import REF
from tests.fakes.notify import World

OFFICE = Window(opens=time(9), closes=time(17))
TORONTO = ZoneInfo("America/Toronto")
MONDAY_MORNING = datetime(2026, 11, 30, 9, tzinfo=TORONTO).astimezone(UTC)


def toronto(day: int, hour: int) -> datetime:
    return datetime(2026, 11, day, hour, tzinfo=TORONTO).astimezone(UTC)


def test_a_decision_that_arrives_at_night_waits_for_the_morning() -> None:
    world = World(hold=timedelta(0), window=OFFICE, now=toronto(28, 3))
    assert world.reject(decided_at=toronto(26, 10)) is NoticeOutcome.HELD
    assert world.scheduler.scheduled == {REF: MONDAY_MORNING}
    assert world.told() == []


def test_a_decision_that_arrives_in_office_hours_is_told_at_once() -> None:
    world = World(hold=timedelta(0), window=OFFICE, now=toronto(27, 15))
    assert world.reject(decided_at=toronto(20, 23)) is NoticeOutcome.ACCEPTED


def test_a_hint_that_is_handled_at_night_is_let_go_and_the_notice_scheduled_for_the_morning() -> None:
    world = World(hold=timedelta(0), window=OFFICE, now=toronto(26, 18))
    world.reject(decided_at=toronto(26, 18))
    world.now = toronto(27, 22)
    assert world.send_due() is NoticeOutcome.POSTPONED
    assert (world.told(), world.scheduler.scheduled) == ([], {REF: MONDAY_MORNING})
    world.now = MONDAY_MORNING
    assert world.send_due() is NoticeOutcome.ACCEPTED
    notice = world.ledger.get(REF)
    assert notice
    assert notice.state is State.ACCEPTED


def test_what_the_cap_brought_forward_goes_out_before_its_hold_is_over() -> None:
    """Decided on a Sunday evening, held for five days: the fifth business day ends before the hold does."""
    world = World(hold=timedelta(days=5), window=OFFICE, now=toronto(22, 18))
    assert world.reject(decided_at=toronto(22, 18)) is NoticeOutcome.HELD
    due = world.scheduler.scheduled[REF]
    assert due == datetime(2026, 11, 27, 16, 45, tzinfo=TORONTO)
    world.now = due + timedelta(minutes=10)
    assert world.send_due() is NoticeOutcome.ACCEPTED
