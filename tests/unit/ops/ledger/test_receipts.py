"""What an operator reads about the receipt of an opt-in, and does with it."""

import json
from typing import Any

import pytest
from click.testing import CliRunner

from functions.domain.notices.notice import Entry, Notice
from functions.domain.notices.owed_letter import LetterKind, OwedLetter
from functions.domain.notices.reference import NoticeRef
from functions.domain.notices.states import DeliveryStatus, State
from functions.stores.ledger.delivery_events import DeliveryEvents
from ops.__main__ import commands
from ops.ledger.connection import Connection
from tests.builders import APPLICATION, DECIDED_AT, REF, SOURCE, claim, minutes, notice
from tests.notify_stack import LEDGER, NotifyStack
from tests.unit.ops.ledger.held_burst import asked

RECEIPT = NoticeRef("5" * 32)
OWED = OwedLetter(LetterKind.RECEIPT, "r1", "c" * 32, REF, DECIDED_AT, "en")
LONG_AGO = DECIDED_AT - minutes(60 * 48)
# Words that send an operator to the candidate, as if it were about the rejection.
MISLEADING = ("candidate", "tell", "told", "speak", "phone", "way")
SAID: dict[State, tuple[str, str]] = {
    State.HELD: ("the letter waits until it is due", "nothing; an hour after it was due, the sweep enqueues it again"),
    State.CLAIMED: ("a worker is sending it", "nothing; after an hour the sweep treats it as in doubt"),
    State.ACCEPTED: ("SES accepted the letter", "nothing"),
    State.DELIVERED: ("the recipient's mail server accepted the letter", "nothing"),
    State.RESCINDED: ("not sent: what it was about has ended, or somebody discarded it", "nothing"),
    State.SUPPRESSED: ("not sent: this address must not be emailed; the talent pool stays as it is", "nothing"),
    State.REFUSED: (
        "SES refused the letter; the talent pool stays as it is",
        "correct the cause, then send; or resolve",
    ),
    State.UNKNOWN: (
        "nobody can say whether SES accepted the letter; the talent pool stays as it is",
        "if SES accepted it: confirm-sent; if not: send, or resolve",
    ),
    State.BOUNCED: ("the letter bounced; the talent pool stays as it is", "resolve"),
    State.COMPLAINED: (
        "the letter was reported as spam: the opt-in ends, and nothing more goes to this address",
        "nothing",
    ),
}
UNCLAIMED = {State.HELD, State.RESCINDED, State.SUPPRESSED}


def receipt(state: State, **values: Any) -> Notice:
    history = (Entry(DECIDED_AT, State.HELD, "opted in"), Entry(DECIDED_AT, state, "what SES said"))
    held_by = None if state in UNCLAIMED else claim(sent_to=None)
    about = {"ref": RECEIPT, "decision": None, "letter": OWED, "due_at": LONG_AGO}
    return notice(**{**about, "state": state, "history": history, "claim": held_by, **values})


def opened(connection: Connection, state: State, **values: Any) -> None:
    assert connection.ledger.open(receipt(state, **values), LONG_AGO) is None


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(commands, ["ledger", *arguments], catch_exceptions=False)
    return result.exit_code, result.output


def state_of(connection: Connection) -> State:
    current = connection.ledger.get(RECEIPT)
    assert current is not None
    return current.state


@pytest.mark.parametrize("state", State)
def test_a_receipt_in_any_state_says_what_it_means_and_never_leads_to_the_candidate(
    connection: Connection, state: State
) -> None:
    meaning, remedy = SAID[state]
    opened(connection, state)
    status, said = run("show", str(RECEIPT))
    assert status == 0
    assert f"Cycle 1  {state}: {meaning}\n" in said
    assert f"  letter         receipt, for the opt-in that notice {REF} led to\n" in said
    assert said.endswith(f"  to do          {remedy}\n")
    assert not [word for word in MISLEADING if word in f"{meaning} {remedy}".split()]


@pytest.mark.parametrize("reveal", [[], ["--reveal"]])
def test_the_address_of_a_receipt_is_in_the_talent_pool(connection: Connection, reveal: list[str]) -> None:
    opened(connection, State.UNKNOWN, earlier_claim=claim(id="claim-0", sent_to=None))
    said = run("show", str(RECEIPT), *reveal)[1]
    assert "erased" not in said
    assert f"{'claimed':<14} 2026-11-24 15:04:00 UTC  to the address in the talent pool  template en-1" in said


def test_the_address_of_a_notice_is_erased_with_the_person(connection: Connection) -> None:
    connection.ledger.open(notice(state=State.ACCEPTED, claim=claim(sent_to=None)), DECIDED_AT)
    assert "to an erased person" in run("show", str(REF))[1]


@pytest.mark.parametrize("state", [State.REFUSED, State.BOUNCED])
def test_what_needs_a_person_is_listed_as_a_receipt(connection: Connection, state: State) -> None:
    opened(connection, state)
    assert run("pending")[1].splitlines() == [
        f"{RECEIPT}  {state}  receipt  since 2026-11-21 15:04:00 UTC",
        f"  {SOURCE}  {APPLICATION}",
        "  because: what SES said",
        f"  to do:   {SAID[state][1]}",
    ]


def test_a_receipt_in_doubt_is_listed_with_what_to_do(connection: Connection) -> None:
    opened(connection, State.CLAIMED)
    claimed = connection.ledger.get(RECEIPT)
    assert claimed is not None
    assert connection.reviews.escalate(claimed, DECIDED_AT, "no event of SES")
    said = run("pending")[1]
    assert f"{RECEIPT}  UNKNOWN  receipt  since " in said
    assert f"to do:   {SAID[State.UNKNOWN][1]}" in said


def test_a_receipt_on_its_way_is_listed_as_one(connection: Connection) -> None:
    opened(connection, State.HELD)
    said = run("pending", "--all")[1]
    assert f"{RECEIPT}  HELD  receipt  due 2026-11-" in said


def test_a_script_reads_which_entry_is_a_receipt(connection: Connection) -> None:
    opened(connection, State.BOUNCED)
    connection.ledger.open(notice(state=State.REFUSED, claim=claim()), LONG_AGO)
    entries = [json.loads(line) for line in run("pending", "--json")[1].splitlines()]
    assert {entry["reference"]: entry["kind"] for entry in entries} == {str(RECEIPT): "receipt", str(REF): "notice"}
    for ref, kind in ((RECEIPT, "receipt"), (REF, "notice")):
        assert json.loads(run("show", str(ref), "--json")[1])["kind"] == kind


@pytest.mark.parametrize("state", [State.UNKNOWN, State.REFUSED])
def test_one_more_attempt_at_a_receipt_goes_out_now(stack: NotifyStack, connection: Connection, state: State) -> None:
    opened(connection, state)
    status, said = run("send", str(RECEIPT), "--because", "not in the count", "--yes")
    assert (status, said.splitlines()[-1]) == (0, f"{RECEIPT} is HELD, and goes out now")
    assert (state_of(connection), asked(stack)) == (State.HELD, {str(RECEIPT)})


def test_a_receipt_that_ses_rejected_afterwards_can_only_be_resolved(
    stack: NotifyStack, connection: Connection
) -> None:
    opened(connection, State.ACCEPTED)
    rejected = Entry(DECIDED_AT, State.REFUSED, "Reject")
    DeliveryEvents(stack.dynamodb, LEDGER).record_status(RECEIPT, DeliveryStatus.REJECTED, rejected, "ses-1")
    status, said = run("send", str(RECEIPT), "--because", "x", "--yes")
    assert (status, said.splitlines()[-1]) == (1, "Remedy: resolve, with the reason")
    assert "candidate" not in said


@pytest.mark.parametrize("state", [State.REFUSED, State.BOUNCED])
def test_a_receipt_that_is_not_owed_any_more_is_off_the_list(connection: Connection, state: State) -> None:
    opened(connection, state)
    assert run("resolve", str(RECEIPT), "--because", "the mailbox is gone")[0] == 0
    assert run("pending")[1] == "No notice needs a person\n"
    assert "to do          nothing: resolved, the mailbox is gone" in run("show", str(RECEIPT))[1]


def test_a_receipt_that_waits_is_discarded_and_the_opt_in_stands(connection: Connection) -> None:
    opened(connection, State.HELD)
    status, said = run("resolve", str(RECEIPT), "--because", "x")
    assert (status, said.splitlines()[-1]) == (1, "Remedy: wait, it goes out by itself; or discard it")
    status, said = run("discard", str(RECEIPT), "--count", "1", "--because", "a test")
    assert (status, said) == (
        0,
        "Discarded 1 on account 123 in eu-west-1: the letter is not sent. The talent pool stays as it is\n",
    )
    assert state_of(connection) is State.RESCINDED
    shown = run("show", str(RECEIPT))[1]
    assert "decisions up to" not in shown
    assert "operator: a test" in shown


def test_a_script_reads_whose_receipt_it_is_only_when_it_asks(connection: Connection) -> None:
    opened(connection, State.BOUNCED)
    shown = run("show", str(RECEIPT), "--json")[1]
    assert "candidate" not in json.loads(shown)["letter"]
    assert OWED.candidate not in shown
    assert json.loads(run("show", str(RECEIPT), "--json", "--reveal")[1])["letter"]["candidate"] == OWED.candidate


def test_of_a_receipt_that_ses_rejected_afterwards_nobody_is_told_to_send_it(
    stack: NotifyStack, connection: Connection
) -> None:
    opened(connection, State.ACCEPTED)
    rejected = Entry(DECIDED_AT, State.REFUSED, "Reject")
    DeliveryEvents(stack.dynamodb, LEDGER).record_status(RECEIPT, DeliveryStatus.REJECTED, rejected, "ses-1")
    assert run("show", str(RECEIPT))[1].endswith("  to do          resolve\n")
