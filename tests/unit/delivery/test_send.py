"""Many notices at a time: each is sent once, and what goes wrong with one is its own."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest

from functions.domain.errors import (
    CircuitOpen,
    KindRegardsError,
    NoSendSlot,
    Refused,
    Stopped,
    Throttled,
    Transient,
    Unfinished,
    Unsure,
)
from functions.domain.notices.circuit import Circuit
from functions.domain.notices.notice import Claim, Entry, Notice
from functions.domain.notices.owed_letter import LetterKind, OwedLetter
from functions.domain.notices.reference import NoticeRef
from functions.domain.notices.review import Reviewer
from functions.domain.notices.sendable import Sendable
from functions.domain.notices.states import DeliveryStatus, State
from functions.domain.personal_data import EmailAddress
from functions.domain.pool.membership import OptIn
from functions.mail.message import Mail
from functions.notify.outcome import NoticeOutcome
from tests.builders import DECIDED_AT, HOLD, REF, SOURCE, minutes, notice, rejected, rescinded
from tests.fakes.notify import FakeComposer, World
from tests.optin_builders import CANDIDATE, opt_in

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
        "count_rollout",
        "claim_all",
        "send",
        "send",
        "send",
        "mark_all",
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


def test_once_ses_says_no_to_all_of_us_the_rest_is_not_tried_and_nobody_holds_a_claim(world: World) -> None:
    world.rate_limiter.max_batch = 4
    world.mailer.answers = [None, reason := Throttled("TooManyRequestsException")]
    results = reject(world, 10)
    assert results == [NoticeOutcome.ACCEPTED, *[reason] * 9]
    assert world.mailer.attempts == 2
    assert states(world, 4) == ["ACCEPTED", "HELD", "HELD", "HELD"]
    # The second part was not even claimed.
    assert len(world.ledger.notices) == 4
    assert reject(world, 10) == [NoticeOutcome.ALREADY_SETTLED, *[NoticeOutcome.ACCEPTED] * 9]


def test_once_ses_has_stopped_us_all_the_rest_is_in_the_ledger_with_a_schedule(world: World) -> None:
    world.rate_limiter.max_batch = 4
    world.mailer.answers = [None, Stopped("SendingPausedException")]
    # Three were claimed and are held again; six were not even claimed, and are new to the ledger.
    outcomes = [NoticeOutcome.ACCEPTED, *[NoticeOutcome.POSTPONED] * 3, *[NoticeOutcome.HELD] * 6]
    assert reject(world, 10) == outcomes
    assert (world.mailer.attempts, states(world, 10)) == (2, ["ACCEPTED", *["HELD"] * 9])
    assert set(world.scheduler.scheduled.values()) == {world.now + minutes(30)}
    world.wait(minutes(30))
    assert world.tell(*world.scheduler.fire(world.now)) == [NoticeOutcome.ACCEPTED] * 9


@pytest.mark.parametrize("hold", [timedelta(0), HOLD])
def test_what_gets_no_send_slot_for_a_quarter_of_an_hour_waits_in_the_ledger(hold: timedelta) -> None:
    """At a low rate a message would be received ten times, and be lost until the sweep finds its notice."""
    world = World(hold=hold)
    world.rate_limiter.is_open = False
    (first,) = reject(world, 1)
    assert isinstance(first, NoSendSlot if hold == timedelta(0) else NoticeOutcome)
    world.wait(hold + minutes(20))
    ref = NoticeRef.of(SOURCE, "A-0")
    outcomes = reject(world, 1) if hold == timedelta(0) else world.tell(*world.scheduler.fire(world.now))
    assert outcomes in ([NoticeOutcome.HELD], [NoticeOutcome.POSTPONED])
    assert world.ledger.notices[ref].state == "HELD"
    assert world.scheduler.scheduled[ref] == world.now + minutes(20)
    world.rate_limiter.is_open = True
    world.wait(minutes(20))
    assert world.tell(*world.scheduler.fire(world.now)) == [NoticeOutcome.ACCEPTED]


def test_what_there_is_no_time_for_is_handed_back_unclaimed(world: World) -> None:
    world.rate_limiter.is_open = False
    assert [str(result) for result in reject(world, 3)] == ["no send slot before the invocation's deadline"] * 3
    assert world.ledger.notices == {}


def test_a_notice_that_cant_be_composed_does_not_keep_the_others(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    compose = FakeComposer.compose

    def broken(
        composer: FakeComposer, notices: Notices, now: datetime, *, others_open: bool, profile: OptIn | None
    ) -> Mail:
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


def test_of_a_part_that_is_half_claimed_the_claimed_half_is_sent(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """They would be in doubt otherwise, though nobody was told."""
    claim_all = world.ledger.claim_all

    def half(claims: Sequence[tuple[Sequence[Sendable], Claim]]) -> list[bool]:
        made = claim_all(claims[:2])
        raise Unfinished([*made, None], Transient("the table is busy"))

    monkeypatch.setattr(world.ledger, "claim_all", half)
    results = reject(world, 3)
    assert results[:2] == [NoticeOutcome.ACCEPTED] * 2
    assert str(results[2]) == "the table is busy"
    assert list(states(world, 2)) == ["ACCEPTED"] * 2
    assert len(world.told()) == 2


def reject_one(world: World, name: str) -> object:
    (result,) = world.tell(rejected(application_id=name, candidate={"id": name, "email": f"{name}@example.com"}))
    return result


def doubts(count: int) -> list[KindRegardsError | None]:
    return [Unsure("InternalFailure") for _ in range(count)]


def test_once_ses_accepts_nothing_the_rest_is_not_tried_and_nobody_holds_a_claim(world: World) -> None:
    world.rate_limiter.max_batch = 20
    world.mailer.answers = doubts(100)
    results = reject(world, 40)
    assert results[:3] == [NoticeOutcome.UNKNOWN] * 3
    assert {type(result) for result in results[3:]} == {CircuitOpen}
    assert world.mailer.attempts == 3
    assert states(world, 20) == ["UNKNOWN"] * 3 + ["HELD"] * 17
    # The second part was not even claimed.
    assert len(world.ledger.notices) == 20


@pytest.mark.parametrize("answer", [Refused("BadRequestException"), RuntimeError("a bug")])
def test_refusals_and_bugs_stop_it_too(world: World, answer: Exception) -> None:
    world.mailer.answers = [answer] * 100  # type: ignore[list-item]
    reject(world, 40)
    assert world.mailer.attempts == 3


def test_one_accepted_in_between_shows_that_ses_works(world: World) -> None:
    world.mailer.answers = [*doubts(2), None] * 10
    reject(world, 30)
    assert world.mailer.attempts == 30


def test_attempts_that_fail_one_by_one_add_up_over_workers(world: World) -> None:
    world.mailer.answers = doubts(100)
    results = [reject_one(world, name) for name in applications(6)]
    assert results[:3] == [NoticeOutcome.UNKNOWN] * 3
    assert world.mailer.attempts == 3


def test_while_it_is_open_one_probe_at_a_time_goes_out_until_one_is_accepted(world: World) -> None:
    world.mailer.answers = doubts(4)
    reject(world, 10)
    assert world.mailer.attempts == 3
    reject(world, 10)
    assert world.mailer.attempts == 3, "too early"
    world.wait(minutes(1))
    reject(world, 10)
    reject(world, 10)
    assert world.mailer.attempts == 4, "a second probe"
    world.wait(minutes(2))
    assert Counter(map(type, reject(world, 10)))[CircuitOpen] == 5
    assert reject(world, 10)[4:] == [NoticeOutcome.ALREADY_SETTLED, *[NoticeOutcome.ACCEPTED] * 5]


def test_receipts_and_notices_share_it(world: World) -> None:
    world.circuit.open(world.now)
    assert isinstance(world.tell(rejected())[0], CircuitOpen)
    receipt = notice(
        ref=NoticeRef("5" * 32),
        decision=None,
        letter=OwedLetter(LetterKind.RECEIPT, "r1", CANDIDATE, REF, world.now, "en"),
    )
    world.ledger.open(receipt, world.now)
    world.pool.join(opt_in())
    world.now = max(world.now, DECIDED_AT + HOLD)
    world.circuit.circuit = Circuit(probe_at=world.now + minutes(1))
    assert isinstance(world.tell(receipt.ref)[0], CircuitOpen)
    assert world.mailer.attempts == 0


def test_while_all_is_well_the_circuit_is_read_once_a_part_and_never_written(world: World) -> None:
    passed: list[str] = []
    world.hook = passed.append
    reject(world, 30)
    names = [moment.removeprefix("before ") for moment in passed if moment.startswith("before")]
    assert not {"close", "open", "record_failures", "take_probe"} & set(names)


def test_a_circuit_that_cant_be_told_leaves_the_marks_as_they_are(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(count: int, at: datetime) -> Circuit:
        raise Transient("the table is busy")

    monkeypatch.setattr(world.circuit, "record_failures", busy)
    world.mailer.answers = doubts(1)
    assert reject(world, 2) == [NoticeOutcome.UNKNOWN, NoticeOutcome.ACCEPTED]
    world.mailer.answers = doubts(1)
    assert reject_one(world, "A-9") is NoticeOutcome.UNKNOWN
    assert world.ledger.notices[NoticeRef.of(SOURCE, "A-9")].state is State.UNKNOWN
