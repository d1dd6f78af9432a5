"""Who asks to be erased: the proof stays, and nothing that leads to them. In memory and in DynamoDB."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from functions.domain.notices.notice import Claim, Entry, Notice
from functions.domain.notices.sendable import Mark
from functions.domain.notices.states import DeliveryStatus, State
from functions.notify.ports import Ledger
from functions.stores.dynamodb.attributes import to_item
from functions.stores.ledger.notice_item import write_claim
from functions.stores.ledger.notice_ledger import NoticeLedger
from tests.builders import APPLICATION, DECIDED_AT, HOLD, REF, SOURCE, claim, claiming, minutes, notice, rejection
from tests.fakes.ledger import FakeLedger
from tests.notify_stack import LEDGER, NotifyStack

AT = DECIDED_AT + HOLD + minutes(5)
LATER = rejection(decided_at=DECIDED_AT + minutes(60))
FIRST, SECOND = claim(id="claim-1"), claim(id="claim-2")


def plant(ledger: Ledger, earlier: Claim) -> None:
    """An attempt before this one, as `send_again` leaves it."""
    if isinstance(ledger, FakeLedger):
        ledger.notices[REF] = replace(ledger.notices[REF], earlier_claim=earlier)
        return
    assert isinstance(ledger, NoticeLedger)
    ledger._dynamodb.update_item(
        TableName=LEDGER,
        Key=to_item({"application": REF.application, "cycle": REF.cycle}),
        UpdateExpression="SET earlier_claim = :claim",
        ExpressionAttributeValues=to_item({":claim": write_claim(earlier)}),
    )


@pytest.fixture(params=["fake", "moto"])
def ledger(request: pytest.FixtureRequest) -> Ledger:
    if request.param == "fake":
        return FakeLedger()
    stack: NotifyStack = request.getfixturevalue("stack")
    return NoticeLedger(stack.dynamodb, LEDGER, timedelta(days=1096))


def now(ledger: Ledger) -> Notice:
    found = ledger.get(REF)
    assert found is not None
    return found


def told_twice(ledger: Ledger) -> Notice:
    """Everything that a notice may know of a person: two decisions, two claims, and the proof."""
    note = rejection(note="A note for Sam", candidate={"given_name": "Sam"})
    ledger.open(notice(decision=note), DECIDED_AT)
    ledger.remember_repeat(REF, LATER, AT, State.HELD, None)
    plant(ledger, FIRST)
    assert ledger.claim_all([claiming(claim=SECOND)]) == [True]
    assert ledger.mark_all([Mark(REF, SECOND, Entry(AT, State.ACCEPTED, "SES accepted"), "ses-1")]) == [True]
    return now(ledger)


class TestErasing:
    def test_decisions_and_addresses_are_gone_and_the_proof_stays(self, ledger: Ledger) -> None:
        before = told_twice(ledger)
        assert (before.later_decision, before.claim, before.earlier_claim) == (LATER, SECOND, FIRST)
        after = ledger.erase(before, AT)
        assert after == now(ledger)
        assert after == replace(
            before,
            decision=None,
            later_decision=None,
            claim=replace(SECOND, sent_to=None),
            earlier_claim=replace(FIRST, sent_to=None),
            history=(*before.history, Entry(AT, State.ACCEPTED, "personal data erased")),
        )
        assert (after.state, after.delivery_status, after.ses_message_id) == (
            State.ACCEPTED,
            DeliveryStatus.SENT,
            "ses-1",
        )
        assert (after.source, after.application_id) == (SOURCE, APPLICATION)
        assert after.claim is not None
        assert (after.claim.text_sha256, after.claim.template) == (SECOND.text_sha256, SECOND.template)

    @pytest.mark.parametrize("state", [State.RESCINDED, State.SUPPRESSED])
    def test_what_was_never_claimed_is_erased_too(self, ledger: Ledger, state: State) -> None:
        ledger.open(notice(state=state), DECIDED_AT)
        after = ledger.erase(now(ledger), AT)
        assert after is not None
        assert (after.state, after.decision, after.claim) == (state, None, None)

    def test_a_task_stays(self, ledger: Ledger) -> None:
        ledger.open(notice(state=State.ACCEPTED, claim=claim(), review_reason="correct"), DECIDED_AT)
        after = ledger.erase(now(ledger), AT)
        assert after is not None
        assert after.review_reason == "correct"

    @pytest.mark.parametrize("end", [State.ACCEPTED, State.HELD])
    def test_nothing_is_erased_where_the_state_has_changed_meanwhile(self, ledger: Ledger, end: State) -> None:
        ledger.open(notice(state=State.CLAIMED, claim=claim()), DECIDED_AT)
        seen = now(ledger)
        ledger.mark_all([Mark(REF, claim(), Entry(AT, end, "x"), "ses-1" if end is State.ACCEPTED else None)])
        after = now(ledger)
        assert ledger.erase(seen, AT) is None
        assert now(ledger) == after

    def test_nothing_is_erased_where_another_claim_has_come_meanwhile(self, ledger: Ledger) -> None:
        seen = notice(state=State.CLAIMED, claim=FIRST)
        ledger.open(notice(state=State.CLAIMED, claim=SECOND), DECIDED_AT)
        assert ledger.erase(seen, AT) is None
        assert ledger.erase(replace(seen, claim=None), AT) is None
        assert now(ledger).decision is not None

    def test_nothing_is_erased_where_there_is_an_earlier_claim_that_was_not_seen(self, ledger: Ledger) -> None:
        ledger.open(notice(state=State.CLAIMED, claim=SECOND), DECIDED_AT)
        seen = now(ledger)
        plant(ledger, FIRST)
        assert ledger.erase(seen, AT) is None
        assert ledger.erase(now(ledger), AT) is not None

    def test_to_erase_again_leaves_it_erased(self, ledger: Ledger) -> None:
        ledger.open(notice(state=State.ACCEPTED, claim=claim()), DECIDED_AT)
        seen = now(ledger)
        ledger.erase(seen, AT)
        again = ledger.erase(seen, AT)
        assert again is not None
        assert (again.decision, again.claim) == (None, claim(sent_to=None))

    def test_a_mark_is_made_after_erasing(self, ledger: Ledger) -> None:
        ledger.open(notice(state=State.CLAIMED, claim=claim()), DECIDED_AT)
        ledger.erase(now(ledger), AT)
        assert ledger.mark_all([Mark(REF, claim(), Entry(AT, State.ACCEPTED, "SES accepted"), "ses-1")]) == [True]
        assert now(ledger).claim == claim(sent_to=None)


def test_nothing_in_the_table_leads_to_the_person(stack: NotifyStack) -> None:
    ledger = NoticeLedger(stack.dynamodb, LEDGER, timedelta(days=1096))
    words = ["sam", "okafor", "dana", "example.com", "acme.example", "warehouse associate", "a note for"]
    before = told_twice(ledger)
    assert all(word in json.dumps(stack.items()).casefold() for word in words)
    ledger.erase(before, AT)
    shown = json.dumps(stack.items()).casefold()
    assert [word for word in words if word in shown] == []
    assert "ses-1" in shown
