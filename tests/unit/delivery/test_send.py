"""Many notices at a time: each is sent once, and what goes wrong with one is its own."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest

from functions.domain.errors import Refused, Stopped, Throttled, Transient, Unsure
from functions.domain.notices.notice import Entry, Notice, NoticeRef
from functions.domain.notices.review import Reviewer
from functions.domain.notices.states import DeliveryStatus, State
from functions.domain.personal_data import EmailAddress
from functions.mail.message import Mail
from functions.notify.outcome import NoticeOutcome
from tests.builders import DECIDED_AT, REF, SOURCE, rejected, rescinded
from tests.fakes.notify import FakeComposer, World

type Notices = Sequence[Notice]


@pytest.fixture
def world() -> World:
    """Everything is due at once."""
    return World(hold=timedelta(0))


def applications(count: int) -> list[str]:
    return [f"A-{number}" for number in range(count)]


def states(world: World, count: int) -> list[str]:
    return [world.ledger.notices[NoticeRef.of(SOURCE, name)].state.value for name in applications(count)]


def reject(world: World, count: int) -> list[object]:
    """Of as many people."""
    people = {name: {"id": name, "email": f"{name}@example.com"} for name in applications(count)}
    return list(world.tell(*(rejected(application_id=name, candidate=who) for name, who in people.items())))


def test_a_batch_is_sent_and_each_mail_once(world: World) -> None:
    assert reject(world, 30) == [NoticeOutcome.ACCEPTED] * 30
    assert len(set(world.told())) == len(world.told()) == 30


def test_a_batch_is_claimed_before_its_first_mail_and_marked_after_its_last(world: World) -> None:
    passed: list[str] = []
    world.hook = passed.append
    reject(world, 3)
    calls = [moment.removeprefix("before ") for moment in passed if moment.startswith("before")]
    reads = ["get_many", "register", "count", "read", "get_many", "among"]
    assert [call for call in calls if call not in reads] == [
        "claim_all",
        "send",
        "send",
        "send",
        "mark_all",
        "count_rollout",
    ]
    assert len(calls) <= 16


def test_repeats_in_one_batch_wait_for_each_other(world: World) -> None:
    event = rejected()
    assert world.tell(event, event, rescinded()) == [
        NoticeOutcome.ACCEPTED,
        NoticeOutcome.ALREADY_SETTLED,
        NoticeOutcome.REVOKED_TOO_LATE,
    ]
    assert len(world.told()) == 1


def test_what_goes_wrong_with_one_is_its_own(world: World) -> None:
    world.mailer.answers = [None, Refused("MessageRejected"), Unsure("ReadTimeoutError"), Transient("x"), None]
    results = reject(world, 5)
    assert results[:3] == [NoticeOutcome.ACCEPTED, NoticeOutcome.REFUSED, NoticeOutcome.UNKNOWN]
    assert isinstance(results[3], Transient)
    assert results[4] is NoticeOutcome.ACCEPTED
    assert states(world, 5) == ["ACCEPTED", "REFUSED", "UNKNOWN", "HELD", "ACCEPTED"]


@pytest.mark.parametrize("reason", [Throttled("TooManyRequestsException"), Stopped("SendingPausedException")])
def test_once_ses_says_no_to_all_of_us_the_rest_is_not_tried_and_nobody_holds_a_claim(
    world: World, reason: Transient
) -> None:
    world.rate_limiter.max_batch = 4
    world.mailer.answers = [None, reason]
    results = reject(world, 10)
    assert results == [NoticeOutcome.ACCEPTED, *[reason] * 9]
    assert world.mailer.attempts == 2
    assert states(world, 4) == ["ACCEPTED", "HELD", "HELD", "HELD"]
    # The second part was not even claimed.
    assert len(world.ledger.notices) == 4
    assert reject(world, 10) == [NoticeOutcome.ALREADY_SETTLED, *[NoticeOutcome.ACCEPTED] * 9]


def test_what_there_is_no_time_for_is_handed_back_unclaimed(world: World) -> None:
    world.rate_limiter.is_open = False
    assert [str(result) for result in reject(world, 3)] == ["no send slot before the invocation's deadline"] * 3
    assert world.ledger.notices == {}


def test_a_notice_that_cant_be_composed_does_not_keep_the_others(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    compose = FakeComposer.compose

    def broken(composer: FakeComposer, notices: Notices, now: datetime, *, others_open: bool) -> Mail:
        if notices[0].application_id == "A-1":
            raise RuntimeError("a bug")
        return compose(composer, notices, now, others_open=others_open)

    monkeypatch.setattr(FakeComposer, "compose", broken)
    results = reject(world, 3)
    assert isinstance(results.pop(1), RuntimeError)
    assert results == [NoticeOutcome.ACCEPTED] * 2
    assert len(world.ledger.notices) == 2


def test_a_bug_in_the_middle_of_a_send_leaves_that_one_in_doubt(world: World) -> None:
    world.mailer.answers = [None, RuntimeError("a bug")]  # type: ignore[list-item]
    results = reject(world, 3)
    assert (results[0], type(results[1]), results[2]) == (NoticeOutcome.ACCEPTED, RuntimeError, NoticeOutcome.ACCEPTED)
    assert states(world, 3) == ["ACCEPTED", "UNKNOWN", "ACCEPTED"]


def test_a_part_whose_claim_fails_does_not_keep_the_next_from_being_sent(world: World) -> None:
    def down() -> None:
        raise RuntimeError("DynamoDB is down")

    world.rate_limiter.max_batch = 2
    world.at("before claim_all", down)
    results = reject(world, 4)
    assert [type(result) for result in results] == [RuntimeError, RuntimeError, NoticeOutcome, NoticeOutcome]


def test_whom_no_mail_may_reach_gets_none(world: World) -> None:
    world.do_not_contact.add(EmailAddress("sam@example.com"), "bounced", DECIDED_AT)
    assert world.reject() is NoticeOutcome.UNDELIVERABLE
    assert (world.notice().state, world.notice().history[-1].cause) == (State.SUPPRESSED, "do-not-contact: bounced")
    assert world.told() == []
    review = world.ledger.review[REF]
    assert (review and review.who, world.notice().review_reason) == (Reviewer.PERSON, "undeliverable")


def test_whom_no_mail_may_reach_any_more_gets_none_after_the_hold() -> None:
    world = World()
    world.reject()
    world.wait(world.hold)
    world.do_not_contact.add(EmailAddress("sam@example.com"), "complained", DECIDED_AT)
    assert world.send_due() is NoticeOutcome.COMPLAINED
    assert (world.states(), world.told()) == (["SUPPRESSED"], [])
    review = world.ledger.review[REF]
    assert (review and review.who, world.notice().review_reason) == (Reviewer.NOBODY, "complained")


def test_an_event_that_is_faster_than_the_mark_stands(world: World) -> None:
    """SES's Send event may arrive before the worker has written down that SES took the mail."""

    def delivered() -> None:
        notice = world.notice()
        world.ledger.keep(
            notice, Entry(world.now, State.DELIVERED, "SES: Delivery"), delivery_status=DeliveryStatus.DELIVERED
        )

    world.at("after send", delivered)
    assert world.reject() is NoticeOutcome.ACCEPTED
    assert world.states() == ["DELIVERED"]
