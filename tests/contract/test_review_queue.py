"""What nothing has settled is found and settled: in memory and in DynamoDB."""

from dataclasses import dataclass
from datetime import timedelta

import pytest

from functions.domain.notices.notice import Entry, Notice
from functions.domain.notices.reference import NoticeRef
from functions.domain.notices.review import SETTLE_WITHIN, Reviewer
from functions.domain.notices.revocation import Revocation
from functions.domain.notices.sendable import Mark
from functions.domain.notices.states import DeliveryStatus, State
from functions.notify.ports import Ledger
from functions.stores.ledger.notice_ledger import NoticeLedger
from functions.stores.ledger.review_queue import ReviewQueue
from tests.builders import DECIDED_AT, HOLD, REF, claim, claiming, minutes, notice
from tests.fakes.ledger import FakeLedger
from tests.fakes.review_queue import FakeReviewQueue
from tests.notify_stack import LEDGER, NotifyStack

AT = DECIDED_AT + HOLD + SETTLE_WITHIN * 2
FOREVER = DECIDED_AT + timedelta(days=365)


@dataclass
class Desk:
    ledger: Ledger
    reviews: ReviewQueue | FakeReviewQueue

    def pending(self, who: Reviewer) -> list[NoticeRef]:
        return [line.ref for line in self.reviews.pending(who, FOREVER)]

    def opened(self, state: State, **values: object) -> Notice:
        held_by = claim() if state not in {State.HELD, State.RESCINDED} else None
        first = notice(state=state, claim=held_by, **values)
        assert self.ledger.open(first, DECIDED_AT) is None
        return first


@pytest.fixture(params=["fake", "moto"])
def desk(request: pytest.FixtureRequest) -> Desk:
    if request.param == "fake":
        fake = FakeLedger()
        return Desk(fake, FakeReviewQueue(fake))
    stack: NotifyStack = request.getfixturevalue("stack")
    ledger = NoticeLedger(stack.dynamodb, LEDGER, timedelta(days=1096))
    return Desk(ledger, ReviewQueue(stack.dynamodb, LEDGER, "Review"))


WATCHED = {
    "HELD": Reviewer.SWEEP,
    "CLAIMED": Reviewer.SWEEP,
    "UNKNOWN": Reviewer.SWEEP,
    "REFUSED": Reviewer.PERSON,
    "BOUNCED": Reviewer.PERSON,
    "ACCEPTED": None,
    "DELIVERED": None,
    "COMPLAINED": None,
    "RESCINDED": None,
    "SUPPRESSED": None,
}


class TestReviewQueue:
    @pytest.mark.parametrize(("state", "who"), WATCHED.items())
    def test_somebody_looks_at_what_is_not_settled(self, desk: Desk, state: str, who: Reviewer | None) -> None:
        desk.opened(State(state))
        assert {one: desk.pending(one) for one in Reviewer} == {one: [REF] if one is who else [] for one in Reviewer}

    def test_a_held_notice_is_looked_at_an_hour_after_it_is_due(self, desk: Desk) -> None:
        desk.opened(State.HELD)
        due = DECIDED_AT + HOLD + SETTLE_WITHIN
        assert list(desk.reviews.pending(Reviewer.SWEEP, due - minutes(1))) == []
        (line,) = desk.reviews.pending(Reviewer.SWEEP, due)
        assert (line.ref, line.state, line.application_id, line.at) == (REF, State.HELD, "A-88123", due)

    def test_those_that_wait_longest_come_first(self, desk: Desk) -> None:
        for number, late in enumerate([30, 10, 20]):
            first = notice(ref=NoticeRef.of("many", str(number)), due_at=DECIDED_AT + minutes(late))
            desk.ledger.open(first, DECIDED_AT)
        assert desk.pending(Reviewer.SWEEP) == [NoticeRef.of("many", str(number)) for number in (1, 2, 0)]

    def test_who_looks_changes_with_the_state(self, desk: Desk) -> None:
        desk.ledger.open(notice(), DECIDED_AT)
        desk.ledger.claim_all([claiming()])
        assert desk.pending(Reviewer.SWEEP) == [REF]
        desk.ledger.mark_all([Mark(REF, claim(), Entry(AT, State.ACCEPTED, "SES accepted"), "ses-1")])
        assert (desk.pending(Reviewer.SWEEP), desk.pending(Reviewer.PERSON)) == ([], [])

    @pytest.mark.parametrize("state", [State.CLAIMED, State.UNKNOWN])
    def test_what_is_in_doubt_is_handed_over_once(self, desk: Desk, state: State) -> None:
        first = desk.opened(state)
        handed = desk.reviews.escalate(first, AT, "no event")
        assert handed is not None
        assert (handed.state, handed.history[-1].cause) == (State.UNKNOWN, "no event")
        assert (desk.pending(Reviewer.SWEEP), desk.pending(Reviewer.PERSON)) == ([], [REF])
        assert desk.reviews.escalate(handed, AT, "no event") is None

    def test_what_is_asked_for_again_is_looked_at_later(self, desk: Desk) -> None:
        first = desk.opened(State.HELD)
        assert desk.reviews.recheck_at(first, AT, AT + SETTLE_WITHIN) is not None
        assert list(desk.reviews.pending(Reviewer.SWEEP, AT)) == []
        assert [line.at for line in desk.reviews.pending(Reviewer.SWEEP, FOREVER)] == [AT + SETTLE_WITHIN]

    def test_one_more_attempt_keeps_the_claim_of_one_in_doubt(self, desk: Desk) -> None:
        first = desk.opened(State.UNKNOWN)
        again = desk.reviews.reopen(first, AT, "operator: x")
        assert again is not None
        assert (again.state, again.claim, again.earlier_claim) == (State.HELD, None, claim())
        assert desk.ledger.claim_all([claiming(claim=claim(id="claim-2", at=AT))]) == [True]
        second = desk.ledger.get(REF)
        assert second is not None
        assert second.earlier_claim == claim()
        assert desk.reviews.reopen(second, AT, "policy", once=True) is None

    def test_what_ses_rejected_afterwards_is_not_sent_again(self, desk: Desk) -> None:
        first = desk.opened(State.CLAIMED)
        desk.ledger.mark_all([Mark(REF, claim(), Entry(AT, State.REFUSED, "SES: Reject"), "ses-1")])
        rejected = desk.ledger.get(REF)
        assert rejected is not None
        assert desk.reviews.reopen(rejected, AT, "operator: x") is None
        assert first.claim == rejected.claim

    def test_what_was_rescinded_is_never_sent_again(self, desk: Desk) -> None:
        first = desk.opened(State.UNKNOWN)
        closed = desk.ledger.close(REF, Revocation("rescinded", DECIDED_AT), AT, State.UNKNOWN)
        assert closed is not None
        assert desk.reviews.reopen(closed, AT, "operator: x") is None
        assert desk.reviews.reopen(first, AT, "operator: x") is None

    def test_a_person_may_know_that_it_was_sent(self, desk: Desk) -> None:
        first = desk.opened(State.UNKNOWN)
        told = desk.reviews.confirm_sent(first, AT, "operator: seen in the log")
        assert told is not None
        assert (told.state, told.delivery_status) == (State.ACCEPTED, DeliveryStatus.SENT)
        assert desk.pending(Reviewer.SWEEP) == []

    def test_what_a_person_has_seen_to_is_off_the_list(self, desk: Desk) -> None:
        first = desk.opened(State.BOUNCED)
        done = desk.reviews.resolve(first, AT, "operator: by phone")
        assert done is not None
        assert (done.state, done.history[-1].cause) == (State.BOUNCED, "operator: by phone")
        assert desk.pending(Reviewer.PERSON) == []
        assert desk.reviews.resolve(done, AT, "operator: by phone") is None

    @pytest.mark.parametrize("change", ["escalate", "reopen", "confirm_sent"])
    def test_what_has_moved_on_is_left_alone(self, desk: Desk, change: str) -> None:
        seen = desk.opened(State.CLAIMED)
        desk.ledger.mark_all([Mark(REF, claim(), Entry(AT, State.ACCEPTED, "SES accepted"), "ses-1")])
        assert getattr(desk.reviews, change)(seen, AT, "x") is None


def test_the_sweeps_list_is_spread_over_partitions_and_read_in_order(stack: NotifyStack) -> None:
    ledger = NoticeLedger(stack.dynamodb, LEDGER, timedelta(days=1096))
    refs = [NoticeRef.of("/ats", f"A-{n}") for n in range(40)]
    for number, ref in enumerate(refs):
        ledger.open(notice(ref=ref, due_at=DECIDED_AT + minutes(40 - number)), DECIDED_AT)
    assert len({item["review"]["S"] for item in stack.items()}) > 4
    reviews = ReviewQueue(stack.dynamodb, LEDGER, "Review")
    assert [line.ref for line in reviews.pending(Reviewer.SWEEP, FOREVER)] == refs[::-1]
