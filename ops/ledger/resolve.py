"""Decisions of a person about one notice or letter, as the command asks for them and prints them."""

from collections.abc import Callable

from functions.review import decide
from functions.review.find import find_notice
from ops.ledger.connection import Connection
from ops.ledger.refusals import explaining_refusals
from ops.terminal.progress import say

type Ask = Callable[[str], str]


def confirm_sent(connection: Connection, reference: str, because: str) -> None:
    """Record that SES accepted the email of a notice in doubt."""
    with explaining_refusals(connection):
        notice = find_notice(reference, ledger=connection.ledger)
        decide.confirm_sent(notice, because, reviews=connection.reviews, now=connection.now)
    say(f"{notice.ref} is ACCEPTED")


def resolve(connection: Connection, reference: str, because: str) -> None:
    """Take a notice off the list that a person has handled another way. Its state stays."""
    with explaining_refusals(connection):
        notice = find_notice(reference, ledger=connection.ledger)
        decide.resolve(notice, because, reviews=connection.reviews, now=connection.now)
    say(f"{notice.ref} is off the list; it stays {notice.state}")


def send(connection: Connection, reference: str, because: str, ask: Ask | None) -> None:
    """Make one more attempt, or send a correction. With `ask`, a person first types the application id."""
    with explaining_refusals(connection):
        notice = find_notice(reference, ledger=connection.ledger)
        attempt = decide.plan_attempt(notice, because)
        say(f"{notice.ref} is {notice.state}. {attempt.warning}")
        if ask:
            typed = ask(f"Type the application id to send it on {connection.where}: ")
            decide.require_application_id(notice, typed)
        sent = decide.send(attempt, reviews=connection.reviews, enqueue=connection.enqueue, now=connection.now)
    say(f"{sent.ref} is HELD, and goes out {decide.going_out(sent)}")
