"""What lies in the table: the attributes that the runbook and other programs read."""

from datetime import timedelta

import boto3
import pytest
from botocore.stub import Stubber

from functions.domain.notices.notice import Entry
from functions.domain.notices.review import Reviewer
from functions.domain.notices.sendable import Mark
from functions.domain.notices.states import State
from functions.stores.dynamodb.attributes import from_item
from functions.stores.ledger.notice_ledger import NoticeLedger
from functions.stores.ledger.review_index import list_of
from tests.builders import APPLICATION, DECIDED_AT, HOLD, REF, SOURCE, claim, claiming, minutes, notice, rejection
from tests.notify_stack import LEDGER, NotifyStack

KEEP = timedelta(days=1096)


@pytest.fixture
def ledger(stack: NotifyStack) -> NoticeLedger:
    return NoticeLedger(stack.dynamodb, LEDGER, KEEP)


def test_an_item_of_a_held_notice(stack: NotifyStack, ledger: NoticeLedger) -> None:
    ledger.open(notice(), DECIDED_AT)
    item = from_item(stack.items()[0])
    assert rejection() == rejection().model_validate_json(item.pop("decision"))
    assert item == {
        "application": REF.application,
        "cycle": 1,
        "state": "HELD",
        "source": SOURCE,
        "application_id": APPLICATION,
        "due_at": "2026-11-24T15:04:00.000000+00:00",
        "decided_at": "2026-11-23T15:04:00.000000+00:00",
        "history": [{"at": "2026-11-23T15:04:00.000000+00:00", "state": "HELD", "cause": "decided"}],
        # An hour after it is due somebody looks whether it has gone out.
        "review": list_of(Reviewer.SWEEP, REF),
        "review_at": "2026-11-24T16:04:00.000000+00:00",
        "expires_at": int((DECIDED_AT + KEEP).timestamp()),
    }


def test_an_item_of_an_accepted_notice_is_the_proof(stack: NotifyStack, ledger: NoticeLedger) -> None:
    ledger.open(notice(), DECIDED_AT)
    ledger.claim_all([claiming()])
    ledger.mark_all([Mark(REF, claim(), Entry(DECIDED_AT + HOLD, State.ACCEPTED, "SES accepted"), "ses-1")])
    item = from_item(stack.items()[0])
    assert (item["state"], item["ses_message_id"]) == ("ACCEPTED", "ses-1")
    assert item["claim"] == {
        "id": "claim-1",
        "at": "2026-11-24T15:04:00.000000+00:00",
        "template": "en-1",
        "text_sha256": "ab" * 32,
        "sent_to": "sam@example.com",
    }
    assert "review" not in item
    assert [entry["cause"] for entry in item["history"]] == ["decided", "due", "SES accepted"]


def test_a_released_claim_leaves_nothing_behind(stack: NotifyStack, ledger: NoticeLedger) -> None:
    ledger.open(notice(state=State.CLAIMED, claim=claim()), DECIDED_AT)
    ledger.mark_all([Mark(REF, claim(), Entry(DECIDED_AT, State.HELD, "not sent: Throttled"))])
    assert "claim" not in from_item(stack.items()[0])


def test_a_later_repeat_lies_beside_the_decision(stack: NotifyStack, ledger: NoticeLedger) -> None:
    ledger.open(notice(), DECIDED_AT)
    ledger.remember_repeat(REF, rejection(decided_at=DECIDED_AT + minutes(60)), DECIDED_AT, State.HELD, None)
    item = from_item(stack.items()[0])
    assert '"decided_at":"2026-11-23T16:04:00Z"' in item["later_decision"]
    assert '"sam@example.com"' in item["later_decision"]


def test_personal_data_stays_in_the_attributes_that_are_named_for_it(stack: NotifyStack, ledger: NoticeLedger) -> None:
    ledger.open(notice(decision=rejection(note="A note for Sam")), DECIDED_AT)
    ledger.remember_repeat(REF, rejection(decided_at=DECIDED_AT + minutes(60)), DECIDED_AT, State.HELD, None)
    ledger.claim_all([claiming()])
    item = from_item(stack.items()[0])
    del item["decision"], item["later_decision"], item["claim"]["sent_to"]
    shown = repr(item).casefold()
    assert not any(word in shown for word in ("sam", "okafor", "dana", "example.com"))


def test_every_cycle_is_an_item_of_its_own(stack: NotifyStack, ledger: NoticeLedger) -> None:
    ledger.open(notice(), DECIDED_AT)
    ledger.open(notice(ref=REF.next()), DECIDED_AT)
    assert sorted(from_item(item)["cycle"] for item in stack.items()) == [1, 2]


def test_it_is_read_consistently() -> None:
    dynamodb = boto3.client("dynamodb")
    key = {"application": {"S": REF.application}, "cycle": {"N": "1"}}
    expected = {"TableName": LEDGER, "Key": key, "ConsistentRead": True}
    with Stubber(dynamodb) as stub:
        stub.add_response("get_item", {}, expected)
        assert NoticeLedger(dynamodb, LEDGER, KEEP).get(REF) is None


def test_a_decision_stays_readable_when_the_lists_of_words_grow(
    ledger: NoticeLedger, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = notice()
    ledger.open(held, DECIDED_AT)
    monkeypatch.setattr("functions.domain.decisions.title.says_nothing", lambda _title: True)
    found = ledger.get(REF)
    assert found
    assert found.decision == held.decision
