"""Receipts of opt-ins, as notify sends them: claimed, marked, suppressed, and not sent where the person has left."""

import email
import email.policy
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from functions.domain.notices.notice import Notice, NoticeRef, OwedReceipt
from functions.domain.notices.states import State
from functions.domain.personal_data import EmailAddress
from functions.stores.ledger.notice_ledger import NoticeLedger
from functions.stores.pool.talent_pool import TalentPool
from functions.stores.sending.do_not_contact import DoNotContactStore
from tests.handlers.notify_function import Function, notify_function
from tests.notify_stack import LEDGER, POOL, SENDING
from tests.optin_builders import CANDIDATE, CODE_END, EMAIL, NOTICE, NOW, SOURCE, opt_in, receipt, withdrawal

KEEP = timedelta(days=1096)
REF = NoticeRef("5" * 32)
OWED = OwedReceipt("r1", CANDIDATE, NOTICE, CODE_END, "en")
ITEM = Notice(REF, State.HELD, SOURCE, "A-88123", due_at=NOW, receipt=OWED)


@pytest.fixture
def notify() -> Iterator[Function]:
    with notify_function() as function:
        function.now = NOW + timedelta(minutes=1)
        yield function


def pool(notify: Function) -> TalentPool:
    return TalentPool(notify.stack.dynamodb, POOL, KEEP)


def ledger(notify: Function) -> NoticeLedger:
    return NoticeLedger(notify.stack.dynamodb, LEDGER, KEEP)


def send(notify: Function, **changes: Any) -> Notice:
    """What became of the receipt once its message was handled."""
    ledger(notify).open(replace(ITEM, **changes), NOW)
    assert notify.take(str(REF), queue="DueNotices") == []
    item = ledger(notify).get(REF)
    assert item is not None
    return item


def test_a_receipt_is_claimed_sent_once_and_marked_without_its_address(notify: Function) -> None:
    pool(notify).join(opt_in())
    item = send(notify)
    assert [entry.state for entry in item.history] == [State.CLAIMED, State.ACCEPTED]
    assert item.claim is not None
    assert item.claim.sent_to is None
    assert notify.take(str(REF), queue="DueNotices") == []
    (sent,) = notify.stack.mails()
    message = email.message_from_string(sent.raw_data, policy=email.policy.default)
    assert (message["To"], message["Message-ID"]) == (EMAIL, f"<{REF}@acme.example>")
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert notify.metrics() == {"ReceiptAccepted": 1, "NoticeAlreadySettled": 1}


def test_nothing_in_the_ledger_or_the_log_leads_to_the_person(notify: Function) -> None:
    pool(notify).join(opt_in())
    send(notify)
    assert EMAIL not in str(notify.stack.items())
    assert EMAIL not in notify.log.getvalue()


def test_who_has_changed_an_answer_since_still_gets_what_they_agreed_to_then(notify: Function) -> None:
    pool(notify).join(opt_in(receipt=receipt("r1", intro="The words of then.")))
    later = receipt("r2", given_at=NOW + timedelta(seconds=9), intro="The words of now.")
    pool(notify).join(opt_in(revision=2, receipt=later))
    assert send(notify).state is State.ACCEPTED
    (sent,) = notify.stack.mails()
    assert "The words of then." in sent.raw_data
    assert "The words of now." not in sent.raw_data


def test_who_has_withdrawn_since_is_not_mailed(notify: Function) -> None:
    pool(notify).join(opt_in())
    pool(notify).withdraw(withdrawal(), opt_in())
    assert send(notify).state is State.RESCINDED
    assert notify.stack.mails() == []
    assert notify.metrics() == {"ReceiptRevoked": 1}


def test_an_address_on_the_do_not_contact_list_gets_no_receipt(notify: Function) -> None:
    pool(notify).join(opt_in())
    DoNotContactStore(notify.stack.dynamodb, SENDING, KEEP).add(EmailAddress(EMAIL), "bounced", NOW)
    assert send(notify).state is State.SUPPRESSED
    assert notify.stack.mails() == []
    assert notify.metrics() == {"ReceiptSuppressed": 1}


def test_a_receipt_waits_for_no_window_and_no_brake(notify: Function) -> None:
    pool(notify).join(opt_in())
    notify.now = NOW.replace(hour=3)
    assert send(notify, due_at=NOW.replace(hour=2)).state is State.ACCEPTED
