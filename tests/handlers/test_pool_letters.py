"""Letters to people of the talent pool over a year: the sweep hands them over, and notify sends what still stands."""

import email
import email.policy
import os
from collections.abc import Iterator
from contextlib import redirect_stdout
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from unittest.mock import patch

import pytest

from functions.domain.notices.notice import Notice
from functions.domain.notices.owed_letter import LetterKind, OwedLetter, letter_ref
from functions.domain.notices.reference import NoticeRef
from functions.domain.notices.states import State
from functions.domain.personal_data import EmailAddress
from functions.stores.sending.do_not_contact import DoNotContactStore
from functions.sweep import bootstrap as sweep_bootstrap
from functions.sweep.handler import lambda_handler as sweep_handler
from tests.builders import DECIDED_AT, HOLD, rejected_event
from tests.builders import REF as TOLD
from tests.handlers.function_log import context
from tests.handlers.notify_function import Function, notify_function
from tests.handlers.test_notify_receipts import KEEP, ledger, pool
from tests.notify_stack import GROUP, SENDING
from tests.optin_builders import (
    CANDIDATE,
    CODE_END,
    EMAIL,
    FAMILY_NAME,
    GIVEN_NAME,
    NOTICE,
    NOW,
    SOURCE,
    keyed,
    opt_in,
    receipt,
    withdrawal,
)

ENDS = receipt().expires_at
# A Sunday, at the hour at which the person agreed.
DUE = ENDS - timedelta(days=30)
MONDAY_IN_BERLIN = datetime(2027, 10, 25, 7, 0, tzinfo=UTC)
RENEWAL = OwedLetter(
    LetterKind.RENEWAL, "r1", CANDIDATE, NOTICE, CODE_END, "en", at=ENDS, detail="30", time_zone="Europe/Berlin"
)
REF = letter_ref(RENEWAL.kind, RENEWAL.about, CANDIDATE, "30")
LEFT_AT = withdrawal().withdrawn_at
LEFT = OwedLetter(
    LetterKind.WITHDRAWN,
    "r1",
    CANDIDATE,
    NOTICE,
    LEFT_AT + timedelta(days=30),
    "en",
    at=LEFT_AT,
    detail="one-click unsubscribe",
    to=EmailAddress(EMAIL),
)


@pytest.fixture
def notify() -> Iterator[Function]:
    with notify_function() as function:
        function.now = NOW
        yield function


def open_letter(notify: Function, owed: OwedLetter, due_at: datetime, *parts: str) -> NoticeRef:
    ref = letter_ref(owed.kind, owed.about, *parts)
    item = Notice.of_letter(ref, owed, source=SOURCE, application_id="A-88123", at=NOW, cause="owed", due_at=due_at)
    ledger(notify).open(item, NOW)
    return ref


def sweep(notify: Function) -> list[str]:
    """What a sweep at this moment puts on DueNotices."""
    sweep_bootstrap.ports.cache_clear()
    as_sweep = patch.dict(os.environ, POWERTOOLS_SERVICE_NAME="sweep")
    with as_sweep, patch.object(sweep_bootstrap, "_now", lambda: notify.now), redirect_stdout(notify.log):
        sweep_handler({}, context("sweep", 300))
    sweep_bootstrap.ports.cache_clear()
    handed = notify.stack.messages("DueNotices")
    for message in handed:
        notify.stack.sqs.delete_message(
            QueueUrl=notify.stack.urls["DueNotices"], ReceiptHandle=message["ReceiptHandle"]
        )
    return [message["Body"] for message in handed]


def become(notify: Function, ref: NoticeRef) -> Notice:
    assert notify.take(str(ref), queue="DueNotices") == []
    item = ledger(notify).get(ref)
    assert item is not None
    return item


def the_mail(notify: Function) -> EmailMessage:
    (sent,) = notify.stack.mails()
    message = email.message_from_string(sent.raw_data, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return message


def text_of(message: EmailMessage) -> str:
    body = message.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def test_whoever_joined_is_asked_thirty_days_before_the_end_at_an_hour_of_their_own(notify: Function) -> None:
    pool(notify).join(opt_in())
    ref = open_letter(notify, RENEWAL, DUE, CANDIDATE, "30")
    notify.now = DUE - timedelta(minutes=1)
    assert sweep(notify) == []
    notify.now = DUE + timedelta(minutes=10)
    assert sweep(notify) == [str(ref)]
    assert notify.log.metrics()["LetterHandedOver"] == 1
    # On a Sunday nobody is written to.
    waiting = become(notify, ref)
    assert (waiting.state, waiting.due_at) == (State.HELD, MONDAY_IN_BERLIN)
    schedule = notify.stack.scheduler.get_schedule(Name=f"{ref}.1", GroupName=GROUP)
    assert schedule["ScheduleExpression"] == "at(2027-10-25T07:00:00)"
    notify.now = MONDAY_IN_BERLIN
    assert become(notify, ref).state is State.ACCEPTED
    message = the_mail(notify)
    assert str(message["Subject"]).endswith("your consent ends on 23 November 2027")
    assert "If you do nothing, we will delete your details" in text_of(message)
    assert "/stay/#" in text_of(message)
    unsubscribe, mailto = str(message["List-Unsubscribe"]).split(", ")
    assert unsubscribe.startswith("<https://")
    assert mailto.startswith("<mailto:")
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    # Whoever looks again finds it settled.
    assert notify.take(str(ref), queue="DueNotices") == []
    assert len(notify.stack.mails()) == 1


def test_whoever_has_left_is_not_asked(notify: Function) -> None:
    pool(notify).join(opt_in())
    ref = open_letter(notify, RENEWAL, DUE, CANDIDATE, "30")
    pool(notify).withdraw([(withdrawal(), opt_in())])
    notify.now = DUE
    assert become(notify, ref).state is State.HELD, "it is a Sunday"
    notify.now = MONDAY_IN_BERLIN
    assert become(notify, ref).state is State.RESCINDED
    assert notify.stack.mails() == []


@pytest.mark.parametrize("changed", [{"receipt_id": "r2", "months": 24}, {"receipt_id": "r1", "months": 24}])
def test_whoever_has_agreed_to_stay_for_longer_is_not_asked_about_the_old_end(
    notify: Function, changed: dict[str, object]
) -> None:
    pool(notify).join(opt_in())
    later = receipt(str(changed["receipt_id"]), given_at=NOW + timedelta(days=1), months=24)
    pool(notify).join(opt_in(revision=2, receipt=later))
    ref = open_letter(notify, RENEWAL, DUE, CANDIDATE, "30")
    notify.now = MONDAY_IN_BERLIN
    assert become(notify, ref).state is State.RESCINDED


def test_a_first_question_that_comes_too_late_is_left_to_the_second(notify: Function) -> None:
    pool(notify).join(opt_in())
    first = open_letter(notify, RENEWAL, DUE, CANDIDATE, "30")
    second = open_letter(notify, replace(RENEWAL, detail="7"), ENDS - timedelta(days=7), CANDIDATE, "7")
    notify.now = ENDS - timedelta(days=7)
    assert set(sweep(notify)) == {str(first), str(second)}
    assert become(notify, first).state is State.RESCINDED
    assert become(notify, second).state is State.ACCEPTED


def test_an_address_on_the_do_not_contact_list_is_not_asked(notify: Function) -> None:
    pool(notify).join(opt_in())
    ref = open_letter(notify, RENEWAL, DUE, CANDIDATE, "30")
    DoNotContactStore(notify.stack.dynamodb, SENDING, KEEP, keyed).add(EmailAddress(EMAIL), "bounced", NOW)
    notify.now = MONDAY_IN_BERLIN
    assert become(notify, ref).state is State.SUPPRESSED


def test_who_did_not_answer_hears_once_that_their_consent_has_ended(notify: Function) -> None:
    pool(notify).join(opt_in())
    owed = replace(RENEWAL, kind=LetterKind.EXPIRED, detail=None, join_until=ENDS + timedelta(days=30))
    ref = open_letter(notify, owed, ENDS)
    notify.now = ENDS + timedelta(minutes=5)
    assert sweep(notify) == [str(ref)]
    assert become(notify, ref).state is State.ACCEPTED
    said = text_of(the_mail(notify))
    assert "Your consent ended on 23 November 2027." in said
    assert "you can join again until 23 December 2027:" in said
    assert the_mail(notify)["List-Unsubscribe"] is None


def test_who_has_left_hears_it_once_and_the_ledger_forgets_their_address(notify: Function) -> None:
    pool(notify).join(opt_in())
    pool(notify).withdraw([(withdrawal(), opt_in())])
    notify.now = LEFT_AT + timedelta(minutes=1)
    ref = open_letter(notify, LEFT, NOW)
    assert EMAIL in str(notify.stack.items())
    assert become(notify, ref).state is State.ACCEPTED
    said = text_of(the_mail(notify))
    assert str(the_mail(notify)["To"]) == EMAIL
    assert "Everything was taken back on 23 November 2026, with “Unsubscribe” in one of our emails." in said
    assert "you can join again until 23 December 2026:" in said
    assert EMAIL not in str(notify.stack.items())
    assert EMAIL not in notify.log.getvalue()


def test_who_has_joined_again_meanwhile_is_not_told_that_they_left(notify: Function) -> None:
    pool(notify).join(opt_in())
    pool(notify).withdraw([(withdrawal(), opt_in())])
    back_at = LEFT_AT + timedelta(seconds=20)
    again = opt_in(revision=3, receipt=receipt("r2", given_at=back_at), joined_at=back_at)
    assert pool(notify).join(again)
    notify.now = back_at + timedelta(minutes=1)
    ref = open_letter(notify, LEFT, NOW)
    assert become(notify, ref).state is State.RESCINDED
    assert EMAIL not in str(notify.stack.items())


def test_who_asked_for_their_link_gets_it(notify: Function) -> None:
    pool(notify).join(opt_in())
    ref = open_letter(notify, replace(RENEWAL, kind=LetterKind.LINK, about="wish", at=None, detail=None), NOW)
    assert become(notify, ref).state is State.ACCEPTED
    assert "asked for the link to your details. Here it is." in text_of(the_mail(notify))


def test_who_chose_an_agency_that_has_left_hears_that_it_gets_nothing_more(notify: Function) -> None:
    chosen = [{"id": "gone", "name": "Bygone Staffing", "text": "May share my details with Bygone Staffing."}]
    pool(notify).join(opt_in(receipt=receipt(agencies=chosen)))
    owed = replace(RENEWAL, kind=LetterKind.AGENCY_LEFT, detail="gone", at=NOW)
    notify.now = NOW + timedelta(minutes=1)
    assert become(notify, open_letter(notify, owed, NOW)).state is State.ACCEPTED
    assert "Bygone Staffing is no longer one of our agencies." in text_of(the_mail(notify))


def test_an_agency_that_is_back_is_not_said_to_have_left(notify: Function) -> None:
    chosen = [{"id": "northstaff", "name": "NorthStaff", "text": "May share."}]
    pool(notify).join(opt_in(receipt=receipt(agencies=chosen)))
    owed = replace(RENEWAL, kind=LetterKind.AGENCY_LEFT, detail="northstaff", at=NOW)
    assert become(notify, open_letter(notify, owed, NOW)).state is State.RESCINDED


def test_a_rejection_to_somebody_who_is_in_the_pool_says_so_and_asks_nothing(notify: Function) -> None:
    pool(notify).join(opt_in())
    notify.now = DECIDED_AT + HOLD
    person = {"id": "C-77", "email": EMAIL, "given_name": GIVEN_NAME, "family_name": FAMILY_NAME}
    assert notify.take(rejected_event(candidate=person)) == []
    assert notify.take(str(TOLD), queue="DueNotices") == []
    said = text_of(the_mail(notify))
    assert "You are in our talent pool already." in said
    assert "You can see your details, change them, or take everything back in one step." in said
    assert "Join the talent pool" not in said
