"""What an operator reads about notices of which more is to be known than their state."""

from datetime import timedelta

from click.testing import CliRunner

from functions.domain.notices.notice import FOR_EVER, Entry
from functions.domain.notices.review import COMPLAINED, UNDELIVERABLE
from functions.domain.notices.states import State
from ops.__main__ import commands
from ops.ledger.connection import Connection
from tests.builders import DECIDED_AT, REF, claim, notice


def run(*arguments: str) -> str:
    result = CliRunner().invoke(commands, ["ledger", *arguments], catch_exceptions=False)
    assert result.exit_code == 0
    return result.output


def test_whose_earlier_email_bounced_is_told_another_way_and_taken_off_the_list(connection: Connection) -> None:
    connection.ledger.open(notice(state=State.SUPPRESSED, review_reason=UNDELIVERABLE), DECIDED_AT)
    assert "to do:   tell them another way, then resolve" in run("pending")
    run("resolve", str(REF), "--because", "told by phone")
    assert run("pending") == "No notice needs a person\n"
    assert "to do          nothing: resolved, told by phone" in run("show", str(REF))


def test_whose_address_complained_is_listed_only_where_everything_is(connection: Connection) -> None:
    connection.ledger.open(notice(state=State.SUPPRESSED, review_reason=COMPLAINED), DECIDED_AT)
    assert run("pending") == "No notice needs a person\n"
    said = run("pending", "--all").splitlines()
    assert said[:2] == ["No notice needs a person", "Not told, because an earlier email was reported as spam:"]
    assert said[2].startswith(f"{REF}  SUPPRESSED  since ")


def test_what_was_resolved_stays_so_after_the_next_line_of_history(connection: Connection) -> None:
    lines = (
        Entry(DECIDED_AT, State.CLAIMED, "due"),
        Entry(DECIDED_AT, State.BOUNCED, "SES: Bounce, Permanent, General"),
        Entry(DECIDED_AT, State.BOUNCED, "operator: told by phone"),
        Entry(DECIDED_AT, State.BOUNCED, "SES: DeliveryDelay"),
    )
    connection.ledger.open(notice(state=State.BOUNCED, claim=claim(), history=lines), DECIDED_AT)
    assert "to do          nothing: resolved, told by phone" in run("show", str(REF))


def test_a_withdrawal_has_no_last_moment(connection: Connection) -> None:
    connection.ledger.open(notice(state=State.RESCINDED, rescinded_at=FOR_EVER), DECIDED_AT)
    said = run("show", str(REF))
    assert "rescinded      every decision about this application, for good" in said
    assert "9999" not in said


def test_what_was_never_rejected_was_not_rescinded_in_time(connection: Connection) -> None:
    line = (Entry(DECIDED_AT, State.RESCINDED, "hired before its rejection arrived"),)
    connection.ledger.open(notice(state=State.RESCINDED, decision=None, history=line), DECIDED_AT)
    assert "RESCINDED: revoked before any rejection of it arrived; nobody was told" in run("show", str(REF))


def test_an_earlier_attempt_in_doubt_is_said_and_not_forgotten(connection: Connection) -> None:
    connection.ledger.open(notice(state=State.UNKNOWN, claim=claim()), DECIDED_AT)
    run("send", str(REF), "--because", "not in the count", "--yes")
    assert "HELD: waits for one more attempt; an earlier attempt is in doubt" in run("show", str(REF))
    assert "An earlier attempt may have told 1 of them: pending lists those" in run(
        "discard", str(REF), "--count", "1", "--because", "a mistake"
    )
    said = run("pending")
    assert "to do:   revoked, and an email may have told them: speak to the candidate, then resolve" in said


def test_what_was_revoked_is_not_to_be_told(connection: Connection) -> None:
    values = {"claim": claim(), "rescinded_at": DECIDED_AT + timedelta(days=1)}
    connection.ledger.open(notice(state=State.UNKNOWN, **values), DECIDED_AT)
    said = run("show", str(REF))
    assert "revoked, so this answer is not owed any more: resolve; or, if SES accepted it, confirm-sent" in said
