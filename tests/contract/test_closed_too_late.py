"""What was taken back after the candidate was told, or may have been: in memory and in DynamoDB."""

import pytest

from functions.domain.notices.notice import Entry
from functions.domain.notices.review import CHANGED, CORRECT, Reviewer
from functions.domain.notices.revocation import Revocation
from functions.domain.notices.sendable import Mark
from functions.domain.notices.states import DeliveryStatus, State
from tests.builders import REF, claim, rejection
from tests.contract.ledger_views import AT, RESCINDED, Desk, desk_of

WITHDREW = Revocation("withdrew", AT, closes_sent=True)
TOLD = [State.ACCEPTED, State.DELIVERED, State.COMPLAINED]


@pytest.fixture(params=["fake", "moto"])
def desk(request: pytest.FixtureRequest) -> Desk:
    return desk_of(request)


class TestClosedTooLate:
    @pytest.mark.parametrize("state", [*TOLD, State.CLAIMED, State.UNKNOWN])
    def test_who_was_told_or_may_have_been_is_to_be_spoken_to(self, desk: Desk, state: State) -> None:
        closed = desk.closed(state)
        assert (closed.state, closed.review_reason, closed.rescinded_at) == (state, CORRECT, AT)
        assert desk.asks() is Reviewer.PERSON

    def test_who_was_not_told_needs_no_correction(self, desk: Desk) -> None:
        assert desk.closed(State.REFUSED).review_reason is None
        assert desk.asks() is None, "nobody is owed that answer any more"

    @pytest.mark.parametrize("state", [State.REFUSED, State.BOUNCED])
    def test_nobody_is_owed_what_was_withdrawn(self, desk: Desk, state: State) -> None:
        closed = desk.closed(state, WITHDREW)
        assert (closed.state, closed.review_reason, closed.rescinded_at) == (state, None, AT)
        assert desk.asks() is None

    @pytest.mark.parametrize("state", TOLD)
    def test_what_was_true_when_it_was_told_needs_no_correction(self, desk: Desk, state: State) -> None:
        closed = desk.closed(state, WITHDREW)
        assert (closed.review_reason, closed.rescinded_at, desk.asks()) == (None, AT, None)
        assert closed.history[-1] == Entry(AT, state, "withdrew, too late")

    @pytest.mark.parametrize("state", [State.ACCEPTED, State.CLAIMED, State.UNKNOWN])
    @pytest.mark.parametrize(
        "proof", [DeliveryStatus.DELIVERED, DeliveryStatus.HARD_BOUNCED, DeliveryStatus.COMPLAINED]
    )
    def test_what_ses_proves_afterwards_takes_nothing_off_the_list(
        self, desk: Desk, state: State, proof: DeliveryStatus
    ) -> None:
        closed = desk.closed(state)
        after = desk.record_status(proof)
        assert (after.delivery_status, after.review_reason, after.rescinded_at) == (proof, CORRECT, closed.rescinded_at)
        assert after.history[:-1] == closed.history
        assert desk.asks() is Reviewer.PERSON

    def test_the_same_event_twice_is_written_once(self, desk: Desk) -> None:
        desk.closed(State.ACCEPTED)
        after = desk.record_status(DeliveryStatus.DELIVERED)
        assert desk.record_status(DeliveryStatus.DELIVERED) == after
        assert desk.record_status(DeliveryStatus.SENT) == after

    def test_an_event_that_proves_nothing_leaves_the_task(self, desk: Desk) -> None:
        desk.closed(State.ACCEPTED)
        noted, kept = desk.delivery_events.record_note(REF, AT, "SES: Open")
        assert (kept, noted.review_reason, desk.asks()) == (True, CORRECT, Reviewer.PERSON)

    def test_whoever_was_spoken_to_is_off_the_list_for_good(self, desk: Desk) -> None:
        done = desk.reviews.resolve(desk.closed(State.ACCEPTED), AT, "operator: by phone")
        assert done is not None
        assert (done.state, done.review_reason, desk.asks()) == (State.ACCEPTED, None, None)
        after = desk.record_status(DeliveryStatus.DELIVERED)
        assert (after.state, after.review_reason, desk.asks()) == (State.DELIVERED, None, None)

    def test_what_has_moved_on_is_not_taken_for_seen_to(self, desk: Desk) -> None:
        seen = desk.closed(State.ACCEPTED)
        desk.record_status(DeliveryStatus.DELIVERED)
        assert desk.reviews.resolve(seen, AT, "operator: by phone") is None
        assert desk.reviews.resolve(desk.now(), AT, "operator: by phone") is not None

    @pytest.mark.parametrize("end", [State.ACCEPTED, State.REFUSED, State.UNKNOWN])
    def test_its_workers_mark_is_still_made_and_the_task_stays(self, desk: Desk, end: State) -> None:
        desk.closed(State.CLAIMED)
        assert desk.marked(end)
        after = desk.now()
        assert (after.state, after.review_reason, after.rescinded_at) == (end, CORRECT, AT)
        assert desk.asks() is Reviewer.PERSON

    def test_beside_a_task_neither_a_strangers_mark_is_made_nor_one_against_a_proof(self, desk: Desk) -> None:
        closed = desk.closed(State.CLAIMED)
        stranger = Mark(REF, claim(id="claim-of-another"), Entry(AT, State.ACCEPTED, "x"), "ses-2")
        assert desk.ledger.mark_all([stranger]) == [False]
        assert desk.now() == closed
        proven = desk.record_status(DeliveryStatus.DELIVERED)
        assert not desk.marked(State.ACCEPTED)
        assert desk.now() == proven

    def test_what_went_back_unsent_is_taken_back_without_a_task(self, desk: Desk) -> None:
        desk.closed(State.CLAIMED)
        assert desk.marked(State.HELD)
        assert (desk.now().state, desk.now().claim) == (State.HELD, None)
        assert not desk.claimed()
        taken = desk.ledger.rescind(REF, RESCINDED, AT)
        assert taken is not None
        assert (taken.state, taken.review_reason, desk.asks()) == (State.RESCINDED, None, None)

    def test_a_person_who_found_out_that_it_was_sent_still_has_to_speak_to_them(self, desk: Desk) -> None:
        told = desk.reviews.confirm_sent(desk.closed(State.UNKNOWN), AT, "operator: in the log")
        assert told is not None
        assert (told.state, told.review_reason, desk.asks()) == (State.ACCEPTED, CORRECT, Reviewer.PERSON)

    def test_the_sweep_leaves_it_to_the_person(self, desk: Desk) -> None:
        closed = desk.closed(State.CLAIMED)
        assert desk.reviews.escalate(closed, AT, "no event") is None
        assert desk.reviews.reopen(closed, AT, "policy", once=True) is None
        assert desk.now() == closed


@pytest.mark.parametrize("state", [State.ACCEPTED, State.CLAIMED, State.UNKNOWN])
def test_whoever_withdraws_needs_nobody_to_speak_about_a_correction(desk: Desk, state: State) -> None:
    desk.opened(state)
    remembered = desk.ledger.remember_repeat(REF, rejection(reason="location"), AT, state, None, review_reason=CHANGED)
    assert remembered
    closed = desk.ledger.close(REF, WITHDREW, AT, state)
    assert closed
    assert (closed.state, closed.review_reason, closed.rescinded_at) == (state, None, AT)
    assert desk.asks() is (None if state is State.ACCEPTED else Reviewer.SWEEP)


@pytest.mark.parametrize("kept", [True, False])
@pytest.mark.parametrize("state", [State.CLAIMED, State.UNKNOWN, State.REFUSED])
def test_a_correction_that_names_a_closed_person_asks_one_where_the_email_is_out(
    desk: Desk, state: State, *, kept: bool
) -> None:
    desk.opened(state)
    correction = rejection(reason="location") if kept else None
    revocation = Revocation("hired", AT, is_correction=True, correction=correction)
    closed = desk.ledger.close(REF, revocation, AT, state)
    assert closed
    assert (closed.later_decision, closed.decision is None, closed.rescinded_at) == (correction, not kept, AT)
    is_out = state is not State.REFUSED
    assert (closed.review_reason, desk.asks()) == ((CHANGED, Reviewer.PERSON) if is_out else (None, None))


@pytest.mark.parametrize("kept", [True, False])
def test_what_is_held_and_corrected_to_a_closed_person_is_rescinded(desk: Desk, *, kept: bool) -> None:
    desk.opened(State.HELD)
    correction = rejection(reason="location") if kept else None
    rescinded = desk.ledger.rescind(REF, Revocation("hired", AT, is_correction=True, correction=correction), AT)
    assert rescinded
    assert (rescinded.state, rescinded.later_decision) == (State.RESCINDED, correction)
    assert (rescinded.decision is None) is not kept
