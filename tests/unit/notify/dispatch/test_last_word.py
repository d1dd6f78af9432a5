"""The newest word about a person counts for all of their notices: what is open, and whether they want email."""

from datetime import timedelta
from itertools import permutations

import pytest

from functions.domain.notices.reference import NoticeRef
from functions.notify.outcome import NoticeOutcome
from tests.builders import DECIDED_AT, HOLD, REF, SOURCE, minutes, rejected
from tests.fakes.notify import World

OTHER = NoticeRef.of(SOURCE, "A-2")
DRIVER = {"id": "J-2", "title": "Forklift Driver"}
OPEN = "You have another application open with us"


@pytest.fixture
def world() -> World:
    return World()


def reject(world: World, number: int, *, after: float = 0, **candidate: object) -> None:
    decided_at = DECIDED_AT + minutes(after)
    world.now = max(world.now, decided_at)
    world.reject(application_id=f"A-{number}", decided_at=decided_at, candidate=candidate)


def text(world: World) -> str:
    return world.mailer.accepted[-1][1].text


@pytest.mark.parametrize("newest", [False, None])
def test_a_mail_that_rejects_everything_does_not_say_that_another_is_open(world: World, newest: bool | None) -> None:
    reject(world, 1, others_open=True)
    reject(world, 2, after=30, others_open=newest)
    world.wait(HOLD)
    world.send_due(OTHER)
    assert len(world.mailer.accepted) == 1
    assert OPEN not in text(world)


def test_the_newest_word_says_that_another_is_open_though_an_older_one_did_not(world: World) -> None:
    reject(world, 1, others_open=False)
    reject(world, 2, after=30, others_open=True)
    world.wait(HOLD)
    world.send_due(OTHER)
    assert OPEN in text(world)


def test_the_newest_word_counts_where_its_notice_was_told_before(world: World) -> None:
    reject(world, 1, others_open=True)
    world.ledger.require_review(NoticeRef.of(SOURCE, "A-1"), world.now, "burst-1")
    reject(world, 2, after=30, others_open=False)
    world.wait(HOLD)
    world.send_due(OTHER)
    assert OPEN not in text(world)
    held = world.ledger.notices[NoticeRef.of(SOURCE, "A-1")]
    world.ledger.keep(held, held.history[-1], review_reason=None)
    world.send_due(NoticeRef.of(SOURCE, "A-1"))
    assert len(world.mailer.accepted) == 2
    assert OPEN not in text(world)


def test_an_objection_in_a_later_decision_stops_what_else_is_held(world: World) -> None:
    world.reject()
    world.wait(minutes(30))
    late = world.reject(application_id="A-2", decided_at=world.now, candidate={"can_email": False})
    world.wait(HOLD)
    assert (late, world.send_due()) == (NoticeOutcome.SUPPRESSED, NoticeOutcome.SUPPRESSED)
    assert (world.told(), set(world.states())) == ([], {"SUPPRESSED"})
    assert world.notice().history[-1].cause == "can_email is false in a later decision"


@pytest.mark.parametrize("order", list(permutations(range(2))))
def test_an_objection_counts_within_one_batch_and_for_what_is_due_at_once(order: tuple[int, ...]) -> None:
    world = World(hold=timedelta(0))
    events = [rejected(), rejected(application_id="A-2", candidate={"can_email": False})]
    assert world.tell(*(events[n] for n in order)) == [NoticeOutcome.SUPPRESSED] * 2
    assert world.told() == []


def test_an_objection_in_a_repeat_of_what_was_told_counts_for_what_is_held(world: World) -> None:
    world.reject()
    world.wait(HOLD)
    world.send_due()
    world.reject(application_id="A-2", decided_at=world.now)
    world.reject(decided_at=world.now + minutes(1), candidate={"can_email": False})
    world.wait(HOLD)
    assert world.send_due(OTHER) is NoticeOutcome.SUPPRESSED
    assert world.told() == [REF]


def test_an_objection_that_was_only_remembered_keeps_its_notice_out_of_anothers_email(world: World) -> None:
    first = NoticeRef.of(SOURCE, "A-1")
    reject(world, 2)
    reject(world, 1, after=30)
    held = world.ledger.notices[OTHER]
    assert held.decision
    world.ledger.remember_repeat(OTHER, held.decision.without_email(), world.now, held.state, None)
    world.wait(HOLD)
    assert world.send_due(first) is NoticeOutcome.ACCEPTED
    assert world.send_due(OTHER) is NoticeOutcome.SUPPRESSED
    assert world.told() == [first]


def test_what_an_objection_stops_goes_out_in_no_newer_email_either(world: World) -> None:
    newest = NoticeRef.of(SOURCE, "A-3")
    reject(world, 2)
    reject(world, 1, after=10, can_email=False)
    reject(world, 3, after=20)
    world.wait(HOLD)
    assert world.send_due(newest) is NoticeOutcome.ACCEPTED
    assert world.send_due(OTHER) is NoticeOutcome.SUPPRESSED
    assert world.told() == [newest]


def test_who_objected_once_and_was_decided_about_later_without_an_objection_is_told(world: World) -> None:
    reject(world, 1, can_email=False)
    reject(world, 2, after=30)
    world.wait(HOLD)
    assert world.send_due(OTHER) is NoticeOutcome.ACCEPTED


def test_a_strangers_objection_stops_nobody(world: World) -> None:
    world.reject()
    kim = {"email": "kim@example.org", "given_name": "Kim", "family_name": "Larsen", "can_email": False}
    world.reject(application_id="A-2", candidate=kim)
    world.wait(HOLD)
    assert world.send_due() is NoticeOutcome.ACCEPTED
