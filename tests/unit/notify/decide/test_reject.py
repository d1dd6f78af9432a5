"""What becomes of a rejection: held, told once, or not told."""

from datetime import timedelta

import pytest

from functions.domain.employers.employers import UNKNOWN_EMPLOYER
from functions.domain.errors import Permanent, Refused, Throttled, Transient, Unsure
from functions.domain.notices.review import Review, Reviewer
from functions.domain.notices.states import State
from functions.notify.outcome import NoticeOutcome
from tests.builders import APPLICATION, DECIDED_AT, HOLD, REF, SOURCE, minutes
from tests.fakes.notify import World
from tests.fakes.review_queue import FakeReviewQueue


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def hasty() -> World:
    return World(hold=timedelta(0))


def causes(world: World) -> list[tuple[str, str]]:
    return [(entry.state.value, entry.cause) for entry in world.notice().history]


def test_a_notice_that_is_due_now_is_sent_in_the_same_call(hasty: World) -> None:
    assert hasty.reject() is NoticeOutcome.ACCEPTED
    assert hasty.told() == [REF]
    assert causes(hasty) == [("CLAIMED", "decided and due"), ("ACCEPTED", "SES accepted")]
    assert hasty.notice().ses_message_id == "ses-1"


def test_a_claim_says_what_was_sent_where(hasty: World) -> None:
    hasty.reject()
    claim, (_, mail) = hasty.notice().claim, hasty.mailer.accepted[0]
    assert claim is not None
    assert (claim.template, claim.text_sha256, claim.sent_to) == (mail.template, mail.text_sha256, mail.to)


def test_any_other_notice_is_held_and_scheduled(world: World) -> None:
    assert world.reject() is NoticeOutcome.HELD
    assert world.states() == ["HELD"]
    assert world.scheduler.scheduled == {REF: DECIDED_AT + HOLD}
    assert world.told() == []


def test_a_held_notice_is_sent_when_it_is_due(world: World) -> None:
    world.reject()
    world.wait(HOLD)
    assert world.send_due() is NoticeOutcome.ACCEPTED
    assert world.told() == [REF]
    assert causes(world) == [("HELD", "decided"), ("CLAIMED", "due"), ("ACCEPTED", "SES accepted")]


def test_a_hint_that_comes_too_early_is_given_back(world: World) -> None:
    world.reject()
    world.wait(HOLD - timedelta(seconds=1))
    with pytest.raises(Transient, match="not due yet"):
        world.send_due()
    assert world.states() == ["HELD"]


def test_a_hint_about_no_notice_is_a_bug(world: World) -> None:
    with pytest.raises(Permanent, match="unknown_notice"):
        world.send_due()


def test_a_repeat_under_another_event_id_sends_nothing(hasty: World) -> None:
    hasty.reject(event_id="one")
    assert hasty.reject(event_id="two") is NoticeOutcome.ALREADY_SETTLED
    assert hasty.reject(event_id="three", decided_at=DECIDED_AT + minutes(9)) is NoticeOutcome.ALREADY_SETTLED
    assert hasty.told() == [REF]


def test_a_repeat_while_the_notice_is_held_changes_nothing(world: World) -> None:
    world.reject()
    before = world.notice()
    assert world.reject(event_id="two") is NoticeOutcome.HELD
    assert world.notice() == before
    assert world.scheduler.scheduled == {REF: DECIDED_AT + HOLD}


def test_a_second_hint_sends_nothing(world: World) -> None:
    world.reject()
    world.wait(HOLD)
    world.send_due()
    assert world.send_due() is NoticeOutcome.ALREADY_SETTLED
    assert world.told() == [REF]


def test_a_repeat_of_a_held_notice_that_is_due_sends_it(world: World) -> None:
    world.reject()
    world.wait(HOLD)
    assert world.reject() is NoticeOutcome.ACCEPTED
    assert world.send_due() is NoticeOutcome.ALREADY_SETTLED


def test_applications_of_other_sources_are_others(hasty: World) -> None:
    hasty.reject()
    assert hasty.reject(source="/ats/example/other") is NoticeOutcome.ACCEPTED
    assert hasty.reject(application_id=APPLICATION + "9") is NoticeOutcome.ACCEPTED
    assert len(set(hasty.told())) == 3


@pytest.mark.parametrize("hold", [timedelta(0), HOLD])
def test_who_may_not_be_mailed_is_not(hold: timedelta) -> None:
    world = World(hold=hold)
    assert world.reject(candidate={"can_email": False}) is NoticeOutcome.SUPPRESSED
    assert world.states() == ["SUPPRESSED"]
    assert world.reject() is NoticeOutcome.ALREADY_SETTLED
    assert (world.told(), world.scheduler.scheduled) == ([], {})


def test_who_may_no_longer_be_mailed_while_the_notice_is_held_is_not(world: World) -> None:
    world.reject()
    assert world.reject(event_id="two", candidate={"can_email": False}) is NoticeOutcome.SUPPRESSED
    world.wait(HOLD)
    assert world.send_due() is NoticeOutcome.ALREADY_SETTLED
    assert world.told() == []


def test_a_null_can_email_is_no_objection(hasty: World) -> None:
    assert hasty.reject(candidate={"can_email": None}) is NoticeOutcome.ACCEPTED


def test_a_refused_notice_is_never_tried_again(hasty: World) -> None:
    hasty.mailer.answers = [Refused("MessageRejected")]
    assert hasty.reject() is NoticeOutcome.REFUSED
    assert causes(hasty)[-1] == ("REFUSED", "SES refused: MessageRejected")
    assert hasty.reject() is NoticeOutcome.ALREADY_SETTLED
    assert hasty.mailer.attempts == 1


@pytest.mark.parametrize("what_happened", ["sent", "lost"])
def test_where_nobody_knows_nothing_is_sent_again(hasty: World, what_happened: str) -> None:
    hasty.mailer.answers = [Unsure(what_happened)]
    assert hasty.reject() is NoticeOutcome.UNKNOWN
    hasty.wait(timedelta(days=1))
    assert [hasty.reject(), hasty.send_due()] == [NoticeOutcome.ALREADY_SETTLED] * 2
    assert hasty.states() == ["UNKNOWN"]
    assert hasty.mailer.attempts == 1


@pytest.mark.parametrize("later", [Throttled("TooManyRequestsException"), Transient("ConnectTimeoutError")])
def test_what_was_not_sent_is_given_back_and_sent_the_next_time(hasty: World, later: Transient) -> None:
    hasty.mailer.answers = [later]
    with pytest.raises(type(later)):
        hasty.reject()
    assert (hasty.states(), hasty.notice().claim) == (["HELD"], None)
    assert causes(hasty)[-1] == ("HELD", f"not sent: {later}")
    assert hasty.reject() is NoticeOutcome.ACCEPTED
    assert hasty.told() == [REF]


def test_a_decision_that_is_stale_when_it_arrives_is_held_for_a_person(hasty: World) -> None:
    assert hasty.reject(decided_at=DECIDED_AT - timedelta(days=550)) is NoticeOutcome.NEEDS_REVIEW
    assert (hasty.states(), hasty.notice().review_reason, hasty.told()) == (["HELD"], "stale", [])
    assert hasty.ledger.review[REF] == Review(Reviewer.PERSON, hasty.now)
    assert [hasty.send_due(), hasty.reject(decided_at=DECIDED_AT - timedelta(days=550))] == [
        NoticeOutcome.NEEDS_REVIEW
    ] * 2
    assert hasty.scheduler.scheduled == {}


def test_what_did_not_get_out_in_time_goes_to_a_person_and_out_only_if_they_say_so(world: World) -> None:
    world.reject()
    world.wait(timedelta(days=9))
    assert world.send_due() is NoticeOutcome.NEEDS_REVIEW
    assert (world.notice().review_reason, world.told()) == ("late", [])
    FakeReviewQueue(world.ledger).release(world.notice(), world.now, "operator: tell them")
    assert world.send_due() is NoticeOutcome.ACCEPTED


def test_a_late_decision_that_was_throttled_once_is_still_in_time(hasty: World) -> None:
    hasty.mailer.answers = [Throttled("TooManyRequestsException")]
    with pytest.raises(Throttled):
        hasty.reject(decided_at=DECIDED_AT - timedelta(days=10))
    assert hasty.reject(decided_at=DECIDED_AT - timedelta(days=10)) is NoticeOutcome.ACCEPTED


def test_a_repeat_of_a_later_cycle_is_counted_once(world: World) -> None:
    world.reject()
    world.rescind()
    world.wait(minutes(60))
    for _ in range(5):
        world.reject(decided_at=DECIDED_AT + minutes(60))
    assert sum(burst.total for burst in world.bursts.bursts.values()) == 2


@pytest.mark.parametrize("moment", [DECIDED_AT + timedelta(days=1, seconds=1), "9999-12-31T23:59:59-23:59"])
def test_what_was_decided_in_the_future_is_set_aside(world: World, moment: object) -> None:
    with pytest.raises(Permanent, match=r"in_the_future: data\.decided_at"):
        world.reject(decided_at=moment)
    with pytest.raises(Permanent, match=r"in_the_future: data\.rescinded_at"):
        world.rescind(rescinded_at=moment)
    assert world.states() == []


def test_a_clock_that_is_a_little_fast_is_forgiven(world: World) -> None:
    assert world.reject(decided_at=DECIDED_AT + timedelta(days=1)) is NoticeOutcome.HELD


def test_every_outcome_is_a_metric_of_its_own() -> None:
    assert len({outcome.value for outcome in NoticeOutcome}) == len(NoticeOutcome.__members__)
    assert State.UNKNOWN.name in NoticeOutcome.__members__


@pytest.mark.parametrize("hold", [timedelta(0), HOLD])
def test_a_decision_of_a_source_that_no_employer_has_waits_for_a_person(hold: timedelta) -> None:
    world = World(hold=hold, employers={SOURCE: UNKNOWN_EMPLOYER})
    assert world.reject() is NoticeOutcome.NEEDS_REVIEW
    assert (world.notice().state, world.notice().review_reason) == (State.HELD, "source")
    assert world.told() == []


def test_it_is_told_in_nobodys_name_even_if_it_is_released_before_its_employer_is_known() -> None:
    world = World(hold=timedelta(0), employers={SOURCE: UNKNOWN_EMPLOYER})
    world.reject()
    FakeReviewQueue(world.ledger).release(world.notice(), world.now, "operator: too early")
    assert world.send_due() is NoticeOutcome.NEEDS_REVIEW
    assert world.told() == []

    world.employers[SOURCE] = "harbour"
    FakeReviewQueue(world.ledger).release(world.notice(), world.now, "operator: Harbour's")
    assert world.send_due() is NoticeOutcome.ACCEPTED
    assert world.told() == [REF]


def test_it_can_be_rescinded_while_it_waits() -> None:
    world = World(employers={SOURCE: UNKNOWN_EMPLOYER})
    world.reject()
    assert world.rescind() is NoticeOutcome.REVOKED
    assert world.states() == ["RESCINDED"]
