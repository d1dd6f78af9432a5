"""What an operator reads of a correction that came after the email, and how it goes out."""

from dataclasses import replace
from typing import Any

import pytest
from click.testing import CliRunner

from functions.domain.notices.notice import Entry, Notice
from functions.domain.notices.review import CHANGED
from functions.domain.notices.states import DeliveryStatus, State
from functions.domain.personal_data import EmailAddress
from functions.review.correction import can_send_correction, to_do_about_correction
from ops.__main__ import commands
from ops.ledger.connection import Connection
from tests.builders import APPLICATION, DECIDED_AT, REF, claim, minutes, notice, rejection
from tests.notify_stack import NotifyStack

RIGHT = {"candidate": {"email": "sam.okafor@example.net"}}


def corrected(connection: Connection, state: State = State.BOUNCED, **changes: Any) -> Notice:
    """Open a notice that was sent, and whose rejection was published again with these changes."""
    status = {State.BOUNCED: DeliveryStatus.HARD_BOUNCED}.get(state)
    history = (Entry(DECIDED_AT, state, "SES: Bounce"),)
    sent = None if state is State.SUPPRESSED else claim()
    opened = notice(state=state, claim=sent, delivery_status=status, history=history)
    connection.ledger.open(opened, DECIDED_AT)
    later = rejection(decided_at=DECIDED_AT + minutes(60), **(changes or RIGHT))
    kept = connection.ledger.remember_repeat(REF, later, DECIDED_AT, state, None, review_reason=CHANGED)
    assert kept
    return kept


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(commands, ["ledger", *arguments], catch_exceptions=False)
    return result.exit_code, " ".join(result.output.split())


def test_the_newer_data_is_in_view(connection: Connection) -> None:
    corrected(connection, candidate={"email": "sam.okafor@example.net", "given_name": "Samuel"}, reason="location")
    said = run("show", str(REF))[1]
    assert "corrected address: s…@example.net" in said
    assert "corrected reason: location" in said
    assert "corrected name: another; --reveal shows it" in said
    assert "corrected job" not in said
    assert "Samuel" not in said
    assert "sam.okafor" not in said
    assert (
        "corrected address: sam.okafor@example.net corrected name: Samuel Okafor"
        in run("show", str(REF), "--reveal")[1]
    )


def test_scripts_read_what_was_corrected_and_no_personal_data(connection: Connection) -> None:
    corrected(connection)
    said = run("show", str(REF), "--json")[1]
    assert '"corrected": "address"' in said
    assert "okafor" not in said.casefold()


def test_it_waits_on_the_list_and_says_what_to_do(connection: Connection) -> None:
    corrected(connection)
    assert "to do: corrected since: send it to the corrected address" in run("pending")[1]


@pytest.mark.parametrize("state", [State.BOUNCED, State.ACCEPTED, State.REFUSED, State.UNKNOWN, State.SUPPRESSED])
def test_send_sends_to_the_corrected_address_in_a_cycle_of_its_own(
    stack: NotifyStack, connection: Connection, state: State
) -> None:
    before = corrected(connection, state)
    status, said = run("send", str(REF), "--because", "the publisher corrected the address", "--yes")
    assert status == 0
    assert "The correction goes to s…@example.net." in said
    assert ("may get a second one" in said) == (state is State.UNKNOWN)
    first, second = connection.reviews.cycles(REF.application)
    assert (first.state, first.review_reason) == (before.state, None)
    assert first.rescinded_at
    assert (second.state, second.decision) == (State.HELD, before.later_decision)
    assert second.history[-1].cause == "operator: the publisher corrected the address"
    assert [message["Body"] for message in stack.messages("DueNotices")] == [str(REF.next())]
    assert run("pending")[1] == "No notice needs a person"
    ends = [int(item["expires_at"]["N"]) for item in stack.items()]
    assert ends[1] > ends[0] > 0


def test_a_person_types_the_application_id_first(connection: Connection) -> None:
    corrected(connection)
    result = CliRunner().invoke(commands, ["ledger", "send", str(REF), "--because", "x"], input="A-1\n")
    assert "nothing was changed" in result.output
    result = CliRunner().invoke(commands, ["ledger", "send", str(REF), "--because", "x"], input=f"{APPLICATION}\n")
    assert "is HELD" in result.output


@pytest.mark.parametrize("state", [State.ACCEPTED, State.DELIVERED, State.COMPLAINED])
def test_who_was_told_at_the_right_address_is_spoken_to_and_gets_no_second_email(
    connection: Connection, state: State
) -> None:
    corrected(connection, state, job={"title": "Forklift Driver"})
    assert "to do: told, and corrected since: speak to the candidate, then resolve" in run("pending")[1]
    assert run("send", str(REF), "--because", "x", "--yes")[0] == 1
    assert len(connection.reviews.cycles(REF.application)) == 1
    assert run("resolve", str(REF), "--because", "told by phone")[0] == 0
    assert run("pending")[1] == "No notice needs a person"


def test_who_wants_no_email_since_then_gets_none(connection: Connection) -> None:
    corrected(connection, candidate={"email": "sam.okafor@example.net", "can_email": False})
    assert "wants no email: tell them another way" in run("pending")[1]
    assert run("send", str(REF), "--because", "x", "--yes")[0] == 1
    assert len(connection.reviews.cycles(REF.application)) == 1


def test_what_changed_since_it_was_read_is_not_sent(connection: Connection) -> None:
    seen = corrected(connection)
    latest = rejection(decided_at=DECIDED_AT + minutes(90), candidate={"email": "sam@example.org"})
    connection.ledger.remember_repeat(REF, latest, DECIDED_AT, State.BOUNCED, seen.later_decision)
    assert connection.reviews.open_corrected(seen, DECIDED_AT, "operator: x") is None


def test_who_may_have_had_an_earlier_attempt_at_the_corrected_address_is_spoken_to(connection: Connection) -> None:
    """The first attempt is in doubt, and went where the correction leads back to."""
    to = EmailAddress("sam.okafor@example.net")
    first = claim(id="claim-0", sent_to=to)
    history = (Entry(DECIDED_AT, State.ACCEPTED, "SES accepted"),)
    seen = notice(state=State.ACCEPTED, claim=claim(), earlier_claim=first, history=history, review_reason=CHANGED)
    seen = replace(seen, later_decision=rejection(decided_at=DECIDED_AT + minutes(60), **RIGHT))
    assert not can_send_correction(seen)
    assert to_do_about_correction(seen) == "told, and corrected since: speak to the candidate, then resolve"
    assert can_send_correction(replace(seen, earlier_claim=None))
