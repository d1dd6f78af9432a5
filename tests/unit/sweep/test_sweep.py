"""What the sweep does with what nothing has settled."""

from dataclasses import replace
from datetime import timedelta

import pytest

from functions.domain.notices.reference import NoticeRef
from functions.domain.notices.review import SETTLE_WITHIN, Reviewer
from functions.domain.notices.states import State
from functions.sweep.outcome import SweepOutcome
from functions.sweep.ports import Ports
from functions.sweep.sweep import count_reviews, settle, sweep
from tests.builders import DECIDED_AT, HOLD, REF, claim, minutes, notice
from tests.fakes.ledger import FakeLedger
from tests.fakes.review_queue import FakeReviewQueue


class Desk:
    def __init__(self, *, retry_in_doubt: bool = False) -> None:
        self.ledger, self.asked = FakeLedger(), list[NoticeRef]()
        self.reviews = FakeReviewQueue(self.ledger)
        self.now = DECIDED_AT + HOLD + SETTLE_WITHIN * 3
        self.ports = Ports(self.ledger, self.reviews, self.asked.append, lambda: self.now, retry_in_doubt)

    def open(self, state: State, **values: object) -> None:
        held_by = None if state is State.HELD else claim()
        self.ledger.open(notice(state=state, claim=held_by, **values), DECIDED_AT)

    def sweep(self) -> list[SweepOutcome]:
        return [outcome for _, outcome in sweep(self.now + minutes(4), ports=self.ports)]


def test_a_held_notice_whose_message_got_lost_is_asked_for_again_and_looked_at_later() -> None:
    desk = Desk()
    desk.open(State.HELD)
    assert (desk.sweep(), desk.asked) == ([SweepOutcome.REQUEUED], [REF])
    assert desk.sweep() == []
    desk.now += SETTLE_WITHIN
    assert desk.sweep() == [SweepOutcome.REQUEUED]


def test_a_held_notice_that_is_not_due_is_left_alone() -> None:
    desk = Desk()
    desk.open(State.HELD, due_at=desk.now + minutes(1))
    desk.ledger.review[REF] = replace(desk.ledger.review[REF], at=desk.now)  # type: ignore[type-var]
    assert (desk.sweep(), desk.asked) == ([SweepOutcome.IGNORED], [])


def test_what_was_held_back_meanwhile_stays_on_the_persons_list() -> None:
    desk = Desk()
    desk.open(State.HELD)
    seen = desk.ledger.notices[REF]
    desk.ledger.require_review(REF, desk.now, "late")
    assert desk.reviews.recheck_at(seen, desk.now, desk.now + SETTLE_WITHIN)
    assert count_reviews(ports=desk.ports) == 1
    assert settle(desk.ledger.notices[REF], ports=desk.ports) is SweepOutcome.IGNORED
    assert desk.asked == []


@pytest.mark.parametrize("state", [State.CLAIMED, State.UNKNOWN])
def test_what_no_event_settled_in_an_hour_is_handed_to_a_person(state: State) -> None:
    desk = Desk()
    desk.open(state)
    assert count_reviews(ports=desk.ports) == 0
    assert (desk.sweep(), desk.asked) == ([SweepOutcome.ESCALATED], [])
    assert count_reviews(ports=desk.ports) == 1
    after = desk.ledger.notices[REF]
    assert (after.state, after.history[-1].cause) == (State.UNKNOWN, "no event from SES within an hour")
    assert desk.sweep() == []


def test_before_the_hour_is_over_nothing_happens() -> None:
    desk = Desk()
    desk.open(State.CLAIMED)
    desk.now = claim().at + SETTLE_WITHIN - timedelta(seconds=1)
    assert set(desk.sweep()) <= {SweepOutcome.IGNORED}
    assert desk.ledger.notices[REF].state is State.CLAIMED


def test_by_policy_it_is_sent_once_more_and_then_handed_over() -> None:
    desk = Desk(retry_in_doubt=True)
    desk.open(State.UNKNOWN)
    assert (desk.sweep(), desk.asked) == ([SweepOutcome.RESENT], [REF])
    held = desk.ledger.notices[REF]
    assert (held.state, held.earlier_claim) == (State.HELD, claim())
    desk.ledger.keep(held, replace(held.history[-1], state=State.UNKNOWN), claim=claim(id="second"))
    desk.now += SETTLE_WITHIN * 2
    assert desk.sweep() == [SweepOutcome.ESCALATED]


def test_what_was_rescinded_is_never_sent_once_more() -> None:
    desk = Desk(retry_in_doubt=True)
    desk.open(State.UNKNOWN, rescinded_at=DECIDED_AT)
    assert (desk.sweep(), desk.asked) == ([SweepOutcome.ESCALATED], [])


def test_what_was_settled_since_the_index_was_written_is_left_alone() -> None:
    desk = Desk()
    desk.open(State.UNKNOWN)
    behind = desk.ledger.review[REF]
    desk.ledger.keep(desk.ledger.notices[REF], replace(desk.ledger.notices[REF].history[-1], state=State.ACCEPTED))
    desk.ledger.review[REF] = behind
    assert desk.sweep() == [SweepOutcome.IGNORED]


def test_it_ends_in_time_and_the_next_one_goes_on() -> None:
    desk = Desk()
    for number in range(3):
        desk.open(State.HELD, ref=NoticeRef.of("many", str(number)))
    assert list(sweep(desk.now - minutes(1), ports=desk.ports)) == []
    assert len(list(desk.reviews.pending(Reviewer.SWEEP, desk.now))) == 3


@pytest.mark.parametrize(("once_more", "first"), [(True, SweepOutcome.RESENT), (False, SweepOutcome.ESCALATED)])
def test_of_two_sweeps_at_once_one_acts(once_more: bool, first: SweepOutcome) -> None:
    desk = Desk(retry_in_doubt=once_more)
    desk.open(State.UNKNOWN)
    seen = desk.ledger.notices[REF]
    assert settle(seen, ports=desk.ports) is first
    assert settle(seen, ports=desk.ports) is SweepOutcome.IGNORED
    assert len(desk.asked) == once_more


def test_what_died_between_its_two_steps_is_asked_for_by_the_next() -> None:
    desk = Desk(retry_in_doubt=True)
    desk.open(State.UNKNOWN)
    assert desk.reviews.reopen(desk.ledger.notices[REF], desk.now, "once more", once=True) is not None
    desk.now += SETTLE_WITHIN
    assert (desk.sweep(), desk.asked) == ([SweepOutcome.REQUEUED], [REF])
