"""A rejection that is published again with other content: what was decided last is told, and only that."""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from itertools import permutations
from typing import Any

import pytest

from functions.domain.decisions.events import Rejected
from functions.domain.decisions.rejection import Rejection
from functions.domain.errors import Conflict, KindRegardsError, Refused, Throttled, Transient, Unsure
from functions.domain.notices.reference import NoticeRef
from functions.domain.notices.review import Review, Reviewer
from functions.domain.personal_data import EmailAddress
from functions.feedback.ports import Ports as FeedbackPorts
from functions.feedback.record import record
from functions.mail.ses_events import parse_mail_event
from functions.notify.outcome import NoticeOutcome
from functions.review.hints import to_do
from tests.builders import DECIDED_AT, HOLD, REF, SOURCE, body, minutes, rejected_event, rejection, ses_event
from tests.fakes.notify import World
from tests.fakes.review_queue import FakeDeliveryEvents, FakeReviewQueue

WRONG = {"email": "sam@exmaple.com"}
RIGHT = {"email": "sam@example.com"}


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def hasty() -> World:
    return World(hold=timedelta(0))


def addresses(world: World) -> list[str]:
    return [mail.to.reveal() for _, mail in world.mailer.accepted]


@pytest.mark.parametrize("after", [0, 10])
@pytest.mark.parametrize(
    ("wrong", "right", "shown"),
    [
        ({"reason": "position_cancelled"}, {"reason": "position_filled"}, "filled"),
        ({"job": {"title": "Forklift Driver"}}, {"job": {"title": "Warehouse Associate"}}, "Warehouse Associate"),
        ({"candidate": {"given_name": "Kim"}}, {"candidate": {"given_name": "Sam"}}, "Hello Sam"),
    ],
)
def test_a_correction_within_the_hold_is_what_is_told(
    world: World, wrong: dict[str, Any], right: dict[str, Any], shown: str, after: float
) -> None:
    world.reject(**wrong)
    world.wait(minutes(10))
    assert world.reject(event_id="two", decided_at=DECIDED_AT + minutes(after), **right) is NoticeOutcome.HELD
    assert world.notice().due_at == DECIDED_AT + HOLD
    world.now = DECIDED_AT + HOLD
    assert world.send_due() is NoticeOutcome.ACCEPTED
    ((_, mail),) = world.mailer.accepted
    assert shown in mail.text
    assert [entry.cause for entry in world.notice().history] == ["decided", "corrected", "due", "SES accepted"]


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_what_was_decided_last_is_told_in_whatever_order_it_arrives(world: World, order: tuple[int, ...]) -> None:
    world.wait(minutes(30))
    for n in order:
        world.reject(decided_at=DECIDED_AT + minutes(n), candidate={"email": f"sam{n}@example.com"})
    world.wait(HOLD)
    world.send_due()
    assert addresses(world) == ["sam2@example.com"]


def published(minute: int, candidate: dict[str, str]) -> Rejected:
    """A rejection of always the same moment, published at another."""
    event = rejected_event(candidate=candidate) | {"time": (DECIDED_AT + minutes(minute)).isoformat()}
    return Rejected.model_validate_json(body(event))


@pytest.mark.parametrize("order", [*permutations(range(3)), (0, 1, 2, 0), (0, 1, 2, 1), (2, 0, 1, 0)])
def test_of_decisions_of_one_moment_the_one_published_last_is_told(world: World, order: tuple[int, ...]) -> None:
    """Also where a message of an older one comes once more after its correction."""
    for n in order:
        world.tell(published(n, {"email": f"sam{n}@example.com"}))
    world.wait(HOLD)
    world.send_due()
    assert addresses(world) == ["sam2@example.com"]


def test_of_decisions_published_at_one_moment_the_one_that_came_for_the_first_time_last_is_told(world: World) -> None:
    for candidate in (WRONG, RIGHT, WRONG):
        world.reject(candidate=candidate)
    world.wait(HOLD)
    world.send_due()
    assert addresses(world) == ["sam@example.com"]


@pytest.mark.parametrize("minute", [0, 1])
def test_a_message_that_comes_once_more_after_the_email_does_not_replace_its_correction(
    hasty: World, minute: int
) -> None:
    hasty.tell(published(0, WRONG))
    hasty.tell(published(minute, RIGHT))
    hasty.tell(published(0, WRONG))
    later = hasty.notice().later_decision
    assert later
    assert (later.candidate.email.reveal(), hasty.notice().review_reason) == ("sam@example.com", "changed")


def test_a_corrected_notice_keeps_its_review(world: World) -> None:
    world.reject(candidate=WRONG)
    world.ledger.require_review(REF, world.now, "burst-1")
    assert world.reject(candidate=RIGHT) is NoticeOutcome.NEEDS_REVIEW
    assert world.notice().review_reason == "burst-1"
    assert world.ledger.review[REF] == Review(Reviewer.PERSON, world.now)


@pytest.mark.parametrize("event", ["hire", "erase"])
@pytest.mark.parametrize("moment", ["", "after register", "before correct", "after correct"])
def test_who_is_hired_or_erased_under_a_corrected_id_is_not_told(world: World, event: str, moment: str) -> None:
    world.reject(candidate={"id": "C-41"})
    close: dict[str, Callable[[], object]] = {
        "hire": lambda: world.hire(application_id="A-9"),
        "erase": lambda: world.erase(candidate_id="C-42"),
    }
    if moment:
        world.at(moment, close[event])
    else:
        close[event]()
    for _ in range(2):
        try:
            world.reject()
        except Transient:
            continue
    world.wait(HOLD)
    world.send_due()
    assert (world.told(), world.notice().state) == ([], "RESCINDED")


def test_a_correction_that_comes_while_the_email_is_about_to_be_claimed_is_what_is_told(world: World) -> None:
    world.reject(candidate=WRONG)
    world.wait(HOLD)
    world.at("before claim_all", lambda: world.ledger.correct(world.notice(), _right(), world.now))
    with pytest.raises(Conflict):
        world.send_due()
    world.send_due()
    assert addresses(world) == ["sam@example.com"]


def test_a_correction_that_found_a_claim_which_came_to_nothing_is_what_is_told(world: World) -> None:
    world.reject(candidate=WRONG)
    world.wait(HOLD)
    world.mailer.answers = [Throttled("TooManyRequestsException")]
    world.at("before send", lambda: _ignoring_transient(lambda: world.reject(candidate=RIGHT)))
    with pytest.raises(Throttled):
        world.send_due()
    assert (world.states(), world.notice().review_reason) == (["HELD"], "changed")
    assert world.send_due() is NoticeOutcome.ACCEPTED
    assert (addresses(world), world.notice().review_reason) == (["sam@example.com"], None)


@pytest.mark.parametrize("after", [-10, 0, 10])
def test_an_objection_that_found_a_claim_which_came_to_nothing_stops_the_email(world: World, after: float) -> None:
    world.reject()
    world.wait(HOLD)
    world.mailer.answers = [Throttled("TooManyRequestsException")]
    objection = {"decided_at": DECIDED_AT + minutes(after), "candidate": {"can_email": False}}
    world.at("before send", lambda: _ignoring_transient(lambda: world.reject(**objection)))
    with pytest.raises(Throttled):
        world.send_due()
    assert world.states() == ["HELD"]
    assert world.send_due() is NoticeOutcome.SUPPRESSED
    assert (world.told(), world.states()) == ([], ["SUPPRESSED"])


def test_no_correction_takes_back_an_objection(world: World) -> None:
    world.reject()
    world.wait(HOLD)
    world.mailer.answers = [Throttled("TooManyRequestsException")]
    world.at("before send", lambda: _ignoring_transient(lambda: world.reject(candidate={"can_email": False})))
    with pytest.raises(Throttled):
        world.send_due()
    assert world.reject(decided_at=DECIDED_AT + minutes(10), candidate=RIGHT) is NoticeOutcome.SUPPRESSED
    assert (world.told(), world.states()) == ([], ["SUPPRESSED"])


@pytest.mark.parametrize("after", [-10, 0, 10])
def test_who_objected_meanwhile_gets_no_second_attempt(hasty: World, after: float) -> None:
    hasty.mailer.answers = [Unsure("ReadTimeoutError")]
    assert hasty.reject() is NoticeOutcome.UNKNOWN
    hasty.reject(decided_at=DECIDED_AT + minutes(after), candidate={"can_email": False})
    assert FakeReviewQueue(hasty.ledger).reopen(hasty.notice(), hasty.now, "policy", once=True)
    assert hasty.send_due() is NoticeOutcome.SUPPRESSED
    assert hasty.told() == []


def test_an_objection_under_the_id_of_somebody_who_was_hired_stops_the_email_all_the_same(world: World) -> None:
    world.hire(application_id="A-9", candidate={"id": "C-9"})
    world.reject()
    objection = world.reject(decided_at=DECIDED_AT + minutes(1), candidate={"id": "C-9", "can_email": False})
    assert objection is NoticeOutcome.SUPPRESSED
    world.wait(HOLD)
    world.send_due()
    assert world.told() == []


def test_a_correction_of_what_was_rescinded_in_between_is_a_rejection_of_its_own(world: World) -> None:
    world.reject()
    world.wait(minutes(30))
    world.reject(decided_at=DECIDED_AT + minutes(30), reason="position_cancelled")
    world.rescind(rescinded_at=DECIDED_AT + minutes(20))
    assert world.states() == ["RESCINDED", "HELD"]
    assert world.notice(2).due_at == DECIDED_AT + minutes(30) + HOLD


def test_what_was_told_of_a_correction_is_not_taken_back_by_a_rescission_before_it(world: World) -> None:
    world.reject()
    world.reject(decided_at=DECIDED_AT + minutes(30), reason="position_cancelled")
    world.wait(HOLD)
    world.send_due()
    assert world.rescind(rescinded_at=DECIDED_AT + minutes(20)) is NoticeOutcome.REVOCATION_IGNORED
    assert world.states() == ["ACCEPTED"]


@pytest.mark.parametrize(
    "answer", [None, Refused("MessageRejected"), Unsure("sent")], ids=["accepted", "refused", "in doubt"]
)
@pytest.mark.parametrize("after", [0, 5])
def test_a_correction_after_the_email_is_a_persons_task(
    hasty: World, answer: KindRegardsError | None, after: float
) -> None:
    if answer:
        hasty.mailer.answers = [answer]
    hasty.reject(candidate=WRONG)
    hasty.wait(minutes(5))
    corrected = hasty.reject(decided_at=DECIDED_AT + minutes(after), candidate=RIGHT)
    assert corrected is NoticeOutcome.CORRECTED_TOO_LATE
    assert hasty.notice().review_reason == "changed"
    assert hasty.ledger.review[REF] == Review(Reviewer.PERSON, hasty.now)
    later = hasty.notice().later_decision
    assert later
    assert later.candidate.email.reveal() == "sam@example.com"
    assert hasty.notice().history[-1].cause == "decided again, with other content"
    assert len(hasty.mailer.accepted) <= 1


def test_a_correction_that_comes_while_the_email_is_sent_rings_once(
    hasty: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    rung: list[str] = []
    monkeypatch.setattr("functions.notify.decide.repeat.count", rung.append)
    hasty.at("before send", lambda: _ignoring_transient(lambda: hasty.reject(candidate=RIGHT)))
    assert hasty.reject(candidate=WRONG) is NoticeOutcome.ACCEPTED
    assert hasty.reject(candidate=RIGHT) is NoticeOutcome.ALREADY_SETTLED
    assert (rung, hasty.notice().review_reason) == (["RejectionCorrectedTooLate"], "changed")


def test_a_correction_that_is_known_asks_nobody_again(hasty: World) -> None:
    hasty.reject(candidate=WRONG)
    hasty.reject(candidate=RIGHT)
    before = hasty.notice()
    for after in (0, 0, 10, 20):
        hasty.reject(decided_at=DECIDED_AT + minutes(after), candidate=RIGHT)
    assert hasty.notice().history == before.history


def test_whoever_wants_no_email_needs_no_correction(hasty: World) -> None:
    hasty.reject(candidate={"can_email": False, **WRONG})
    assert hasty.reject(candidate=RIGHT) is NoticeOutcome.ALREADY_SETTLED
    assert hasty.notice().review_reason is None


@pytest.mark.parametrize("hold", [timedelta(0), HOLD])
def test_what_is_published_every_quarter_of_an_hour_does_not_grow(hold: timedelta) -> None:
    world = World(hold=hold)
    world.reject()
    for _ in range(90):
        world.wait(minutes(15))
        world.reject(decided_at=world.now)
    assert [entry.cause for entry in world.notice().history].count("decided again") <= 1
    assert len(world.notice().history) < 5


def test_the_person_is_found_under_the_new_keys_before_the_correction_is_written(world: World) -> None:
    world.reject(candidate={"id": "C-41", **WRONG})
    calls: list[str] = []
    world.hook = calls.append
    world.reject(candidate=RIGHT)
    assert calls.index("after register") < calls.index("before correct")
    assert sum(call == "before correct" for call in calls) == 1
    world.hook = lambda _moment: None
    world.hire(application_id="A-9")
    assert world.ledger.notices[NoticeRef.of(SOURCE, "A-88123")].state == "RESCINDED"


def _right() -> Rejection:
    return rejection(candidate=RIGHT)


def _ignoring_transient(act: Callable[[], object]) -> None:
    try:
        act()
    except Transient:
        return


@pytest.mark.parametrize("before", [True, False], ids=["bounced, then corrected", "corrected, then bounced"])
def test_a_hard_bounce_and_a_corrected_address_end_with_the_candidate_told(hasty: World, *, before: bool) -> None:
    ports = FeedbackPorts(FakeDeliveryEvents(hasty.ledger), hasty.do_not_contact, hasty.pool)
    hasty.reject(candidate=WRONG)
    hasty.wait(minutes(5))
    acts: list[Callable[[], object]] = [
        lambda: record(parse_mail_event(ses_event("bounce", at=hasty.now)), ports=ports),
        lambda: hasty.reject(candidate=RIGHT),
    ]
    for act in acts if before else reversed(acts):
        act()
    assert (hasty.states(), hasty.notice().review_reason) == (["BOUNCED"], "changed")
    FakeReviewQueue(hasty.ledger).open_corrected(hasty.notice(), hasty.now, "operator: corrected")
    assert hasty.send_due(REF.next()) is NoticeOutcome.ACCEPTED
    assert (addresses(hasty), hasty.states()) == (["sam@exmaple.com", "sam@example.com"], ["BOUNCED", "ACCEPTED"])
    # Repeats of either decision find the email that was sent, and a rescission closes it.
    assert hasty.reject(candidate=RIGHT) is NoticeOutcome.ALREADY_SETTLED
    assert len(hasty.mailer.accepted) == 2
    assert hasty.rescind() is NoticeOutcome.REVOKED_TOO_LATE
    assert hasty.notice(2).review_reason == "correct"


def test_the_barred_old_address_does_not_stop_the_corrected_one(hasty: World) -> None:
    hasty.do_not_contact.add(EmailAddress("sam@exmaple.com"), "bounced", DECIDED_AT)
    assert hasty.reject(candidate=WRONG) is NoticeOutcome.UNDELIVERABLE
    assert hasty.reject(candidate=RIGHT) is NoticeOutcome.CORRECTED_TOO_LATE
    FakeReviewQueue(hasty.ledger).open_corrected(hasty.notice(), hasty.now, "operator: corrected")
    assert hasty.send_due(REF.next()) is NoticeOutcome.ACCEPTED
    assert addresses(hasty) == ["sam@example.com"]


def test_an_objection_that_found_a_claim_counts_where_the_email_would_be_sent_once_more(hasty: World) -> None:
    hasty.mailer.answers = [Unsure("ReadTimeoutError")]
    hasty.reject()
    hasty.wait(minutes(5))
    assert hasty.reject(decided_at=hasty.now, candidate={"can_email": False}) is NoticeOutcome.ALREADY_SETTLED
    hasty.wait(minutes(61))
    FakeReviewQueue(hasty.ledger).reopen(hasty.notice(), hasty.now, "no event: sent once more", once=True)
    assert hasty.send_due() is NoticeOutcome.SUPPRESSED
    assert hasty.mailer.accepted == []


ELSEWHERE: dict[str, Callable[[World], object]] = {
    "hire": lambda world: world.hire(application_id="A-9", candidate={"id": "C-9"}),
    "erase": lambda world: world.erase(candidate_id="C-9"),
}
NAMES_THEM = {"id": "C-9", "email": "noor@example.com", "given_name": "Noor"}


def correct_to_somebody_closed(world: World) -> NoticeOutcome:
    return world.reject(decided_at=DECIDED_AT + minutes(5), candidate=NAMES_THEM)


@pytest.fixture(params=sorted(ELSEWHERE))
def closed(request: pytest.FixtureRequest) -> World:
    """C-9 was hired, or erased; A-88123 was rejected under another id, and is due."""
    world = World()
    ELSEWHERE[request.param](world)
    world.reject(candidate=WRONG)
    world.wait(HOLD)
    return world


def names_c9(world: World) -> bool:
    decisions = [world.notice().decision, world.notice().later_decision]
    return any(decision.candidate.id == "C-9" for decision in decisions if decision)


def is_erased(world: World) -> bool:
    return any(end.cause == "erased" for person in world.people.people.values() for end in person.ends)


def test_a_correction_that_names_a_closed_person_while_the_email_is_sent_is_a_persons_task(closed: World) -> None:
    closed.at("before send", lambda: correct_to_somebody_closed(closed))
    assert closed.send_due() is NoticeOutcome.ACCEPTED
    notice = closed.notice()
    assert (notice.review_reason, closed.ledger.review[REF]) == ("changed", Review(Reviewer.PERSON, closed.now))
    assert "resolve" in to_do(notice)
    # What the ATS erased comes back by no correction, and what it replaces is gone as well.
    assert (names_c9(closed), notice.decision is None) == ((False, True) if is_erased(closed) else (True, False))


def test_a_correction_that_names_a_closed_person_ends_what_its_claim_gives_back(closed: World) -> None:
    closed.mailer.answers = [Throttled("TooManyRequestsException")]
    closed.at("before send", lambda: correct_to_somebody_closed(closed))
    with suppress(Transient):
        closed.send_due()
    closed.send_due()
    assert (closed.told(), closed.notice().state, closed.notice().review_reason) == ([], "RESCINDED", None)


def test_a_correction_after_the_email_that_names_a_closed_person_is_a_persons_task(closed: World) -> None:
    closed.send_due()
    assert correct_to_somebody_closed(closed) is NoticeOutcome.CORRECTED_TOO_LATE
    assert closed.notice().review_reason == "changed"
    before = closed.notice()
    correct_to_somebody_closed(closed)
    assert closed.notice() == before, "the same message twice changes nothing"
    assert names_c9(closed) is not is_erased(closed)


def test_a_correction_of_what_is_held_that_names_a_closed_person_is_kept_only_if_it_may_be(closed: World) -> None:
    assert correct_to_somebody_closed(closed) is NoticeOutcome.REVOKED
    assert closed.notice().state == "RESCINDED"
    assert (names_c9(closed), closed.notice().decision is None) == (
        (False, True) if is_erased(closed) else (True, False)
    )


def test_whoever_withdraws_after_a_correction_that_came_too_late_needs_nobody(hasty: World) -> None:
    hasty.reject(candidate=WRONG)
    hasty.reject(decided_at=DECIDED_AT + minutes(5), candidate=RIGHT)
    assert hasty.notice().review_reason == "changed"
    hasty.withdraw()
    assert (hasty.notice().review_reason, hasty.ledger.review[REF]) == (None, None)


@pytest.mark.parametrize("objects", ["another decision", "the same"])
def test_a_correction_that_a_person_sent_and_an_objection_stopped_is_their_task_again(objects: str) -> None:
    world = World()
    world.reject(candidate=WRONG)
    world.reject(application_id="A-2", decided_at=DECIDED_AT + minutes(10), candidate={**WRONG, "can_email": False})
    world.wait(HOLD)
    assert world.send_due() is NoticeOutcome.SUPPRESSED
    world.reject(decided_at=DECIDED_AT + minutes(5), candidate=RIGHT)
    assert world.notice().review_reason == "changed"
    sent = FakeReviewQueue(world.ledger).open_corrected(world.notice(), world.now, "operator: they asked")
    assert sent
    if objects == "the same":
        world.reject(decided_at=DECIDED_AT + minutes(5), candidate={**RIGHT, "can_email": False})
    else:
        assert world.send_due(sent.ref) is NoticeOutcome.NEEDS_REVIEW
    notice = world.ledger.notices[sent.ref]
    assert (world.told(), notice.state, notice.review_reason) == ([], "SUPPRESSED", "objected")
    assert world.ledger.review[sent.ref] == Review(Reviewer.PERSON, world.now)
    assert to_do(notice) == "tell them another way, if you owe them an answer; then resolve"
