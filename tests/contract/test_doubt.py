"""An attempt in doubt is remembered, whatever becomes of the next one: in memory and in DynamoDB."""

import pytest

from functions.domain.notices.notice import Entry, Notice
from functions.domain.notices.review import CORRECT, Reviewer
from functions.domain.notices.revocation import Revocation
from functions.domain.notices.sendable import Mark
from functions.domain.notices.states import STATE_BY_STATUS, DeliveryStatus, State
from tests.builders import REF, claim, claiming
from tests.contract.ledger_views import AT, RESCINDED, Desk, desk_of

FIRST, SECOND, THIRD = claim(), claim(id="claim-2"), claim(id="claim-3")
WITHDREW = Revocation("withdrew", AT, closes_sent=True)
TOLD = [DeliveryStatus.SENT, DeliveryStatus.DELIVERED, DeliveryStatus.COMPLAINED]


@pytest.fixture(params=["fake", "moto"])
def desk(request: pytest.FixtureRequest) -> Desk:
    return desk_of(request)


def doubted(desk: Desk) -> Notice:
    """Hold a notice for a second attempt: nobody knows whether its first email went out."""
    again = desk.reviews.reopen(desk.opened(State.UNKNOWN), AT, "operator: not in the count")
    assert again is not None
    return again


def attempted(desk: Desk, end: State, number: str = "claim-2") -> None:
    mine = claim(id=number)
    assert desk.ledger.claim_all([claiming(notice=desk.now(), claim=mine)]) == [True]
    assert desk.ledger.mark_all([Mark(REF, mine, Entry(AT, end, "x"))]) == [True]


def record(desk: Desk, status: DeliveryStatus, attempt: str | None) -> Notice:
    entry = Entry(AT, STATE_BY_STATUS[status], f"SES: {status.name}")
    return desk.delivery_events.record_status(REF, status, entry, "ses-1", attempt)[0]


class TestRevoked:
    def test_who_may_have_been_told_by_the_first_attempt_is_to_be_spoken_to(self, desk: Desk) -> None:
        doubted(desk)
        revoked = desk.ledger.rescind(REF, RESCINDED, AT)
        assert revoked is not None
        assert (revoked.state, revoked.review_reason) == (State.RESCINDED, CORRECT)
        assert desk.asks() is Reviewer.PERSON

    def test_who_withdrew_heard_nothing_untrue(self, desk: Desk) -> None:
        doubted(desk)
        revoked = desk.ledger.rescind(REF, WITHDREW, AT)
        assert revoked is not None
        assert (revoked.state, revoked.review_reason, desk.asks()) == (State.RESCINDED, None, None)

    @pytest.mark.parametrize("end", [State.REFUSED, State.SUPPRESSED])
    def test_a_second_attempt_that_failed_does_not_undo_the_first(self, desk: Desk, end: State) -> None:
        doubted(desk)
        if end is State.SUPPRESSED:
            assert desk.ledger.suppress(REF, AT, "can_email is false")
        else:
            attempted(desk, end)
        closed = desk.ledger.close(REF, RESCINDED, AT, end)
        assert closed is not None
        assert (closed.state, closed.review_reason, desk.asks()) == (end, CORRECT, Reviewer.PERSON)

    @pytest.mark.parametrize("state", [State.ACCEPTED, State.UNKNOWN, State.BOUNCED])
    def test_what_was_closed_without_a_correction_gets_one_where_it_turns_out_untrue(
        self, desk: Desk, state: State
    ) -> None:
        closed = desk.closed(state, WITHDREW)
        corrected = desk.ledger.require_correction(closed, "hired", AT)
        assert corrected is not None
        assert (corrected.review_reason, desk.asks()) == (CORRECT, Reviewer.PERSON)
        assert desk.ledger.require_correction(closed, "hired", AT) is None

    def test_what_nobody_was_told_needs_none_until_an_email_of_it_turns_up(self, desk: Desk) -> None:
        desk.opened(State.HELD)
        closed = desk.ledger.rescind(REF, WITHDREW, AT)
        assert closed is not None
        corrected = desk.ledger.require_correction(closed, "hired", AT)
        assert corrected is not None
        assert (corrected.review_reason, desk.asks()) == (None, None)
        assert (record(desk, DeliveryStatus.SENT, None).review_reason, desk.asks()) == (CORRECT, Reviewer.PERSON)

    def test_a_worker_that_gives_its_claim_back_does_not_undo_the_first(self, desk: Desk) -> None:
        doubted(desk)
        assert desk.ledger.claim_all([claiming(notice=desk.now(), claim=SECOND)]) == [True]
        assert desk.ledger.close(REF, RESCINDED, AT, State.CLAIMED)
        assert desk.ledger.mark_all([Mark(REF, SECOND, Entry(AT, State.HELD, "not sent"))]) == [True]
        closed = desk.ledger.rescind(REF, Revocation("revoked while claimed", AT), AT)
        assert closed is not None
        assert (closed.state, closed.review_reason, desk.asks()) == (State.RESCINDED, CORRECT, Reviewer.PERSON)

    def test_what_was_refused_and_is_tried_again_was_never_told(self, desk: Desk) -> None:
        again = desk.reviews.reopen(desk.opened(State.REFUSED), AT, "operator: address corrected")
        assert again is not None
        assert (again.claim, again.earlier_claim) == (None, None)
        revoked = desk.ledger.rescind(REF, RESCINDED, AT)
        assert revoked is not None
        assert (revoked.review_reason, desk.asks()) == (None, None)

    @pytest.mark.parametrize("status", [*TOLD, DeliveryStatus.SOFT_BOUNCED, DeliveryStatus.HARD_BOUNCED])
    def test_a_proof_that_comes_after_the_revocation_asks_for_the_correction(
        self, desk: Desk, status: DeliveryStatus
    ) -> None:
        desk.opened(State.HELD)
        assert desk.ledger.rescind(REF, RESCINDED, AT)
        after = record(desk, status, None)
        assert (after.state, after.review_reason) == (STATE_BY_STATUS[status], CORRECT)
        assert desk.asks() is Reviewer.PERSON

    @pytest.mark.parametrize("status", DeliveryStatus)
    def test_a_proof_about_a_withdrawn_application_asks_nobody(self, desk: Desk, status: DeliveryStatus) -> None:
        desk.opened(State.HELD)
        assert desk.ledger.rescind(REF, WITHDREW, AT)
        after = record(desk, status, None)
        assert (after.state, after.review_reason, desk.asks()) == (STATE_BY_STATUS[status], None, None)

    def test_a_proof_after_somebody_spoke_to_them_asks_nobody_again(self, desk: Desk) -> None:
        doubted(desk)
        revoked = desk.ledger.rescind(REF, RESCINDED, AT)
        assert revoked is not None
        assert desk.reviews.resolve(revoked, AT, "operator: by phone")
        after = record(desk, DeliveryStatus.DELIVERED, FIRST.id)
        assert (after.state, after.review_reason, desk.asks()) == (State.DELIVERED, None, None)

    def test_what_was_withdrawn_while_it_was_sent_and_was_refused_asks_nobody(self, desk: Desk) -> None:
        desk.closed(State.CLAIMED, WITHDREW)
        assert desk.marked(State.REFUSED)
        assert (desk.now().state, desk.asks()) == (State.REFUSED, None)


class TestAttempts:
    def test_an_email_that_arrived_outweighs_a_later_one_that_was_refused(self, desk: Desk) -> None:
        doubted(desk)
        attempted(desk, State.REFUSED)
        after = record(desk, DeliveryStatus.SENT, FIRST.id)
        assert (after.state, after.delivery_attempt, desk.asks()) == (State.ACCEPTED, FIRST.id, None)

    @pytest.mark.parametrize("order", [(0, 1), (1, 0)])
    def test_whichever_comes_first_the_email_that_arrived_counts(self, desk: Desk, order: tuple[int, int]) -> None:
        doubted(desk)
        attempted(desk, State.ACCEPTED)
        events = [(DeliveryStatus.DELIVERED, FIRST.id), (DeliveryStatus.HARD_BOUNCED, SECOND.id)]
        for place in order:
            record(desk, *events[place])
        assert (desk.now().state, desk.now().delivery_attempt, desk.asks()) == (State.DELIVERED, FIRST.id, None)

    def test_a_rejection_of_the_first_email_says_nothing_about_the_second(self, desk: Desk) -> None:
        doubted(desk)
        attempted(desk, State.ACCEPTED)
        record(desk, DeliveryStatus.REJECTED, FIRST.id)
        assert (desk.now().state, desk.asks()) == (State.ACCEPTED, None)

    def test_a_rejection_of_the_first_email_while_the_second_is_sent_does_not_hide_that_it_was_accepted(
        self, desk: Desk
    ) -> None:
        doubted(desk)
        assert desk.ledger.claim_all([claiming(notice=desk.now(), claim=SECOND)]) == [True]
        record(desk, DeliveryStatus.REJECTED, FIRST.id)
        assert desk.ledger.mark_all([Mark(REF, SECOND, Entry(AT, State.ACCEPTED, "x"), "ses-2")]) == [True]
        after = desk.now()
        assert (after.state, after.delivery_attempt, after.ses_message_id) == (State.ACCEPTED, SECOND.id, "ses-2")
        assert desk.asks() is None

    def test_a_rejection_of_the_email_itself_outweighs_that_it_was_accepted(self, desk: Desk) -> None:
        doubted(desk)
        assert desk.ledger.claim_all([claiming(notice=desk.now(), claim=SECOND)]) == [True]
        record(desk, DeliveryStatus.REJECTED, SECOND.id)
        assert desk.ledger.mark_all([Mark(REF, SECOND, Entry(AT, State.ACCEPTED, "x"), "ses-2")]) == [False]
        assert (desk.now().state, desk.asks()) == (State.REFUSED, Reviewer.PERSON)

    def test_every_claim_in_doubt_is_kept(self, desk: Desk) -> None:
        doubted(desk)
        attempted(desk, State.UNKNOWN)
        assert desk.reviews.reopen(desk.now(), AT, "operator: again")
        assert desk.ledger.claim_all([claiming(notice=desk.now(), claim=THIRD)]) == [True]
        notice = desk.now()
        assert (notice.claim, notice.earlier_claim, notice.older_claims) == (THIRD, SECOND, (FIRST,))

    def test_an_erasure_reaches_the_oldest_address(self, desk: Desk) -> None:
        doubted(desk)
        attempted(desk, State.UNKNOWN)
        assert desk.reviews.reopen(desk.now(), AT, "operator: again")
        assert desk.ledger.erase(desk.now(), AT)
        notice = desk.now()
        assert notice.older_claims
        assert [one.sent_to for one in (notice.earlier_claim, *notice.older_claims) if one] == [None, None]
