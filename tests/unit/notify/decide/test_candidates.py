"""Who was hired, withdrew or was erased hears no "no", in whatever order it becomes known."""

from collections.abc import Callable
from datetime import timedelta
from itertools import permutations

import pytest

from functions.domain.errors import Transient
from functions.domain.notices.notice import Notice
from functions.domain.notices.reference import NoticeRef
from functions.domain.notices.review import Review, Reviewer
from functions.notify.outcome import NoticeOutcome
from tests.builders import DECIDED_AT, HOLD, REF, SOURCE, minutes
from tests.fakes.notify import World
from tests.fakes.review_queue import FakeReviewQueue

OTHER = NoticeRef.of(SOURCE, "A-2")
HIRED_AT = DECIDED_AT + minutes(60)


@pytest.fixture
def world() -> World:
    return World()


def fire(world: World) -> None:
    for ref in world.scheduler.fire(world.now):
        world.send_due(ref)


def notice(world: World, ref: NoticeRef = REF) -> Notice:
    return world.ledger.notices[ref]


def test_who_is_hired_is_told_nothing_about_any_application(world: World) -> None:
    world.reject()
    world.reject(application_id="A-2")
    assert world.hire() is NoticeOutcome.REVOKED
    world.wait(HOLD)
    fire(world)
    assert (world.states(), world.told()) == (["RESCINDED"] * 2, [])


@pytest.mark.parametrize("order", list(permutations("AHB")), ids="".join)
def test_a_hire_ends_the_same_in_all_orders_of_arrival(world: World, order: str) -> None:
    events: dict[str, Callable[[], NoticeOutcome]] = {
        "A": world.reject,
        "H": lambda: world.hire(hired_at=HIRED_AT),
        # Decided after the hire, as recruiters tidy up.
        "B": lambda: world.reject(application_id="A-2", decided_at=HIRED_AT + minutes(5)),
    }
    world.wait(minutes(90))
    for name in order:
        events[name]()
    world.wait(HOLD)
    fire(world)
    assert (set(world.states()), world.told()) == ({"RESCINDED"}, [])


def test_another_persons_notice_is_not_touched(world: World) -> None:
    world.reject(candidate={"id": "C-43", "email": "kim@example.com"})
    world.hire(application_id="A-9")
    assert notice(world).state == "HELD"


def test_after_ninety_days_they_may_have_left_and_applied_again(world: World) -> None:
    world.hire()
    later = HIRED_AT + timedelta(days=90, minutes=1)
    world.now = later
    assert world.reject(decided_at=later) is NoticeOutcome.HELD


def test_a_hire_after_the_no_about_the_same_application_is_a_persons_task() -> None:
    world = World(hold=timedelta(0))
    world.reject()
    world.reject(application_id="A-2")
    assert world.hire() is NoticeOutcome.REVOKED_TOO_LATE
    assert (notice(world).state, notice(world).review_reason) == ("ACCEPTED", "correct")
    assert world.ledger.review[REF] == Review(Reviewer.PERSON, world.now)
    # To have been told "no" about another one is no mistake.
    assert (notice(world, OTHER).review_reason, notice(world, OTHER).rescinded_at) == (None, None)


def test_a_withdrawn_application_gets_no_notice_any_more(world: World) -> None:
    world.reject()
    assert world.withdraw() is NoticeOutcome.REVOKED
    assert world.reject(decided_at=DECIDED_AT + minutes(90)) is NoticeOutcome.ALREADY_REVOKED
    assert world.reject(application_id="A-2") is NoticeOutcome.HELD


def test_who_withdraws_first_is_not_told_later(world: World) -> None:
    assert world.withdraw() is NoticeOutcome.REVOCATION_REMEMBERED
    assert world.reject(decided_at=DECIDED_AT + minutes(90)) is NoticeOutcome.ALREADY_REVOKED
    assert world.told() == []


def test_a_withdrawal_after_the_mail_is_nobodys_task() -> None:
    world = World(hold=timedelta(0))
    world.reject()
    assert world.withdraw() is NoticeOutcome.REVOCATION_IGNORED
    assert (notice(world).review_reason, world.ledger.review[REF]) == (None, None)


def test_of_who_was_erased_only_the_proof_stays() -> None:
    world = World(hold=timedelta(0))
    world.reject()
    before = notice(world)
    assert world.erase() is NoticeOutcome.ERASED
    after = notice(world)
    assert (after.decision, after.later_decision) == (None, None)
    assert before.claim
    assert after.claim
    assert (after.claim.sent_to, after.claim.text_sha256) == (None, before.claim.text_sha256)
    assert (after.state, after.ses_message_id) == (before.state, before.ses_message_id)
    assert after.history[:-1] == before.history


def test_a_replayed_decision_does_not_bring_back_who_was_erased(world: World) -> None:
    world.reject()
    world.erase()
    world.wait(minutes(61))
    assert world.reject() is NoticeOutcome.ALREADY_REVOKED
    assert world.reject(application_id="A-2") is NoticeOutcome.ALREADY_REVOKED
    world.wait(HOLD)
    fire(world)
    assert [notice.decision for notice in world.ledger.notices.values()] == [None, None]
    assert world.told() == []


def test_who_applies_again_after_they_were_erased_is_told(world: World) -> None:
    world.erase()
    world.wait(minutes(90))
    assert world.reject(application_id="A-2", decided_at=DECIDED_AT + minutes(61)) is NoticeOutcome.HELD


def test_what_a_person_wants_sent_once_more_is_not_where_the_candidate_was_hired_since() -> None:
    world = World(hold=timedelta(0))
    world.reject(application_id="A-2")
    told = notice(world, OTHER)
    world.ledger.keep(
        told, told.history[-1].__class__(world.now, told.state.REFUSED, "SES: Reject"), ses_message_id=None
    )
    world.hire()
    FakeReviewQueue(world.ledger).reopen(notice(world, OTHER), world.now, "operator: again")
    assert world.send_due(OTHER) in {NoticeOutcome.REVOKED, NoticeOutcome.ALREADY_SETTLED}
    assert len(world.told()) == 1


@pytest.mark.parametrize("moment", ["after close", "before rescind", "after rescind"])
def test_a_hire_that_dies_half_way_is_finished_by_its_redelivery(world: World, moment: str) -> None:
    world.reject()
    world.reject(application_id="A-2")
    world.die(moment)
    with pytest.raises(BaseException):  # noqa: B017, PT011
        world.hire()
    world.hire()
    assert world.states() == ["RESCINDED"] * 2


@pytest.mark.parametrize("moment", ["after register", "before open"])
def test_a_hire_that_becomes_known_while_a_notice_is_opened_still_stops_it(world: World, moment: str) -> None:
    world.at(moment, world.hire)
    assert world.reject(application_id="A-2") is NoticeOutcome.ALREADY_REVOKED
    assert notice(world, OTHER).state == "RESCINDED"


def test_a_repeat_that_is_kept_while_the_person_is_erased_is_not_kept() -> None:
    world = World(hold=timedelta(0))
    world.reject()
    world.at("before remember_repeat", world.erase)
    with pytest.raises(Transient, match="look again"):
        world.reject(decided_at=DECIDED_AT + minutes(5))
    assert (notice(world).decision, notice(world).later_decision) == (None, None)


def test_a_repeat_under_another_id_is_found_under_that_id_too(world: World) -> None:
    world.reject()
    world.reject(decided_at=DECIDED_AT + minutes(5), candidate={"id": "C-99"})
    world.erase(candidate_id="C-99")
    assert (notice(world).decision, notice(world).later_decision) == (None, None)
