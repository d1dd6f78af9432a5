"""What an operator types, reads and changes."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import boto3
import pytest
from click.testing import CliRunner

from functions.domain.notices.notice import Entry
from functions.domain.notices.reference import NoticeRef
from functions.domain.notices.states import State
from functions.stores.ledger.notice_ledger import NoticeLedger
from functions.stores.ledger.review_queue import ReviewQueue
from functions.stores.sending.bursts import BurstStore
from ops.__main__ import commands
from ops.ledger.connection import Connection
from ops.ledger.held_back import discard, release
from ops.terminal.failure import Failure
from tests.builders import APPLICATION, DECIDED_AT, REF, SOURCE, claim, minutes, notice
from tests.notify_stack import LEDGER, QUEUES, SENDING, NotifyStack


@pytest.fixture
def connection(stack: NotifyStack, monkeypatch: pytest.MonkeyPatch) -> Connection:
    ledger = NoticeLedger(stack.dynamodb, LEDGER, timedelta(days=1096))
    names = {name: stack.urls[name] for name in QUEUES}
    reviews, bursts = ReviewQueue(stack.dynamodb, LEDGER, "Review"), BurstStore(stack.dynamodb, SENDING)
    connection = Connection("account 123 in eu-west-1", ledger, reviews, bursts, stack.sqs, names)
    monkeypatch.setattr("ops.ledger.connection.connect", lambda *, local: connection)
    return connection


def opened(connection: Connection, state: str, **values: Any) -> None:
    history = (Entry(DECIDED_AT, State.CLAIMED, "due"), Entry(DECIDED_AT, State(state), "SES refused: MessageRejected"))
    held_by = None if state == "HELD" else claim()
    connection.ledger.open(
        notice(state=State(state), claim=held_by, history=history, **values), DECIDED_AT - minutes(60 * 48)
    )


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(commands, ["ledger", *arguments], catch_exceptions=False)
    return result.exit_code, result.output


def test_nothing_waits(connection: Connection) -> None:
    opened(connection, "ACCEPTED")
    assert run("pending") == (0, "No notice needs a person\n")
    assert run("pending", "--json") == (0, "")


def test_what_waits_says_since_when_why_and_what_to_do(connection: Connection) -> None:
    opened(connection, "REFUSED")
    status, said = run("pending")
    assert status == 0
    assert f"{REF}  REFUSED  since 2026-11-21 15:04:00 UTC" in said
    assert f"{SOURCE}  {APPLICATION}" in said
    assert "because: SES refused: MessageRejected" in said
    assert "to do:   tell them another way" in said


def test_what_is_on_its_way_is_shown_when_asked_for(connection: Connection) -> None:
    opened(connection, "HELD")
    assert "No notice needs a person" in run("pending")[1]
    said = run("pending", "--all")[1].splitlines()
    assert said[:2] == ["No notice needs a person", "On its way: 1"]
    assert said[2].startswith(f"{REF}  HELD  due 2026-11-24 15:04:00 UTC; the sweep checks it at 2026-11-")
    (line,) = run("pending", "--all", "--json")[1].splitlines()
    assert json.loads(line)["reference"] == str(REF)


@pytest.mark.parametrize("named", [[SOURCE, APPLICATION], [str(REF)]])
def test_one_applications_whole_history(connection: Connection, named: list[str]) -> None:
    opened(connection, "ACCEPTED", rescinded_at=DECIDED_AT)
    opened(connection, "UNKNOWN", ref=REF.next())
    status, said = run("show", *named)
    assert status == 0
    assert said.index("Cycle 1  ACCEPTED: SES accepted the email") < said.index("Cycle 2  UNKNOWN: nobody can say")
    assert "to s…@example.com  template en-1" in said
    assert "sam@" not in said
    assert f"text {'ab' * 32}" in said
    assert "2026-11-23 15:04:00 UTC  CLAIMED     due" in said


def test_the_address_is_shown_only_when_asked_for(connection: Connection) -> None:
    opened(connection, "ACCEPTED")
    assert "sam@example.com" in run("show", str(REF), "--reveal")[1]
    assert "sam" not in run("show", str(REF), "--json")[1]


def test_a_person_found_out_that_it_was_sent(connection: Connection) -> None:
    opened(connection, "UNKNOWN")
    status, said = run("confirm-sent", str(REF), "--because", "the count of SES fits")
    assert (status, said) == (0, f"On account 123 in eu-west-1\n{REF} is ACCEPTED\n")
    after = connection.ledger.get(REF)
    assert after is not None
    assert after.history[-1].cause == "operator: the count of SES fits"


def test_one_more_attempt_is_made_once_the_application_is_typed(
    stack: NotifyStack, connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(connection, "UNKNOWN")
    monkeypatch.setattr("builtins.input", lambda _: "yes")
    status, said = run("send", str(REF), "--because", "no mail in the log")
    assert status == 1
    assert "the candidate may get a second one" in said
    assert "nothing was changed" in said
    assert stack.messages("DueNotices") == []
    monkeypatch.setattr("builtins.input", lambda _: APPLICATION)
    assert run("send", str(REF), "--because", "no mail in the log")[0] == 0
    after = connection.ledger.get(REF)
    assert after is not None
    assert (after.state, after.earlier_claim) == (State.HELD, claim())
    assert [message["Body"] for message in stack.messages("DueNotices")] == [str(REF)]


def test_what_was_seen_to_is_off_the_list(connection: Connection) -> None:
    opened(connection, "BOUNCED")
    status, said = run("resolve", str(REF), "--because", "told by phone")
    assert (status, said.splitlines()[-1]) == (0, f"{REF} is off the list; it stays BOUNCED")
    assert "No notice needs a person" in run("pending")[1]
    assert "to do          nothing: resolved, told by phone" in run("show", str(REF))[1]
    status, said = run("resolve", str(REF), "--because", "told by phone")
    assert (status, said.splitlines()[-2]) == (1, "It has changed since, or somebody has already resolved it")


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (["confirm-sent", "nonsense", "--because", "x"], "Not a reference"),
        (["confirm-sent", str(NoticeRef.of("a", "b")), "--because", "x"], "The ledger has no such notice"),
        (["confirm-sent", str(REF), "--because", "x"], "It is REFUSED, not CLAIMED or UNKNOWN"),
        (["resolve", str(REF), "--because", "told sam@example.com"], "The reason goes into the ledger"),
        (["resolve", str(REF), "--because", "x" * 201], "The reason goes into the ledger"),
        (["show", SOURCE, "nobody"], "The ledger has no such application"),
        (["show", "a", "b", "c"], "show takes a reference, or a source and an application id"),
    ],
)
def test_a_slip_is_told_with_its_remedy(connection: Connection, arguments: list[str], problem: str) -> None:
    opened(connection, "REFUSED")
    status, said = run(*arguments)
    assert status == 1
    assert problem in said
    assert "Remedy: " in said


@pytest.mark.parametrize(("local", "more"), [(True, " --local"), (False, "")])
def test_a_remedy_names_the_same_stack(
    connection: Connection, monkeypatch: pytest.MonkeyPatch, local: bool, more: str
) -> None:
    here = replace(connection, local=local)
    monkeypatch.setattr("ops.ledger.connection.connect", lambda *, local: here)
    opened(here, "REFUSED")
    said = run("confirm-sent", str(REF), "--because", "x")[1]
    assert said.splitlines()[-1] == f'Remedy: make ledger ARGS="show {REF}{more}"'
    assert here.command('release x --because "y"') == f"make ledger ARGS='release x --because \"y\"{more}'"


def test_what_was_rescinded_is_not_sent(connection: Connection) -> None:
    opened(connection, "UNKNOWN", rescinded_at=DECIDED_AT)
    status, said = run("send", str(REF), "--because", "x", "--yes")
    assert (status, "It was rescinded" in said) == (1, True)


def fill(stack: NotifyStack, count: int) -> None:
    explained = {"error_code": "invalid_event", "error_detail": "data.stage: wrong", "original_message_id": "m"}
    attributes: Any = {name: {"DataType": "String", "StringValue": text} for name, text in explained.items()}
    for number in range(count):
        stack.sqs.send_message(QueueUrl=stack.urls["DecisionsDlq"], MessageBody=f"failed {number}")
    stack.sqs.send_message(QueueUrl=stack.urls["DecisionsDlq"], MessageBody="x", MessageAttributes=attributes)


def size(stack: NotifyStack, queue: str) -> int:
    answer = stack.sqs.get_queue_attributes(QueueUrl=stack.urls[queue], AttributeNames=["All"])["Attributes"]
    return int(answer["ApproximateNumberOfMessages"]) + int(answer["ApproximateNumberOfMessagesNotVisible"])


def test_what_failed_often_goes_back_and_what_is_explained_stays(stack: NotifyStack, connection: Connection) -> None:
    fill(stack, 25)
    status, said = run("redrive", "decisions")
    assert status == 0
    assert "25  moved back: failed too often" in said
    assert "1  stays: invalid_event: data.stage: wrong" in said
    assert (size(stack, "Decisions"), size(stack, "DecisionsDlq")) == (25, 1)


def test_counting_moves_nothing(stack: NotifyStack, connection: Connection) -> None:
    fill(stack, 3)
    assert "4  in DecisionsDlq" in run("redrive", "decisions", "--count")[1]
    assert (size(stack, "Decisions"), size(stack, "DecisionsDlq")) == (0, 4)
    assert run("redrive", "due") == (0, "DueNoticesDlq is empty\n")


def visible(stack: NotifyStack, queue: str) -> int:
    answer = stack.sqs.get_queue_attributes(QueueUrl=stack.urls[queue], AttributeNames=["All"])["Attributes"]
    return int(answer["ApproximateNumberOfMessages"])


@pytest.mark.parametrize("first", [["--dry-run"], []])
def test_what_was_looked_at_can_be_looked_at_again_at_once(
    stack: NotifyStack, connection: Connection, first: list[str]
) -> None:
    fill(stack, 15)
    run("redrive", "decisions", *first)
    assert visible(stack, "DecisionsDlq") == (16 if first else 1)
    assert "1  stays: invalid_event" in run("redrive", "decisions")[1]
    assert size(stack, "Decisions") == 15


def test_a_queue_that_somebody_else_looks_at_is_not_called_empty(stack: NotifyStack, connection: Connection) -> None:
    fill(stack, 1)
    stack.sqs.receive_message(
        QueueUrl=stack.urls["DecisionsDlq"], MaxNumberOfMessages=10, VisibilityTimeout=60, MessageAttributeNames=["All"]
    )
    said = run("redrive", "decisions", "--dry-run")[1]
    assert "2  more in DecisionsDlq are being read by somebody else" in said
    assert "empty" not in said


def test_what_was_received_is_visible_again_after_an_interruption(
    stack: NotifyStack, connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(stack, 0)
    seen = iter([False])
    monkeypatch.setattr("ops.ledger.redrive._reason", lambda message: next(seen, None) or "a reason")
    monkeypatch.setattr("ops.ledger.redrive.report", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    assert run("redrive", "decisions")[0] == 130
    assert visible(stack, "DecisionsDlq") == 1


@pytest.mark.parametrize("blank", ["", " "])
@pytest.mark.parametrize(
    "arguments",
    [
        ["release", "{}", "--count", "1", "--because", "x"],
        ["release", "{}", "--dry-run"],
        ["release", "late", "--count", "1", "--because", "{}"],
        ["discard", "{}", "--count", "1", "--because", "x"],
        ["discard", "{}", "--dry-run"],
        ["discard", "late", "--count", "1", "--because", "{}"],
        ["show", "{}"],
        ["show", SOURCE, "{}"],
        ["show", "{}", APPLICATION],
        ["confirm-sent", "{}", "--because", "x"],
        ["confirm-sent", str(REF), "--because", "{}"],
        ["resolve", "{}", "--because", "x"],
        ["resolve", str(REF), "--because", "{}"],
        ["send", "{}", "--because", "x", "--yes"],
        ["send", str(REF), "--because", "{}", "--yes"],
        ["redrive", "{}"],
    ],
)
def test_an_argument_that_is_empty_changes_nothing(connection: Connection, arguments: list[str], blank: str) -> None:
    opened(connection, "HELD")
    before = connection.ledger.get(REF)
    assert run(*[argument.format(blank) for argument in arguments])[0] == 2
    assert connection.ledger.get(REF) == before


def test_an_empty_name_discards_nothing_whoever_calls_it(connection: Connection) -> None:
    opened(connection, "HELD")
    for act in (discard, release):
        with pytest.raises(Failure, match="WHAT is empty"):
            act(connection, "", 1, "wrong filter")


def test_a_move_that_is_cut_short_loses_nothing(
    stack: NotifyStack, connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(stack, 2)
    broken = boto3.client("sqs", region_name="eu-west-1")
    monkeypatch.setattr(broken, "delete_message", lambda **_: (_ for _ in ()).throw(KeyboardInterrupt))
    object.__setattr__(connection, "sqs", broken)
    assert run("redrive", "decisions")[0] == 130
    assert (size(stack, "Decisions"), size(stack, "DecisionsDlq")) == (1, 3)
