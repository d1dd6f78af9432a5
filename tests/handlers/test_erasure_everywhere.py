"""One person through every table, queue and schedule: after an erasure, nothing there leads to them."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from functions.domain.notices.notice import Entry, Notice
from functions.domain.notices.owed_letter import LetterKind
from functions.domain.notices.states import State
from functions.domain.personal_data import EmailAddress, PersonName
from functions.domain.pool.changes import PendingAddress
from functions.domain.pool.erased_profiles import ErasedProfiles
from functions.domain.pool.letters import letters_of_address, letters_of_consent
from functions.domain.pool.membership import Ending, OptIn, Withdrawal
from functions.stores.ledger.notice_ledger import NoticeLedger
from functions.stores.pool.talent_pool import TalentPool
from functions.stores.sending.do_not_contact import DoNotContactStore
from tests.builders import DECIDED_AT, HOLD, Json, erased_event, minutes, notice, rejected_event, rejection
from tests.handlers.notify_function import Function, notify_function
from tests.notify_stack import GROUP, LEDGER, POOL, POOL_SEARCH, QUEUES, SENDING
from tests.optin_builders import (
    AREA,
    CANDIDATE,
    EMAIL,
    FAMILY_NAME,
    GIVEN_NAME,
    SEEDED,
    SOURCE,
    keyed,
    mailbox_key,
    opt_in,
    person_key,
    receipt,
)

KEEP = timedelta(days=1096)
NEW_ADDRESS, NOTE, ANSWER = "other@mailbox.example", "Vellichor note", "vellichor-answer"
PERSON = {"id": "C-42", "email": EMAIL, "given_name": GIVEN_NAME, "family_name": FAMILY_NAME}
ASKED_AT = DECIDED_AT + minutes(20)
ERASED_AT = DECIDED_AT + minutes(60)
PENDING = PendingAddress("0123456789abcdef", EmailAddress(NEW_ADDRESS), ASKED_AT, ASKED_AT + timedelta(days=1))


@pytest.fixture
def notify() -> Iterator[Function]:
    # Decisions are held for an hour, at any hour of the day.
    with notify_function(NOTICE_WINDOW="off", NOTICE_HOLD="PT1H") as function:
        function.now = DECIDED_AT
        yield function


def pool(notify: Function) -> TalentPool:
    return TalentPool(notify.stack.dynamodb, POOL, POOL_SEARCH, KEEP, keyed, open_notice=ledger(notify).opening)


def ledger(notify: Function) -> NoticeLedger:
    return NoticeLedger(notify.stack.dynamodb, LEDGER, KEEP)


def member(**changes: Any) -> OptIn:
    given = receipt(given_at=ASKED_AT)
    return opt_in(**{"receipt": given, "joined_at": ASKED_AT, "pending_address": PENDING, **changes})


def apply_and_join(notify: Function, profile: OptIn | None = None) -> list[Notice]:
    """Two rejections, one that is out and one that is held, a profile, a bounce, and all that is owed to them."""
    told = rejected_event(application_id="A-1", candidate=PERSON, note=NOTE)
    notify.take(told)
    notify.now = DECIDED_AT + timedelta(hours=1)
    (first,) = [item for item in notify.stack.items() if item["application_id"] == {"S": "A-1"}]
    ref = f"{first['application']['S']}-1"
    notify.stack.scheduler.delete_schedule(Name=ref, GroupName=GROUP)  # it has fired
    notify.take(ref, queue="DueNotices")
    later = ERASED_AT - minutes(5)
    notify.take(rejected_event(application_id="A-2", candidate=PERSON, note=NOTE, decided_at=later))
    DoNotContactStore(notify.stack.dynamodb, SENDING, KEEP, keyed).add(EmailAddress(NEW_ADDRESS), "bounced", ASKED_AT)
    profile = profile or member()
    owed = [*letters_of_consent(profile, "en"), *letters_of_address(profile, PENDING, "en")]
    assert pool(notify).join(profile, owed)
    return owed


def run_due(notify: Function) -> None:
    """Whatever was put on notify's own queue."""
    sqs, url = notify.stack.sqs, notify.stack.urls["DueNotices"]
    while waiting := sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages", []):
        for message in waiting:
            sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
            assert notify.take(message["Body"], queue="DueNotices") == []


def everything(notify: Function) -> str:
    """All that lies in a table, on a queue, or with the scheduler."""
    stack = notify.stack
    tables = [stack.dynamodb.scan(TableName=table)["Items"] for table in (LEDGER, SENDING, POOL, POOL_SEARCH)]
    queues = [stack.sqs.receive_message(QueueUrl=stack.urls[queue], VisibilityTimeout=0) for queue in QUEUES]
    schedules = stack.scheduler.list_schedules(GroupName=GROUP)["Schedules"]
    return json.dumps([tables, queues, schedules], default=str).casefold()


def found(notify: Function) -> list[str]:
    shown = everything(notify)
    return [word for word in (*SEEDED, AREA.casefold(), NEW_ADDRESS, NOTE.casefold()) if word in shown]


def erase(notify: Function, **changes: Any) -> None:
    notify.now = ERASED_AT + minutes(1)
    event: Json = erased_event(erased_at=ERASED_AT, **changes)
    assert notify.take(event) == []
    run_due(notify)


def test_after_the_ats_has_erased_somebody_nothing_leads_to_them(notify: Function) -> None:
    apply_and_join(notify)
    assert len(found(notify)) == len(SEEDED) + 3
    assert len(notify.stack.scheduler.list_schedules(GroupName=GROUP)["Schedules"]) == 1
    erase(notify)
    assert found(notify) == []
    assert notify.stack.dynamodb.scan(TableName=POOL_SEARCH)["Items"] == []
    # What stays: that there was a profile, and what was agreed to.
    left = pool(notify).get(CANDIDATE)
    assert isinstance(left, Withdrawal)
    assert left.ending is Ending.ERASED
    assert [consent["kind"] for consent in pool(notify).consents(CANDIDATE)] == ["given", "withdrawn"]
    assert notify.stack.scheduler.list_schedules(GroupName=GROUP)["Schedules"] == []


def test_they_hear_of_it_once_and_of_nothing_else(notify: Function) -> None:
    owed = apply_and_join(notify)
    before = len(notify.stack.mails())
    erase(notify)
    erase(notify, event_id="once more")
    (mail,) = notify.stack.mails()[before:]
    assert set(mail.destinations) == {EMAIL}
    assert "erased your name" in " ".join(mail.raw_data.split())
    assert {notice.state for notice in ledger(notify).get_many([one.ref for one in owed]).values()} == {State.RESCINDED}


def test_who_objects_to_email_is_erased_without_one(notify: Function) -> None:
    apply_and_join(notify)
    objection = rejected_event(application_id="A-2", candidate=PERSON | {"can_email": False}, decided_at=DECIDED_AT)
    notify.take(objection)
    before = len(notify.stack.mails())
    erase(notify)
    assert found(notify) == []
    assert len(notify.stack.mails()) == before


def test_somebody_else_at_the_same_mailbox_stays(notify: Function) -> None:
    apply_and_join(notify)
    other = person_key(EMAIL, "Ada", "Lovelace")
    names = {"given_name": PersonName("Ada"), "family_name": PersonName("Lovelace")}
    pool(notify).join(member(candidate=other, receipt=receipt("r2", given_at=ASKED_AT), **names))
    erase(notify)
    assert [one.candidate for one in pool(notify).at_mailbox(mailbox_key())] == [other]


def test_a_profile_that_has_moved_to_another_address_is_found(notify: Function) -> None:
    owed = apply_and_join(notify)
    moved = member(candidate=person_key(NEW_ADDRESS, GIVEN_NAME, FAMILY_NAME), pending_address=None)
    moved = replace(moved, email=EmailAddress(NEW_ADDRESS), former=(CANDIDATE,))
    left = replace(member().ended(ASKED_AT + minutes(5), mailbox_key(), Ending.MOVED), moved_to=moved.candidate)
    assert pool(notify).move(left, member(), moved)
    # The letters about the change go out at once, as they do.
    notify.take(*(str(one.ref) for one in owed[-2:]), queue="DueNotices")
    erase(notify)
    assert found(notify) == []
    assert isinstance(pool(notify).get(moved.candidate), Withdrawal)


def test_who_agreed_after_the_erasure_stays(notify: Function) -> None:
    apply_and_join(notify, member(receipt=receipt(given_at=ERASED_AT + minutes(1))))
    erase(notify)
    assert isinstance(pool(notify).get(CANDIDATE), OptIn)


def test_a_letter_doubtful_keeps_no_address(notify: Function) -> None:
    owed = apply_and_join(notify)
    (confirm,) = [one for one in owed if one.letter and one.letter.kind is LetterKind.CONFIRM_ADDRESS]
    doubtful = notice(ref=confirm.ref, state=State.UNKNOWN, decision=None, letter=confirm.letter)
    line = Entry(ASKED_AT, State.UNKNOWN, f"operator: {GIVEN_NAME} called")
    notify.stack.dynamodb.delete_item(
        TableName=LEDGER, Key={"application": {"S": confirm.ref.application}, "cycle": {"N": "1"}}
    )
    ledger(notify).open(replace(doubtful, history=(line,)), ASKED_AT)
    erase(notify)
    assert found(notify) == []
    after = ledger(notify).get(confirm.ref)
    assert after is not None
    assert after.state is State.UNKNOWN


def test_after_their_own_erasure_on_the_page_what_was_owed_ends(notify: Function) -> None:
    owed = apply_and_join(notify)
    left = member().ended(ERASED_AT, mailbox_key(), Ending.ERASED)
    assert pool(notify).withdraw([(left, member())], "erased")
    assert notify.take(str(ErasedProfiles.of([member()])), queue="DueNotices") == []
    items = ledger(notify).get_many([one.ref for one in owed]).values()
    assert {item.state for item in items} == {State.RESCINDED}
    assert NEW_ADDRESS not in everything(notify)


def test_a_message_that_still_waits_brings_nothing_back(notify: Function) -> None:
    apply_and_join(notify)
    erase(notify)
    notify.take(rejected_event(application_id="A-3", candidate=PERSON, decided_at=ERASED_AT - HOLD, note=NOTE))
    notify.take(rejected_event(application_id="A-1", candidate=PERSON, note=NOTE))
    assert found(notify) == []


def test_an_operators_reason_goes_with_the_rest(notify: Function) -> None:
    line = Entry(DECIDED_AT, State.ACCEPTED, f"operator: {GIVEN_NAME} called")
    told = notice(decision=rejection(candidate=PERSON), state=State.ACCEPTED, source=SOURCE)
    ledger(notify).open(replace(told, history=(line,)), DECIDED_AT)
    assert ledger(notify).erase(replace(told, history=(line,)), ERASED_AT) is not None
    assert found(notify) == []
