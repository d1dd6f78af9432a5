"""Taking a decision back: in time, before it was decided, too late, and in any order of arrival."""

from collections.abc import Callable
from datetime import timedelta
from itertools import permutations

import pytest

from functions.domain.errors import Throttled, Transient
from functions.feedback.ports import Ports as FeedbackPorts
from functions.feedback.record import record
from functions.mail.ses_events import parse_mail_event
from functions.notify.outcome import NoticeOutcome
from tests.builders import DECIDED_AT, HOLD, REF, minutes, ses_event
from tests.fakes.notify import World
from tests.fakes.review_queue import FakeDeliveryEvents

RESCINDED_AT = DECIDED_AT + minutes(30)
DECIDED_AGAIN_AT = DECIDED_AT + minutes(60)


@pytest.fixture
def world() -> World:
    return World()


def test_what_is_rescinded_while_held_is_never_told(world: World) -> None:
    world.reject()
    assert world.rescind() is NoticeOutcome.REVOKED
    world.wait(HOLD)
    assert world.send_due() is NoticeOutcome.ALREADY_SETTLED
    assert world.reject() is NoticeOutcome.ALREADY_REVOKED
    assert (world.states(), world.told()) == (["RESCINDED"], [])
    assert world.notice().rescinded_at == RESCINDED_AT


def test_a_rescission_that_comes_first_is_remembered(world: World) -> None:
    assert world.rescind() is NoticeOutcome.REVOCATION_REMEMBERED
    assert world.reject() is NoticeOutcome.ALREADY_REVOKED
    assert (world.states(), world.told(), world.scheduler.scheduled) == (["RESCINDED"], [], {})


def test_a_rescission_after_the_mail_is_too_late_and_closes_the_cycle() -> None:
    world = World(hold=timedelta(0))
    world.reject()
    assert world.rescind() is NoticeOutcome.REVOKED_TOO_LATE
    assert world.notice().state == "ACCEPTED"
    assert world.notice().rescinded_at == RESCINDED_AT
    assert world.rescind() is NoticeOutcome.REVOCATION_IGNORED


def test_a_rescission_that_is_older_than_the_decision_is_about_an_earlier_one(world: World) -> None:
    world.reject()
    assert world.rescind(rescinded_at=DECIDED_AT - minutes(1)) is NoticeOutcome.REVOCATION_IGNORED
    world.wait(HOLD)
    assert world.send_due() is NoticeOutcome.ACCEPTED


def test_a_rescission_at_the_same_moment_takes_the_decision_back(world: World) -> None:
    world.reject()
    assert world.rescind(rescinded_at=DECIDED_AT) is NoticeOutcome.REVOKED
    other = World()
    other.rescind(rescinded_at=DECIDED_AT)
    assert other.reject() is NoticeOutcome.ALREADY_REVOKED


def test_rescinding_what_was_not_to_be_told_changes_nothing(world: World) -> None:
    world.reject(candidate={"can_email": False})
    assert world.rescind() is NoticeOutcome.REVOCATION_IGNORED
    assert world.states() == ["SUPPRESSED"]


@pytest.mark.parametrize("told_before", [True, False])
def test_rejected_again_after_a_rescission_opens_the_next_cycle(told_before: bool) -> None:
    world = World(hold=timedelta(0) if told_before else HOLD)
    world.reject()
    world.rescind()
    world.wait(HOLD + minutes(60))
    assert world.reject(decided_at=DECIDED_AGAIN_AT) is NoticeOutcome.ACCEPTED
    assert world.states() == ["ACCEPTED" if told_before else "RESCINDED", "ACCEPTED"]
    assert world.told() == ([REF, REF.next()] if told_before else [REF.next()])


def test_a_late_rescission_between_two_known_rejections_opens_the_next_cycle(world: World) -> None:
    world.reject()
    assert world.reject(decided_at=DECIDED_AGAIN_AT) is NoticeOutcome.HELD
    assert world.rescind() is NoticeOutcome.HELD
    assert world.states() == ["RESCINDED", "HELD"]
    assert world.scheduler.scheduled[REF.next()] == DECIDED_AGAIN_AT + HOLD


def test_of_many_repeats_the_latest_counts_when_a_rescission_comes_late(world: World) -> None:
    world.reject()
    for again in (60, 90, 45):
        world.reject(decided_at=DECIDED_AT + minutes(again))
    assert world.rescind(rescinded_at=DECIDED_AT + minutes(70)) is NoticeOutcome.HELD
    assert world.scheduler.scheduled[REF.next()] == DECIDED_AT + minutes(90) + HOLD


def test_a_rescission_after_all_repeats_takes_all_of_them_back(world: World) -> None:
    world.reject()
    world.reject(decided_at=DECIDED_AGAIN_AT)
    assert world.rescind(rescinded_at=DECIDED_AGAIN_AT) is NoticeOutcome.REVOKED
    assert world.states() == ["RESCINDED"]


@pytest.mark.parametrize("order", list(permutations("1X2")), ids="".join)
def test_rejected_rescinded_rejected_ends_the_same_in_all_orders_of_arrival(world: World, order: str) -> None:
    events: dict[str, Callable[[], NoticeOutcome]] = {
        "1": world.reject,
        "X": world.rescind,
        "2": lambda: world.reject(decided_at=DECIDED_AGAIN_AT),
    }
    for name in order:
        events[name]()
    held = [notice for notice in world.ledger.notices.values() if notice.state == "HELD"]
    assert [notice.due_at for notice in held] == [DECIDED_AGAIN_AT + HOLD]
    assert set(world.states()) <= {"HELD", "RESCINDED"}
    world.wait(HOLD + minutes(60))
    for ref in world.scheduler.fire(world.now):
        world.send_due(ref)
    assert world.told() == [held[0].ref]


@pytest.mark.parametrize("order", list(permutations("1X2Y")), ids="".join)
def test_rescinded_twice_ends_the_same_in_all_orders_of_arrival(world: World, order: str) -> None:
    events: dict[str, Callable[[], NoticeOutcome]] = {
        "1": world.reject,
        "X": world.rescind,
        "2": lambda: world.reject(decided_at=DECIDED_AGAIN_AT),
        "Y": lambda: world.rescind(rescinded_at=DECIDED_AGAIN_AT + minutes(1)),
    }
    for name in order:
        events[name]()
    assert set(world.states()) == {"RESCINDED"}


@pytest.mark.parametrize("order", list(permutations("1XN2")), ids="".join)
def test_an_objection_to_mail_holds_wherever_the_rescission_turns_out_to_lie(world: World, order: str) -> None:
    events: dict[str, Callable[[], NoticeOutcome]] = {
        "1": world.reject,
        "X": world.rescind,
        "N": lambda: world.reject(decided_at=DECIDED_AGAIN_AT, candidate={"can_email": False}),
        "2": lambda: world.reject(decided_at=DECIDED_AGAIN_AT + minutes(60)),
    }
    for name in order:
        events[name]()
    world.wait(HOLD + minutes(180))
    for ref in world.scheduler.fire(world.now):
        world.send_due(ref)
    assert world.told() == []


def test_who_may_no_longer_be_mailed_is_not_mailed_in_any_order(world: World) -> None:
    world.reject()
    world.reject(decided_at=DECIDED_AGAIN_AT, candidate={"can_email": False})
    world.rescind()
    world.reject(decided_at=DECIDED_AGAIN_AT + minutes(1))
    world.wait(timedelta(days=2))
    for ref in world.scheduler.fire(world.now):
        world.send_due(ref)
    assert world.told() == []
    assert world.states() == ["SUPPRESSED", "SUPPRESSED"]


def test_what_is_rescinded_while_a_worker_sends_it_is_too_late() -> None:
    world = World(hold=timedelta(0))
    seen: list[NoticeOutcome] = []
    world.at("before send", lambda: seen.append(world.rescind()))
    assert world.reject() is NoticeOutcome.ACCEPTED
    assert seen == [NoticeOutcome.REVOKED_TOO_LATE]
    assert world.notice().rescinded_at == RESCINDED_AT


def test_what_is_rescinded_while_it_could_not_be_sent_is_taken_back() -> None:
    world = World(hold=timedelta(0))
    world.mailer.answers = [Throttled("TooManyRequestsException")]
    world.at("before send", world.rescind)
    assert world.reject() is NoticeOutcome.REVOKED
    assert (world.states(), world.told()) == (["RESCINDED"], [])


def test_what_ses_took_all_the_same_is_corrected_though_its_worker_gave_the_claim_back() -> None:
    world = World(hold=timedelta(0))
    world.mailer.answers = [Throttled("TooManyRequestsException")]
    world.at("before send", world.rescind)
    world.reject()
    ports = FeedbackPorts(FakeDeliveryEvents(world.ledger), world.do_not_contact, world.pool)
    record(parse_mail_event(ses_event("delivery", at=world.now)), ports=ports)
    assert (world.states(), world.notice().review_reason) == (["DELIVERED"], "correct")


@pytest.mark.parametrize("cuts_in", ["before get_many", "after get_many"])
def test_a_rescission_that_meets_a_faster_worker_looks_again(world: World, cuts_in: str) -> None:
    world.reject()
    world.wait(HOLD)
    world.at(cuts_in, world.send_due)
    if cuts_in == "before get_many":
        assert world.rescind() is NoticeOutcome.REVOKED_TOO_LATE
    else:
        with pytest.raises(Transient, match="look again"):
            world.rescind()
        assert world.rescind() is NoticeOutcome.REVOKED_TOO_LATE
    assert world.told() == [REF]
