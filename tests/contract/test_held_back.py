"""What waits for a person before it goes out: in memory and in DynamoDB."""

from datetime import timedelta

import pytest

from functions.domain.notices.brake import BurstPosition
from functions.domain.notices.notice import Entry
from functions.domain.notices.review import CHANGED, SETTLE_WITHIN, Reviewer, last_moment
from functions.domain.notices.states import DeliveryStatus, State
from tests.builders import DECIDED_AT, HOLD, REF, rejection
from tests.contract.ledger_views import AT, BURST, FOREVER, RESCINDED, Desk, desk_of


@pytest.fixture(params=["fake", "moto"])
def desk(request: pytest.FixtureRequest) -> Desk:
    return desk_of(request)


class TestHoldingBack:
    def test_what_is_held_back_stays_held_and_waits_for_a_person(self, desk: Desk) -> None:
        held = desk.held_back()
        assert (held.state, held.review_reason, held.history[-1]) == (
            State.HELD,
            BURST,
            Entry(AT, State.HELD, f"held for review: {BURST}"),
        )
        assert desk.now() == held
        assert [line.at for line in desk.reviews.pending(Reviewer.PERSON, FOREVER)] == [AT]
        assert desk.asks() is Reviewer.PERSON

    def test_what_is_opened_with_a_task_waits_for_a_person_from_the_start(self, desk: Desk) -> None:
        desk.opened(review_reason="stale")
        assert desk.asks() is Reviewer.PERSON
        assert not desk.claimed()

    def test_what_is_held_back_is_not_claimed(self, desk: Desk) -> None:
        held = desk.held_back()
        assert not desk.claimed()
        assert desk.now() == held

    def test_nothing_is_held_back_twice(self, desk: Desk) -> None:
        held = desk.held_back()
        assert desk.ledger.require_review(REF, AT, "late") is None
        assert desk.now() == held

    def test_a_sweep_that_saw_it_before_does_not_take_it_off_the_persons_list(self, desk: Desk) -> None:
        seen = desk.opened()
        desk.ledger.require_review(REF, AT, BURST)
        desk.reviews.recheck_at(seen, AT, AT + SETTLE_WITHIN)
        assert desk.asks() is Reviewer.PERSON
        assert list(desk.reviews.pending(Reviewer.SWEEP, FOREVER)) == []

    def test_what_a_person_has_sent_once_more_has_a_new_last_moment_and_is_not_part_of_a_burst(
        self, desk: Desk
    ) -> None:
        place = BurstPosition("burst-a", "11111111", 9, 9)
        notice = desk.opened(State.UNKNOWN, latest_at=DECIDED_AT, burst_position=place)
        again = desk.reviews.reopen(notice, AT, "operator: not in the count")
        assert again
        assert (again.state, again.burst_position) == (State.HELD, None)
        assert again.latest_at == last_moment(AT, notice.due_at)

    def test_a_repeat_is_not_kept_once_the_person_was_erased(self, desk: Desk) -> None:
        opened = desk.opened(State.ACCEPTED)
        desk.ledger.erase(opened, AT)
        assert desk.ledger.remember_repeat(REF, rejection(decided_at=AT), AT, State.ACCEPTED, None) is None

    def test_what_was_rescinded_is_not_held_back(self, desk: Desk) -> None:
        desk.opened(rescinded_at=DECIDED_AT)
        assert desk.ledger.require_review(REF, AT, BURST) is None

    @pytest.mark.parametrize("state", [State.CLAIMED, State.ACCEPTED, State.RESCINDED])
    def test_only_what_is_held_is_held_back(self, desk: Desk, state: State) -> None:
        first = desk.opened(state)
        assert desk.ledger.require_review(REF, AT, BURST) is None
        assert desk.now() == first

    def test_what_is_not_there_is_not_held_back(self, desk: Desk) -> None:
        assert desk.ledger.require_review(REF, AT, BURST) is None

    def test_what_was_held_back_is_taken_back_and_off_the_list(self, desk: Desk) -> None:
        desk.held_back()
        taken = desk.ledger.rescind(REF, RESCINDED, AT)
        assert taken is not None
        assert (taken.state, taken.review_reason, desk.asks()) == (State.RESCINDED, None, None)

    def test_what_was_held_back_is_suppressed_and_off_the_list(self, desk: Desk) -> None:
        desk.held_back()
        suppressed = desk.ledger.suppress(REF, AT, "bounced")
        assert suppressed is not None
        assert (suppressed.state, suppressed.review_reason, desk.asks()) == (State.SUPPRESSED, None, None)


class TestReleasing:
    def test_what_is_released_however_late_is_due_for_a_week_and_can_be_claimed(self, desk: Desk) -> None:
        held = desk.held_back(latest_at=DECIDED_AT + HOLD)
        released = desk.reviews.release(held, AT, "operator: x")
        assert released is not None
        assert (released.state, released.review_reason) == (State.HELD, None)
        assert released.latest_at == AT + timedelta(days=7)
        assert released.history[-1] == Entry(AT, State.HELD, "operator: x")
        assert [line.at for line in desk.reviews.pending(Reviewer.SWEEP, FOREVER)] == [AT + SETTLE_WITHIN]
        assert desk.asks() is Reviewer.SWEEP
        assert desk.claimed()

    def test_what_is_not_due_yet_is_looked_at_when_it_is(self, desk: Desk) -> None:
        held = desk.held_back(due_at=AT + HOLD)
        released = desk.reviews.release(held, AT, "operator: x")
        assert released
        assert released.latest_at == AT + HOLD + timedelta(days=7)
        assert [line.at for line in desk.reviews.pending(Reviewer.SWEEP, FOREVER)] == [AT + HOLD + SETTLE_WITHIN]

    def test_it_is_released_once(self, desk: Desk) -> None:
        held = desk.held_back()
        assert desk.reviews.release(held, AT, "operator: x") is not None
        assert desk.reviews.release(held, AT, "operator: x") is None

    def test_only_what_was_seen_is_released(self, desk: Desk) -> None:
        seen = desk.held_back()
        desk.reviews.release(seen, AT, "operator: x")
        held = desk.ledger.require_review(REF, AT, "late")
        assert desk.reviews.release(seen, AT, "operator: x") is None
        assert desk.now() == held

    def test_what_was_taken_back_meanwhile_is_not_released(self, desk: Desk) -> None:
        seen = desk.held_back()
        desk.ledger.rescind(REF, RESCINDED, AT)
        assert desk.reviews.release(seen, AT, "operator: x") is None
        assert desk.asks() is None

    def test_what_was_released_can_be_held_back_again(self, desk: Desk) -> None:
        desk.reviews.release(desk.held_back(), AT, "operator: x")
        assert desk.ledger.require_review(REF, AT, "late") is not None
        assert desk.asks() is Reviewer.PERSON


class TestCorrectedTooLate:
    def test_a_correction_of_what_was_sent_is_a_persons_and_stays_so_whatever_ses_reports(self, desk: Desk) -> None:
        desk.opened(State.ACCEPTED)
        later = rejection(decided_at=AT)
        noted = desk.ledger.remember_repeat(REF, later, AT, State.ACCEPTED, None, review_reason=CHANGED)
        assert noted == desk.now()
        assert (noted.review_reason, noted.history[-1].cause) == ("changed", "decided again, with other content")
        assert desk.asks() is Reviewer.PERSON
        assert desk.record_status(DeliveryStatus.DELIVERED).review_reason == "changed"
        assert desk.asks() is Reviewer.PERSON

    def test_a_claim_that_came_to_nothing_takes_the_correction_and_nobody_looks_at_it(self, desk: Desk) -> None:
        desk.opened(State.CLAIMED)
        later = rejection(decided_at=AT)
        assert desk.ledger.remember_repeat(REF, later, AT, State.CLAIMED, None, review_reason=CHANGED)
        assert desk.marked(State.HELD)
        corrected = desk.ledger.correct(desk.now(), later, AT)
        assert corrected == desk.now()
        assert (corrected.decision, corrected.later_decision, corrected.review_reason) == (later, None, None)
        assert desk.asks() is Reviewer.SWEEP

    def test_what_is_held_for_review_stays_so_when_it_is_corrected(self, desk: Desk) -> None:
        corrected = desk.ledger.correct(desk.held_back(), rejection(decided_at=AT), AT)
        assert corrected
        assert corrected.review_reason == BURST
        assert desk.asks() is Reviewer.PERSON

    def test_a_correction_that_is_sent_closes_one_cycle_and_holds_the_next(self, desk: Desk) -> None:
        desk.opened(State.BOUNCED)
        later = rejection(decided_at=AT)
        noted = desk.ledger.remember_repeat(REF, later, AT, State.BOUNCED, None, review_reason=CHANGED)
        assert noted
        held = desk.reviews.open_corrected(noted, AT, "operator: corrected")
        assert held
        assert held == desk.ledger.get(REF.next())
        assert (held.state, held.decision, held.due_at) == (State.HELD, later, AT)
        assert held.latest_at == last_moment(AT, AT), "as whatever a person sends once more"
        closed = desk.now()
        assert (closed.state, closed.review_reason) == (State.BOUNCED, None)
        assert closed.rescinded_at
        assert closed.rescinded_at < DECIDED_AT
        assert (desk.pending(Reviewer.PERSON), desk.pending(Reviewer.SWEEP)) == ([], [REF.next()])
        assert desk.reviews.open_corrected(noted, AT, "operator: again") is None
        assert desk.reviews.open_corrected(closed, AT, "operator: again") is None
