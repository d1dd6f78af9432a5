"""A wrong mass hire or withdrawal is reopened: whom it kept from an answer gets one after all."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from unittest.mock import patch

import pytest
from click.testing import CliRunner

from functions.domain.errors import Refused
from functions.domain.notices.notice import Notice
from functions.domain.notices.reference import NoticeRef
from functions.domain.notices.review import Reviewer
from functions.domain.personal_data import EmailAddress
from functions.mail.ses_sender import SesSender
from functions.review.hints import to_do
from functions.stores.ledger.notice_ledger import NoticeLedger
from functions.stores.ledger.review_queue import ReviewQueue
from functions.stores.sending.bursts import BurstStore
from functions.stores.sending.do_not_contact import DoNotContactStore
from ops.__main__ import commands
from ops.ledger import reopen
from ops.ledger.connection import Connection
from tests.builders import (
    DECIDED_AT,
    HOLD,
    SOURCE,
    erased_event,
    hired_event,
    minutes,
    rejected_event,
    rescinded_event,
    withdrew_event,
)
from tests.handlers.notify_function import Function, notify_function
from tests.notify_stack import LEDGER, QUEUES, SENDING
from tests.optin_builders import keyed

FROM, TO = "2026-11-23T15:30:00Z", "2026-11-23T15:40:00Z"
CLOSED_AT = DECIDED_AT + minutes(30)
TODAY = DECIDED_AT + HOLD


@pytest.fixture
def notify(monkeypatch: pytest.MonkeyPatch) -> Iterator[Function]:
    with notify_function() as notify, patch.object(reopen, "_DELAY_SECONDS", 0):
        stack = notify.stack
        names = {name: stack.urls[name] for name in QUEUES} | {"NoticeLedger": LEDGER, "Sending": SENDING}
        connection = Connection(
            "account 123 in eu-west-1",
            NoticeLedger(stack.dynamodb, LEDGER, timedelta(days=1)),
            ReviewQueue(stack.dynamodb, LEDGER, "Review"),
            BurstStore(stack.dynamodb, SENDING),
            stack.sqs,
            names,
            dynamodb=stack.dynamodb,
        )
        monkeypatch.setattr(Connection, "now", lambda _: CLOSED_AT + minutes(60))
        monkeypatch.setattr("ops.ledger.connection.connect", lambda *, local: connection)
        notify.now = DECIDED_AT
        yield notify


def run(*arguments: str, source: str = SOURCE) -> tuple[int, str]:
    result = CliRunner().invoke(commands, ["ledger", "reopen", source, FROM, TO, *arguments], catch_exceptions=False)
    return result.exit_code, result.output


def really(count: int) -> tuple[int, str]:
    return run("--count", str(count), "--because", "a wrong filter")


def person(number: int) -> dict[str, Any]:
    return {"id": f"C-{number}", "email": f"c{number}@example.com"}


def reject(notify: Function, *numbers: int) -> None:
    notify.take(*(rejected_event(application_id=f"A-{n}", candidate=person(n)) for n in numbers))


def end(notify: Function, kind: str, *numbers: int) -> None:
    notify.now = CLOSED_AT
    for n in numbers:
        if kind == "hired":
            notify.take(hired_event(application_id=f"A-{n}", hired_at=CLOSED_AT, candidate={"id": f"C-{n}"}))
        else:
            notify.take(withdrew_event(application_id=f"A-{n}", withdrew_at=CLOSED_AT))


def last(notify: Function, number: int) -> Notice:
    ledger, ref = NoticeLedger(notify.stack.dynamodb, LEDGER, HOLD), NoticeRef.of(SOURCE, f"A-{number}")
    found = ledger.get(ref)
    while notice := found:
        found = ledger.get(notice.ref.next())
        if found is None:
            return notice
    raise AssertionError("no such notice")


def go_on(notify: Function, *numbers: int) -> None:
    """Take what was published, and send what is due."""
    for message in notify.stack.messages("Decisions"):
        notify.take(message["Body"])
    notify.now = DECIDED_AT + HOLD
    for n in numbers:
        notify.take(str(last(notify, n).ref), queue="DueNotices")


@pytest.mark.parametrize("kind", ["hired", "withdrew"])
def test_whom_a_wrong_ending_kept_from_an_answer_gets_one(notify: Function, kind: str) -> None:
    reject(notify, 1, 2)
    end(notify, kind, 1, 2)
    assert last(notify, 1).state == "RESCINDED"
    assert run("--dry-run")[1].splitlines() == [
        f"     2  {kind}",
        "2 closed on account 123 in eu-west-1; nothing was changed",
        "  of 2 of them the rejection is on record, and is published again",
    ]
    status, said = really(2)
    assert (status, "Reopened 2 applications" in said, "2 rejections were published again" in said) == (0, True, True)
    go_on(notify, 1, 2)
    assert [last(notify, n).state for n in (1, 2)] == ["ACCEPTED", "ACCEPTED"]
    assert really(2)[0] == 1, "nothing is left to reopen"


@pytest.mark.parametrize("kind", ["hired", "withdrew"])
def test_whose_rejection_comes_only_afterwards_is_told_too(notify: Function, kind: str) -> None:
    end(notify, kind, 1)
    assert really(1)[0] == 0
    reject(notify, 1)
    go_on(notify, 1)
    assert last(notify, 1).state == "ACCEPTED"


def test_who_was_told_before_is_not_told_again(notify: Function) -> None:
    reject(notify, 1)
    notify.now = DECIDED_AT + HOLD
    notify.take(str(NoticeRef.of(SOURCE, "A-1")), queue="DueNotices")
    end(notify, "withdrew", 1)
    assert really(1)[0] == 0
    assert notify.stack.messages("Decisions") == []
    reject(notify, 1)
    assert (last(notify, 1).ref.cycle, last(notify, 1).state) == (1, "ACCEPTED")


def failed(notify: Function, end_of_email: str) -> None:
    """A notice of which a person must tell the candidate another way."""
    reject(notify, 1)
    notify.now = DECIDED_AT + HOLD
    if end_of_email == "undeliverable":
        DoNotContactStore(notify.stack.dynamodb, SENDING, HOLD * 9, keyed).add(
            EmailAddress("c1@example.com"), "bounced", TODAY
        )
    with patch.object(SesSender, "send", side_effect=Refused("MessageRejected")):
        notify.take(str(NoticeRef.of(SOURCE, "A-1")), queue="DueNotices")


@pytest.mark.parametrize("kind", ["hired", "withdrew"])
@pytest.mark.parametrize("end_of_email", ["refused", "undeliverable"])
def test_whom_a_person_had_to_tell_another_way_is_on_their_list_again(
    notify: Function, kind: str, end_of_email: str
) -> None:
    failed(notify, end_of_email)
    before = last(notify, 1)
    assert pending(notify) == [before.ref]
    end(notify, kind, 1)
    assert pending(notify) == []
    assert really(1)[0] == 0
    after = last(notify, 1)
    assert (after.state, after.review_reason, after.rescinded_at) == (before.state, before.review_reason, None)
    assert pending(notify) == [before.ref]
    assert "resolve" in to_do(after)
    assert notify.stack.messages("Decisions") == []
    assert really(1)[0] == 1, "nothing is left to reopen"


def pending(notify: Function) -> list[NoticeRef]:
    queue = ReviewQueue(notify.stack.dynamodb, LEDGER, "Review")
    return [entry.ref for entry in queue.pending(Reviewer.PERSON, CLOSED_AT + HOLD * 9)]


def test_a_wrong_number_and_what_else_was_closed_change_nothing(notify: Function) -> None:
    reject(notify, 1, 2, 3)
    end(notify, "withdrew", 1)
    notify.take(rescinded_event(application_id="A-2", rescinded_at=CLOSED_AT), erased_event(candidate_id="C-3"))
    before = [last(notify, n) for n in (1, 2, 3)]
    assert run("--dry-run", source="/ats/other")[1].startswith("0 closed")
    assert really(3)[0] == 1
    assert [last(notify, n) for n in (1, 2, 3)] == before
    assert really(1)[0] == 0
    assert [last(notify, n) for n in (2, 3)] == before[1:]


@pytest.mark.parametrize("erased_first", [True, False], ids=["erased, then hired", "hired, then erased"])
def test_who_was_erased_is_not_told_when_a_wrong_hire_is_reopened(notify: Function, *, erased_first: bool) -> None:
    """The ATS publishes everything once more, and what was erased comes back to nobody."""
    reject(notify, 1)
    erasure = erased_event(candidate_id="C-1", erased_at=CLOSED_AT)
    if erased_first:
        notify.take(erasure)
    notify.now = CLOSED_AT
    notify.take(hired_event(application_id="A-8", hired_at=CLOSED_AT, candidate={"id": "C-1"}))
    if not erased_first:
        notify.take(erasure)
    assert really(2)[0] == 0
    reject(notify, 1)
    notify.take(rejected_event(application_id="A-7", candidate=person(1)))
    go_on(notify, 1, 7)
    for number in (1, 7):
        assert (last(notify, number).state, last(notify, number).decision) == ("RESCINDED", None)


def test_another_hire_of_the_same_person_still_counts(notify: Function) -> None:
    notify.now = CLOSED_AT - minutes(10)
    notify.take(hired_event(application_id="A-9", hired_at=CLOSED_AT - minutes(10), candidate={"id": "C-1"}))
    end(notify, "hired", 8, 1)
    assert really(2)[0] == 0
    reject(notify, 1)
    go_on(notify, 1)
    assert last(notify, 1).state == "RESCINDED"


@pytest.mark.parametrize("kind", ["hired", "withdrew"])
def test_what_was_rescinded_meanwhile_is_not_told(notify: Function, kind: str) -> None:
    reject(notify, 1)
    end(notify, kind, 1)
    notify.take(rescinded_event(application_id="A-1", rescinded_at=CLOSED_AT))
    assert "  of 0 of them" in run("--dry-run")[1]
    assert really(1)[0] == 0
    assert notify.stack.messages("Decisions") == []
    reject(notify, 1)
    assert (last(notify, 1).ref.cycle, last(notify, 1).state) == (1, "RESCINDED")
    notify.take(rejected_event(application_id="A-1", candidate=person(1), decided_at=CLOSED_AT + minutes(1)))
    assert (last(notify, 1).ref.cycle, last(notify, 1).state) == (2, "HELD"), "a new rejection is told"


def test_a_wrong_hire_after_a_withdrawal_does_not_undo_the_withdrawal(notify: Function) -> None:
    reject(notify, 1)
    notify.now = DECIDED_AT + minutes(10)
    notify.take(withdrew_event(application_id="A-1", withdrew_at=DECIDED_AT + minutes(10)))
    end(notify, "hired", 1)
    assert run("--dry-run")[1].startswith("0 closed")
