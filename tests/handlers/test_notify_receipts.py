"""Receipts of opt-ins, as notify sends them: claimed, marked, suppressed, and not sent where the person has left."""

import email
import email.policy
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any
from unittest.mock import patch

import pytest
from botocore.exceptions import ReadTimeoutError

from functions.domain.errors import CircuitOpen, Refused, Stopped, Throttled, Unsure
from functions.domain.notices.notice import Notice
from functions.domain.notices.owed_letter import LetterKind, OwedLetter
from functions.domain.notices.reference import NoticeRef
from functions.domain.notices.states import State
from functions.domain.personal_data import EmailAddress
from functions.mail.ses_sender import SesSender
from functions.stores.ledger.notice_ledger import NoticeLedger
from functions.stores.pool.talent_pool import TalentPool
from functions.stores.sending.do_not_contact import DoNotContactStore
from tests.builders import rejected_event
from tests.handlers.notify_function import Function, notify_function
from tests.notify_stack import GROUP, LEDGER, POOL, POOL_SEARCH, SENDING
from tests.optin_builders import (
    CANDIDATE,
    CODE_END,
    EMAIL,
    NOTICE,
    NOW,
    SOURCE,
    keyed,
    opt_in,
    receipt,
    rejection,
    withdrawal,
)
from tests.optin_builders import notice as told_notice

# A second employer of the settings that are shipped.
HARBOUR = "/ats/example/harbour"
KEEP = timedelta(days=1096)
REF = NoticeRef("5" * 32)
OWED = OwedLetter(LetterKind.RECEIPT, "r1", CANDIDATE, NOTICE, CODE_END, "en")
ITEM = Notice(REF, State.HELD, SOURCE, "A-88123", due_at=NOW, letter=OWED)


@pytest.fixture
def notify() -> Iterator[Function]:
    with notify_function() as function:
        function.now = NOW + timedelta(minutes=1)
        yield function


def pool(notify: Function) -> TalentPool:
    return TalentPool(notify.stack.dynamodb, POOL, POOL_SEARCH, KEEP, keyed)


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
    assert notify.metrics() == {"LetterAccepted": 1, "NoticeAlreadySettled": 1}


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
    pool(notify).withdraw([(withdrawal(), opt_in())])
    assert send(notify).state is State.RESCINDED
    assert notify.stack.mails() == []
    assert notify.metrics() == {"LetterRevoked": 1}


def test_an_address_on_the_do_not_contact_list_gets_no_receipt(notify: Function) -> None:
    pool(notify).join(opt_in())
    DoNotContactStore(notify.stack.dynamodb, SENDING, KEEP, keyed).add(EmailAddress(EMAIL), "bounced", NOW)
    assert send(notify).state is State.SUPPRESSED
    assert notify.stack.mails() == []
    assert notify.metrics() == {"LetterSuppressed": 1}


def test_a_receipt_waits_for_no_window_and_no_brake(notify: Function) -> None:
    pool(notify).join(opt_in())
    notify.now = NOW.replace(hour=3)
    assert send(notify, due_at=NOW.replace(hour=2)).state is State.ACCEPTED


def test_the_receipt_of_a_consent_that_was_withdrawn_does_not_go_out_when_the_person_joins_again(
    notify: Function,
) -> None:
    pool(notify).join(opt_in())
    left = withdrawal(withdrawn_at=NOW + timedelta(seconds=10))
    pool(notify).withdraw([(left, opt_in())])
    back_at = NOW + timedelta(seconds=20)
    again = opt_in(revision=3, receipt=receipt("r2", given_at=back_at), joined_at=back_at)
    assert pool(notify).join(again)
    assert send(notify).state is State.RESCINDED
    assert notify.stack.mails() == []


def test_a_withdrawal_while_the_worker_waits_for_its_turn_is_honoured() -> None:
    with notify_function(MAX_SEND_RATE="1") as notify:
        notify.now = NOW + timedelta(minutes=1)
        pool(notify).join(opt_in())
        ledger(notify).open(ITEM, NOW)
        left = list[bool]()

        def sleep(seconds: float) -> None:
            notify.now += timedelta(seconds=seconds)
            if not left:
                left.append(pool(notify).withdraw([(withdrawal(withdrawn_at=notify.now), opt_in())]))

        # Other workers have reserved the next twenty seconds.
        others_end = f"{(notify.now + timedelta(seconds=20)).timestamp()}"
        notify.stack.dynamodb.put_item(TableName=SENDING, Item={"name": {"S": "pace"}, "next_at": {"N": others_end}})
        with patch("time.sleep", sleep):
            assert notify.take(str(REF), queue="DueNotices") == []
        assert (left, notify.stack.mails()) == ([True], [])
        assert notify.metrics() == {"LetterRevoked": 1}


def test_an_objection_that_the_ats_reports_after_the_opt_in_is_honoured(notify: Function) -> None:
    ledger(notify).open(told_notice(), NOW)
    pool(notify).join(opt_in())
    objection = {"id": "C-42", "email": EMAIL, "can_email": False}
    assert notify.take(rejected_event(candidate=objection, decided_at=NOW - timedelta(hours=1))) == []
    assert send(notify).state is State.SUPPRESSED
    assert notify.stack.mails() == []


def test_a_pool_that_does_not_answer_holds_up_no_notice(notify: Function) -> None:
    due = Notice(NoticeRef("7" * 32), State.HELD, SOURCE, "A-2", due_at=NOW, decision=rejection())
    ledger(notify).open(due, NOW)
    ledger(notify).open(ITEM, NOW)

    def hang(_pool: TalentPool, _candidate: str) -> None:
        # Until no email can be sent any more in this call.
        notify.now += timedelta(minutes=3)
        raise ReadTimeoutError(endpoint_url="pool")

    with patch.object(TalentPool, "get", hang):
        assert notify.take(str(REF), str(due.ref), queue="DueNotices") == [str(REF)]
    told, owed = ledger(notify).get(due.ref), ledger(notify).get(REF)
    assert told is not None
    assert owed is not None
    assert (told.state, owed.state) == (State.ACCEPTED, State.HELD)


@pytest.mark.parametrize(
    ("error", "state", "metric"),
    [
        (Refused("MessageRejected"), State.REFUSED, "LetterRefused"),
        (Unsure("ReadTimeoutError"), State.UNKNOWN, "LetterUnknown"),
        (Throttled("TooManyRequestsException"), State.HELD, None),
    ],
    ids=["refused", "unknown", "throttled"],
)
def test_what_ses_answers_is_what_becomes_of_the_receipt(
    notify: Function, error: Exception, state: State, metric: str | None
) -> None:
    pool(notify).join(opt_in())
    ledger(notify).open(ITEM, NOW)
    with patch.object(SesSender, "send", side_effect=error):
        back = notify.take(str(REF), queue="DueNotices")
    item = ledger(notify).get(REF)
    assert item is not None
    assert item.state is state
    if metric:
        assert (back, notify.metrics()) == ([], {metric: 1})
    else:
        assert (back, item.claim) == ([str(REF)], None)
    assert notify.stack.mails() == []


def test_a_receipt_waits_with_a_schedule_and_not_on_its_queue_where_ses_has_stopped_us(notify: Function) -> None:
    pool(notify).join(opt_in())
    ledger(notify).open(ITEM, NOW)
    with patch.object(SesSender, "send", side_effect=Stopped("SendingPausedException")):
        assert notify.take(str(REF), queue="DueNotices") == []
    item = ledger(notify).get(REF)
    assert item is not None
    assert (item.state, item.claim, item.postponements) == (State.HELD, None, 1)
    schedule = notify.stack.scheduler.get_schedule(Name=f"{REF}.1", GroupName=GROUP)
    assert item.due_at is not None
    assert schedule["ScheduleExpression"] == f"at({item.due_at:%Y-%m-%dT%H:%M:%S})"
    # The alarm rings as if the message had come back.
    assert notify.metrics() == {"NoticePostponed": 1, "SendingStopped": 1}


def test_a_message_that_waits_on_its_queue_for_ses_is_no_trouble_of_its_own(notify: Function) -> None:
    pool(notify).join(opt_in())
    ledger(notify).open(ITEM, NOW)
    with patch.object(SesSender, "send", side_effect=CircuitOpen()):
        assert notify.take(str(REF), queue="DueNotices") == [str(REF)]
    counted = notify.metrics()
    assert counted["SendingStopped"] > 0
    assert counted.keys() == {"MessageDelayed", "SendingStopped"}, "not MessageRetried, which has an alarm"


def test_the_do_not_contact_list_has_no_cases(notify: Function) -> None:
    pool(notify).join(opt_in())
    DoNotContactStore(notify.stack.dynamodb, SENDING, KEEP, keyed).add(EmailAddress(EMAIL.upper()), "complained", NOW)
    assert send(notify).state is State.SUPPRESSED


def test_where_the_do_not_contact_list_cannot_be_read_nothing_is_sent(notify: Function) -> None:
    pool(notify).join(opt_in())
    ledger(notify).open(ITEM, NOW)
    with patch.object(DoNotContactStore, "among", side_effect=ReadTimeoutError(endpoint_url="sending")):
        assert notify.take(str(REF), queue="DueNotices") == [str(REF)]
    item = ledger(notify).get(REF)
    assert item is not None
    assert (item.state, notify.stack.mails()) == (State.HELD, [])


def test_the_receipt_is_written_in_the_language_that_was_chosen(notify: Function) -> None:
    # The shipped employer's default is Canadian English: "en" is what somebody with a British locale gets.
    pool(notify).join(opt_in())
    assert send(notify, letter=replace(OWED, language="en")).state is State.ACCEPTED
    (sent,) = notify.stack.mails()
    message = email.message_from_string(sent.raw_data, policy=email.policy.default)
    assert message["Content-Language"] == "en"


def test_the_receipt_speaks_for_the_employer_who_decided(notify: Function) -> None:
    pool(notify).join(opt_in())
    assert send(notify, source=HARBOUR).state is State.ACCEPTED
    (sent,) = notify.stack.mails()
    message = email.message_from_string(sent.raw_data, policy=email.policy.default)
    assert "Harbour" in message["From"]
