"""Somebody who was erased is in no dead-letter queue afterwards, and everybody else's messages stay."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from click.testing import CliRunner

from functions.domain.notices.person import candidate_key
from functions.domain.notices.reference import Application
from functions.stores.sending.people import PeopleStore
from ops.__main__ import commands
from ops.ledger.connection import Connection
from tests.builders import APPLICATION, DECIDED_AT, REF, SOURCE, body, rejected_event, rescinded_event, ses_event
from tests.notify_stack import SENDING, NotifyStack
from tests.optin_builders import keyed

OTHER = {"id": "C-7", "email": "kim@example.com"}
KEPT = body(rejected_event(application_id="A-7", candidate=OTHER))


@pytest.fixture(autouse=True)
def operator(connection: Connection, stack: NotifyStack, monkeypatch: pytest.MonkeyPatch) -> None:
    names = {**connection.names, **stack.urls, "Sending": SENDING, "DigestKey": "digests"}
    whole = replace(connection, names=names, dynamodb=stack.dynamodb, secrets=stack.secrets)
    monkeypatch.setattr("ops.ledger.connection.connect", lambda *, local: whole)
    people = PeopleStore(stack.dynamodb, SENDING, timedelta(days=1), keyed)
    people.register({candidate_key(SOURCE, "C-42"): frozenset({Application(SOURCE, APPLICATION)})}, DECIDED_AT)


def run(*arguments: str) -> str:
    command = ["ledger", "erase-messages", SOURCE, "C-42", *arguments]
    result = CliRunner().invoke(commands, command, catch_exceptions=False)
    assert result.exit_code == 0
    return result.output


def put(stack: NotifyStack, queue: str, *bodies: str) -> None:
    for text in bodies:
        stack.sqs.send_message(QueueUrl=stack.urls[queue], MessageBody=text)


def left(stack: NotifyStack, queue: str) -> list[str]:
    return sorted(message["Body"] for message in stack.messages(queue))


def test_decisions_about_them_are_deleted_by_candidate_or_application(stack: NotifyStack) -> None:
    put(stack, "DecisionsDlq", body(rejected_event()), body(rescinded_event()), KEPT)
    output = run()
    assert "     2  deleted\n" in output
    assert "     1  stays: about others\n" in output
    assert left(stack, "DecisionsDlq") == [KEPT]


def test_what_nobody_can_read_goes_where_its_text_has_the_id(stack: NotifyStack) -> None:
    put(stack, "DecisionsDlq", '{"candidate": {"id": "C-42"', "not a decision", json.dumps([1]))
    run()
    assert left(stack, "DecisionsDlq") == sorted(["not a decision", json.dumps([1])])


def test_the_same_id_at_another_source_is_somebody_else(stack: NotifyStack) -> None:
    elsewhere = body(rejected_event(source="/ats/other"))
    put(stack, "DecisionsDlq", elsewhere)
    run()
    assert left(stack, "DecisionsDlq") == [elsewhere]


def test_events_about_their_emails_are_deleted(stack: NotifyStack) -> None:
    theirs, others = ses_event("bounce"), ses_event("bounce", tags={"notice": [f"{'5' * 32}-1"]})
    assert str(REF) in theirs
    put(stack, "SesEventsDlq", theirs, others)
    run()
    assert left(stack, "SesEventsDlq") == [others]


def test_a_dry_run_deletes_nothing(stack: NotifyStack) -> None:
    put(stack, "DecisionsDlq", body(rejected_event()), KEPT)
    assert "     1  theirs\n" in run("--dry-run")
    assert len(left(stack, "DecisionsDlq")) == 2
