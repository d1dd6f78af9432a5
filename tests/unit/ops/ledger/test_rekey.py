"""What was stored under plain digests is found under the secret key afterwards, and nothing of it is lost."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from click.testing import CliRunner

from functions.domain.digest import digest
from functions.domain.notices.person import Person, PersonEnd, candidate_key
from functions.domain.notices.reference import Application
from functions.domain.notices.revocation import Revocation
from functions.domain.personal_data import EmailAddress
from functions.stores.dynamodb.attributes import to_item
from functions.stores.sending.do_not_contact import DoNotContactStore
from functions.stores.sending.people import PeopleStore
from functions.stores.sending.plain_names import PlainNames
from ops.__main__ import commands
from ops.ledger.connection import Connection
from tests.builders import DECIDED_AT, SOURCE, minutes
from tests.notify_stack import SENDING, NotifyStack
from tests.optin_builders import keyed

KEEP = timedelta(days=1096)
SAM, KEY = EmailAddress("Sam@Example.com"), candidate_key(SOURCE, "C-42")
ONE, TWO = Application(SOURCE, "A-1"), Application(SOURCE, "A-2")
OLD_NAME = f"address-{digest('address', 'sam@example.com')}"


@pytest.fixture
def operator(connection: Connection, stack: NotifyStack, monkeypatch: pytest.MonkeyPatch) -> Connection:
    names = {**connection.names, "Sending": SENDING, "DigestKey": "digests"}
    whole = replace(connection, names=names, dynamodb=stack.dynamodb, secrets=stack.secrets)
    monkeypatch.setattr("ops.ledger.connection.connect", lambda *, local: whole)
    return whole


def run(*arguments: str) -> str:
    result = CliRunner().invoke(commands, ["ledger", "rekey", *arguments], catch_exceptions=False)
    assert result.exit_code == 0
    return result.output


def plain(text: str) -> str:
    """No key at all, as it was before."""
    return text


def store_plainly(stack: NotifyStack) -> None:
    """What an earlier version has left: a person, their mailbox's applications, and an address that bounced."""
    people = PeopleStore(stack.dynamodb, SENDING, KEEP, plain)
    people.register({KEY: frozenset({ONE})}, DECIDED_AT)
    people.close(KEY, Revocation("erased", DECIDED_AT), DECIDED_AT, None)
    people.mark_shared(KEY)
    barred = DoNotContactStore(stack.dynamodb, SENDING, KEEP, plain)
    barred.add(SAM, "bounced", DECIDED_AT)
    for item in stack.dynamodb.scan(TableName=SENDING)["Items"]:
        stack.dynamodb.delete_item(TableName=SENDING, Key={"name": item["name"]})
        put(stack, item | {"name": {"S": item["name"]["S"].removeprefix("keyed-")}})


def put(stack: NotifyStack, item: Mapping[str, Any]) -> None:
    stack.dynamodb.put_item(TableName=SENDING, Item=item)


def names(stack: NotifyStack) -> list[str]:
    return sorted(item["name"]["S"] for item in stack.dynamodb.scan(TableName=SENDING)["Items"])


def barred(stack: NotifyStack) -> dict[EmailAddress, str]:
    return DoNotContactStore(stack.dynamodb, SENDING, KEEP, keyed).among([SAM], DECIDED_AT)


def person(stack: NotifyStack) -> Person:
    return PeopleStore(stack.dynamodb, SENDING, KEEP, keyed).get_many([KEY]).get(KEY, Person())


ERASED = PersonEnd(DECIDED_AT, "erased", None)


def test_a_closed_person_and_a_barred_address_are_found_under_the_key(stack: NotifyStack, operator: Connection) -> None:
    store_plainly(stack)
    assert (barred(stack), person(stack)) == ({}, Person())
    output = run()
    assert "     1  candidate ids\n" in output
    assert "     1  addresses on the do-not-contact list\n" in output
    assert f"     2  were put under the key, on {operator.where}" in output
    assert barred(stack) == {SAM: "bounced"}
    assert person(stack) == Person(frozenset({ONE}), frozenset({ERASED}), is_shared=True)
    assert not any(name.startswith(("candidate-", "address-")) for name in names(stack))


def test_what_came_meanwhile_adds_up(stack: NotifyStack, operator: Connection) -> None:
    store_plainly(stack)
    people = PeopleStore(stack.dynamodb, SENDING, KEEP, keyed)
    people.register({KEY: frozenset({TWO})}, DECIDED_AT + minutes(9))
    people.close(KEY, Revocation("hired", DECIDED_AT), DECIDED_AT, TWO)
    run()
    hired = PersonEnd(DECIDED_AT, "hired", TWO)
    assert person(stack) == Person(frozenset({ONE, TWO}), frozenset({ERASED, hired}), is_shared=True)


@pytest.mark.parametrize(("later", "cause"), [(9, "complained"), (-9, "bounced")])
def test_of_an_address_the_later_event_counts(
    stack: NotifyStack, operator: Connection, later: float, cause: str
) -> None:
    store_plainly(stack)
    DoNotContactStore(stack.dynamodb, SENDING, KEEP, keyed).add(SAM, "complained", DECIDED_AT + minutes(later))
    run()
    assert barred(stack) == {SAM: cause}


def test_it_can_be_repeated_and_leaves_the_rest_alone(stack: NotifyStack, operator: Connection) -> None:
    put(stack, to_item({"name": "links-0a-2026-11-23T15", "requests": 1}))
    put(stack, to_item({"name": "circuit", "failures": 1}))
    store_plainly(stack)
    run()
    after = stack.dynamodb.scan(TableName=SENDING)["Items"]
    assert "     0  were put under the key" in run()
    assert stack.dynamodb.scan(TableName=SENDING)["Items"] == after
    assert {"circuit", "links-0a-2026-11-23T15"} <= set(names(stack))


def test_a_dry_run_changes_nothing(stack: NotifyStack, operator: Connection) -> None:
    store_plainly(stack)
    before = names(stack)
    assert "     2  have plain names; nothing was changed" in run("--dry-run")
    assert names(stack) == before


def test_what_changes_while_it_moves_is_read_again(
    stack: NotifyStack, operator: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    store_plainly(stack)
    late, move = [(TWO, DECIDED_AT)], PlainNames._move

    def moved(self: PlainNames, *seen: Any) -> bool:
        if late and seen[0].startswith("candidate-"):
            people = PeopleStore(stack.dynamodb, SENDING, KEEP, keyed)
            people.register({KEY: frozenset({late[0][0]})}, late.pop()[1])
        return move(self, *seen)

    monkeypatch.setattr(PlainNames, "_move", moved)
    run()
    assert person(stack).applications == {ONE, TWO}


def test_nobody_without_the_key_can_tell_whether_an_address_is_there(stack: NotifyStack, operator: Connection) -> None:
    store_plainly(stack)
    assert OLD_NAME in names(stack)
    run()
    guesses = [digest("address", "sam@example.com"), digest("candidate", SOURCE, "C-42")]
    assert [guess for guess in guesses if guess in " ".join(names(stack))] == []
