"""What an outage of SES has left in doubt, and one decision about all of it."""

from typing import Any

import pytest
from click.testing import CliRunner

from functions.domain.notices.notice import Entry
from functions.domain.notices.reference import NoticeRef
from functions.domain.notices.review import Reviewer
from functions.domain.notices.states import DeliveryStatus, State
from functions.stores.ledger.delivery_events import DeliveryEvents
from ops.__main__ import commands
from ops.ledger.connection import Connection
from tests.builders import DECIDED_AT, claim, minutes, notice
from tests.moto_aws import client
from tests.notify_stack import LEDGER, NotifyStack
from tests.unit.ops.ledger.held_burst import NOW, asked, now

FROM, TO = "2026-11-23T15:04:00Z", "2026-11-23T15:15:00Z"


@pytest.fixture
def connection(connection: Connection, monkeypatch: pytest.MonkeyPatch) -> Connection:
    monkeypatch.setattr(Connection, "now", lambda _: NOW + minutes(120))
    return connection


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(commands, ["ledger", "outage", *arguments], catch_exceptions=False)
    return result.exit_code, result.output


def decide(decision: str, count: int) -> tuple[int, str]:
    return run(FROM, TO, "--then", decision, "--count", str(count), "--because", "the status page of SES")


def attempted(connection: Connection, minute: float, state: State = State.UNKNOWN, **values: Any) -> NoticeRef:
    ref, at = NoticeRef.of("outage", f"{minute} {state}"), DECIDED_AT + minutes(minute)
    connection.ledger.open(notice(ref=ref, state=state, claim=claim(id=str(ref), at=at), **values), at)
    return ref


def left_by_two_outages(connection: Connection) -> list[NoticeRef]:
    """Leave three notices of the first outage, beside what is none of its business."""
    attempted(connection, 60)
    attempted(connection, 5, State.ACCEPTED)
    attempted(connection, 178, State.CLAIMED)
    rejected_afterwards = attempted(connection, 6, State.CLAIMED)
    DeliveryEvents(client("dynamodb"), LEDGER).record_status(
        rejected_afterwards, DeliveryStatus.REJECTED, Entry(NOW, State.REFUSED, "SES: Reject"), "ses-1"
    )
    return [attempted(connection, 1), attempted(connection, 2, State.REFUSED), attempted(connection, 11, State.CLAIMED)]


def test_outages_are_listed_each_with_its_count(connection: Connection) -> None:
    left_by_two_outages(connection)
    status, said = run()
    assert status == 0
    assert said.splitlines()[:2] == [
        "2026-11-23T15:05:00Z 2026-11-23T15:15:01Z  3 notices: 2 in doubt, 1 refused",
        "2026-11-23T16:04:00Z 2026-11-23T16:04:01Z  1 notice: 1 in doubt, 0 refused",
    ]


def test_without_an_outage_it_says_so(connection: Connection) -> None:
    assert run() == (0, "No email is refused or in doubt\n")


def test_of_one_outage_each_attempt_is_shown_and_what_can_be_done(connection: Connection) -> None:
    refs = left_by_two_outages(connection)
    status, said = run(FROM, TO)
    assert (status, all(str(ref) in said for ref in refs)) == (0, True)
    assert "3 notices: 2 in doubt, 1 refused, on account 123" in said
    assert f"outage {FROM} {TO} --then confirm-sent --count 2" in said
    assert f"outage {FROM} {TO} --then send --count 3" in said


@pytest.mark.parametrize(("decision", "count"), [("confirm-sent", 2), ("send", 3), ("resolve", 3)])
def test_a_wrong_number_changes_nothing(connection: Connection, decision: str, count: int) -> None:
    refs = left_by_two_outages(connection)
    before = connection.ledger.get_many(refs)
    for wrong in (0, count - 1, count + 1):
        status, said = decide(decision, wrong)
        assert (status, f"{decision} is about {count} emails, not {wrong}" in said) == (1, True)
    assert connection.ledger.get_many(refs) == before


def test_all_that_is_in_doubt_is_confirmed_at_once(connection: Connection) -> None:
    refs = left_by_two_outages(connection)
    assert decide("confirm-sent", 2) == (0, "confirm-sent: 2 on account 123 in eu-west-1\n")
    assert [now(connection, ref).state for ref in refs] == ["ACCEPTED", "REFUSED", "ACCEPTED"]
    assert now(connection, refs[0]).history[-1].cause == "operator: the status page of SES"


def test_all_of_it_is_sent_once_more(stack: NotifyStack, connection: Connection) -> None:
    refs = left_by_two_outages(connection)
    assert decide("send", 3)[0] == 0
    assert [now(connection, ref).state for ref in refs] == ["HELD"] * 3
    assert asked(stack) == {str(ref) for ref in refs}
    assert decide("send", 3)[0] == 1, "nothing is left"


def test_what_waits_for_a_person_is_resolved_at_once(connection: Connection) -> None:
    refs = left_by_two_outages(connection)
    for ref in (refs[0], refs[2]):
        connection.reviews.escalate(now(connection, ref), NOW, "no event")
    assert decide("resolve", 3)[0] == 0
    pending = {entry.ref for entry in connection.reviews.pending(Reviewer.PERSON, NOW + minutes(600))}
    assert not pending & set(refs)


@pytest.mark.parametrize("arguments", [[FROM], ["yesterday", TO], ["--then", "send"]])
def test_what_is_no_outage_is_refused(connection: Connection, arguments: list[str]) -> None:
    assert run(*arguments)[0] in {1, 2}
