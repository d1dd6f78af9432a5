"""The ledger keeps its promises, in memory and in DynamoDB: one test class, run against both."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from functions.domain.notices.notice import Claim, Entry, Notice
from functions.domain.notices.reference import NoticeRef
from functions.domain.notices.revocation import Revocation
from functions.domain.notices.sendable import Mark, Sendable
from functions.domain.notices.states import PRECEDING, DeliveryStatus, State
from functions.notify.ports import Ledger
from functions.stores.ledger.notice_ledger import NoticeLedger
from tests.builders import DECIDED_AT, HOLD, REF, claim, claiming, minutes, notice, rejection
from tests.fakes.ledger import FakeLedger
from tests.notify_stack import LEDGER, NotifyStack

AT = DECIDED_AT + HOLD + minutes(0.01)
LATER = rejection(decided_at=DECIDED_AT + minutes(60))
LATEST = rejection(decided_at=DECIDED_AT + minutes(61))
END = Entry(AT, State.ACCEPTED, "SES accepted")
STRANGER = claim(id="claim-of-another")


@pytest.fixture(params=["fake", "moto"])
def ledger(request: pytest.FixtureRequest) -> Ledger:
    if request.param == "fake":
        return FakeLedger()
    stack: NotifyStack = request.getfixturevalue("stack")
    return NoticeLedger(stack.dynamodb, LEDGER, timedelta(days=1096))


def back(until: datetime, cause: str = "rescinded") -> Revocation:
    return Revocation(cause, until, requires_correction=cause == "rescinded", closes_sent=True)


def opened(ledger: Ledger, state: State = State.HELD, claimed: Claim | None = None) -> Notice:
    """A notice that was opened in `state`."""
    first = notice(state=state, claim=claimed or (claim() if state is State.CLAIMED else None))
    assert ledger.open(first, DECIDED_AT) is None
    return first


def marked(ledger: Ledger, state: State, claimed: Claim | None = None) -> Notice | None:
    """The notice after a worker's mark, or None where it was not made."""
    message_id = "ses-1" if state is State.ACCEPTED else None
    (made,) = ledger.mark_all([Mark(REF, claimed or claim(), Entry(AT, state, "x"), message_id)])
    return ledger.get(REF) if made else None


def claimed_by(ledger: Ledger, by: Claim) -> Notice | None:
    (made,) = ledger.claim_all([claiming(claim=by)])
    return ledger.get(REF) if made else None


# Each change, the state that it leads to, and those that it may come from.
CHANGES: dict[str, tuple[Callable[[Ledger], Notice | None], State, set[str]]] = {
    "claim": (lambda ledger: claimed_by(ledger, STRANGER), State.CLAIMED, {"HELD"}),
    "suppress": (lambda ledger: ledger.suppress(REF, AT, "can_email is false"), State.SUPPRESSED, {"HELD"}),
    "rescind": (lambda ledger: ledger.rescind(REF, back(AT), AT), State.RESCINDED, {"HELD"}),
    "release": (lambda ledger: marked(ledger, State.HELD), State.HELD, {"CLAIMED"}),
    "accept": (lambda ledger: marked(ledger, State.ACCEPTED), State.ACCEPTED, {"CLAIMED", "UNKNOWN"}),
    "refuse": (lambda ledger: marked(ledger, State.REFUSED), State.REFUSED, {"CLAIMED", "UNKNOWN"}),
    "doubt": (lambda ledger: marked(ledger, State.UNKNOWN), State.UNKNOWN, {"CLAIMED"}),
}
EVERY_CHANGE = pytest.mark.parametrize(("change", "after", "before"), CHANGES.values(), ids=list(CHANGES))


class TestNoticeLedger:
    def test_what_was_never_opened_is_not_there(self, ledger: Ledger) -> None:
        assert ledger.get(REF) is None

    def test_a_notice_is_read_back_as_it_was_opened(self, ledger: Ledger) -> None:
        first = opened(ledger, State.CLAIMED)
        assert ledger.get(REF) == first
        assert ledger.get(REF.next()) is None

    def test_a_notice_without_a_decision_is_read_back_too(self, ledger: Ledger) -> None:
        first = notice(state=State.RESCINDED, decision=None, due_at=None, rescinded_at=DECIDED_AT)
        ledger.open(first, DECIDED_AT)
        assert ledger.get(REF) == first

    def test_a_cycle_is_opened_once(self, ledger: Ledger) -> None:
        first = opened(ledger)
        assert ledger.open(notice(decision=LATER), AT) == first
        assert ledger.get(REF) == first

    def test_a_write_whose_answer_got_lost_can_be_repeated(self, ledger: Ledger) -> None:
        opened(ledger)
        assert ledger.open(notice(), DECIDED_AT) is None

    @pytest.mark.parametrize("found", State)
    @EVERY_CHANGE
    def test_a_change_is_made_only_from_the_states_before_it(
        self, ledger: Ledger, change: Callable[[Ledger], Notice | None], after: State, before: set[str], found: State
    ) -> None:
        first = opened(ledger, found, claim())
        changed = change(ledger)
        assert before <= PRECEDING[after]
        assert (changed is not None) == (found in before)
        assert ledger.get(REF) == (changed or first)
        if changed:
            assert changed.state is after
            assert [entry.state for entry in changed.history] == [State.HELD, after]

    @EVERY_CHANGE
    def test_nothing_changes_where_nothing_was_opened(
        self, ledger: Ledger, change: Callable[[Ledger], Notice | None], after: State, before: set[str]
    ) -> None:
        assert change(ledger) is None
        assert ledger.get(REF) is None

    def test_a_claim_keeps_what_is_about_to_be_sent(self, ledger: Ledger) -> None:
        opened(ledger)
        claimed = claimed_by(ledger, claim())
        assert claimed is not None
        assert claimed.claim == claim()
        assert claimed.history[-1] == Entry(claim().at, State.CLAIMED, "due")

    def test_a_notice_can_be_opened_as_claimed_once(self, ledger: Ledger) -> None:
        new = Sendable(notice(), is_new=True).claimed(claim())
        assert ledger.claim_all([claiming(is_new=True)]) == [True]
        assert ledger.get(REF) == new
        assert ledger.claim_all([claiming(is_new=True, claim=STRANGER)]) == [False]
        assert ledger.get(REF) == new

    def test_a_claim_is_held_by_one_worker(self, ledger: Ledger) -> None:
        opened(ledger)
        assert claimed_by(ledger, claim()) is not None
        assert claimed_by(ledger, STRANGER) is None
        assert [marked(ledger, state, STRANGER) for state in (State.ACCEPTED, State.HELD)] == [None, None]

    def test_of_many_claims_those_that_can_be_made_are_made(self, ledger: Ledger) -> None:
        notices = [notice(ref=NoticeRef.of("many", str(n))) for n in range(100)]
        for first in notices[::2]:
            ledger.open(first, DECIDED_AT)
        ledger.claim_all([claiming(notice=first, claim=STRANGER) for first in notices[::10]])
        got = ledger.claim_all([claiming(notice=one, is_new=n % 2 == 1) for n, one in enumerate(notices)])
        assert got == [n % 10 != 0 for n in range(100)]
        marks = [Mark(one.ref, claim(), END, f"ses-{n}") for n, one in enumerate(notices)]
        assert ledger.mark_all(marks) == got
        found = ledger.get_many(one.ref for one in notices)
        assert [found[one.ref].ses_message_id for one in notices] == [
            f"ses-{n}" if mine else None for n, mine in enumerate(got)
        ]

    def test_what_was_rescinded_is_never_claimed(self, ledger: Ledger) -> None:
        opened(ledger, State.CLAIMED)
        ledger.close(REF, back(DECIDED_AT), AT, State.CLAIMED)
        released = marked(ledger, State.HELD)
        assert released is not None
        assert (released.state, released.claim, released.rescinded_at) == (State.HELD, None, DECIDED_AT)
        assert claimed_by(ledger, STRANGER) is None
        taken_back = ledger.rescind(REF, back(DECIDED_AT), AT)
        assert taken_back is not None

    def test_an_accepted_notice_keeps_claim_and_message_id(self, ledger: Ledger) -> None:
        opened(ledger, State.CLAIMED)
        accepted = marked(ledger, State.ACCEPTED)
        assert accepted is not None
        assert (accepted.claim, accepted.ses_message_id, accepted.delivery_status) == (
            claim(),
            "ses-1",
            DeliveryStatus.SENT,
        )

    def test_many_are_looked_up_and_those_that_are_there_are_found(self, ledger: Ledger) -> None:
        first = opened(ledger)
        assert ledger.get_many([]) == {}
        assert ledger.get_many([REF, REF, REF.next()]) == {REF: first}

    def test_what_was_taken_back_says_when(self, ledger: Ledger) -> None:
        opened(ledger)
        ledger.rescind(REF, back(DECIDED_AT + minutes(30)), AT)
        found = ledger.get(REF)
        assert found is not None
        assert found.rescinded_at == DECIDED_AT + minutes(30)
        assert found.history[-1] == Entry(AT, State.RESCINDED, "rescinded")

    def test_a_closed_notice_stays_in_its_state(self, ledger: Ledger) -> None:
        opened(ledger, State.ACCEPTED)
        closed = ledger.close(REF, back(DECIDED_AT), AT, State.ACCEPTED)
        assert closed is not None
        assert (closed.state, closed.rescinded_at) == (State.ACCEPTED, DECIDED_AT)
        assert closed.history[-1] == Entry(AT, State.ACCEPTED, "rescinded, too late")

    def test_a_notice_is_closed_once_and_only_in_the_state_that_was_seen(self, ledger: Ledger) -> None:
        assert ledger.close(REF, back(DECIDED_AT), AT, State.ACCEPTED) is None
        opened(ledger, State.ACCEPTED)
        assert ledger.close(REF, back(DECIDED_AT), AT, State.CLAIMED) is None
        assert ledger.close(REF, back(DECIDED_AT), AT, State.ACCEPTED) is not None
        assert ledger.close(REF, back(AT), AT, State.ACCEPTED) is None

    def test_a_later_repeat_is_kept_and_another_takes_its_place_only_from_what_was_seen(self, ledger: Ledger) -> None:
        opened(ledger)
        noted = ledger.remember_repeat(REF, LATER, AT, State.HELD, None)
        assert noted is not None
        assert (noted.later_decision, noted.state) == (LATER, State.HELD)
        assert noted.history[-1] == Entry(AT, State.HELD, "decided again")
        latest = rejection(decided_at=DECIDED_AT + minutes(61))
        assert ledger.remember_repeat(REF, latest, AT, State.HELD, None) is None
        assert ledger.remember_repeat(REF, latest, AT, State.HELD, rejection()) is None
        assert ledger.remember_repeat(REF, latest, AT, State.HELD, LATER) is not None

    def test_a_repeat_is_not_kept_where_the_cycle_is_over_or_has_moved_on(self, ledger: Ledger) -> None:
        assert ledger.remember_repeat(REF, LATER, AT, State.HELD, None) is None
        opened(ledger, State.ACCEPTED)
        assert ledger.remember_repeat(REF, LATER, AT, State.HELD, None) is None
        ledger.close(REF, back(DECIDED_AT), AT, State.ACCEPTED)
        assert ledger.remember_repeat(REF, LATER, AT, State.ACCEPTED, None) is None

    def test_only_the_first_repeat_of_a_cycle_is_noted(self, ledger: Ledger) -> None:
        opened(ledger)
        first = ledger.remember_repeat(REF, LATER, AT, State.HELD, None)
        second = ledger.remember_repeat(REF, LATEST, AT, State.HELD, LATER)
        assert first
        assert second
        assert second.later_decision == LATEST
        assert second.history == first.history

    def test_a_correction_takes_the_place_of_what_is_held(self, ledger: Ledger) -> None:
        before = opened(ledger)
        corrected = ledger.correct(before, LATER, AT)
        assert corrected == ledger.get(REF)
        assert corrected is not None
        assert (corrected.decision, corrected.first_decided_at, corrected.revision) == (LATER, DECIDED_AT, 1)
        assert (corrected.due_at, corrected.latest_at) == (before.due_at, before.latest_at)
        assert corrected.history[-1] == Entry(AT, State.HELD, "corrected")
        again = ledger.correct(corrected, LATEST, AT)
        assert again is not None
        assert (again.decision, again.first_decided_at, again.revision) == (LATEST, DECIDED_AT, 2)

    def test_of_two_corrections_at_once_one_reads_again(self, ledger: Ledger) -> None:
        before = opened(ledger)
        assert ledger.correct(before, LATER, AT) is not None
        assert ledger.correct(before, LATEST, AT) is None

    def test_what_was_corrected_since_it_was_read_is_not_claimed(self, ledger: Ledger) -> None:
        before = opened(ledger)
        corrected = ledger.correct(before, LATER, AT)
        assert ledger.claim_all([claiming(notice=before)]) == [False]
        assert ledger.claim_all([claiming(notice=corrected)]) == [True]

    @pytest.mark.parametrize("state", sorted(set(State) - {State.HELD}))
    def test_only_what_is_held_is_corrected(self, ledger: Ledger, state: State) -> None:
        before = opened(ledger, state)
        assert ledger.correct(before, LATER, AT) is None

    def test_what_is_rescinded_or_erased_is_not_corrected(self, ledger: Ledger) -> None:
        before = opened(ledger)
        assert ledger.erase(before, AT)
        assert ledger.correct(before, LATER, AT) is None
