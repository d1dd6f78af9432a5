"""Decisions of a person about one notice or letter. Each is one conditional write. Its history entry says why."""

from collections.abc import Callable

from functions.domain.notices.notice import Notice
from functions.domain.notices.review import CHANGED
from functions.domain.notices.states import State
from ops.ledger.connection import Connection
from ops.ledger.correction import can_send_correction, correction_of, masked, to_do_about_correction
from ops.ledger.describe import cause
from ops.ledger.show import find
from ops.terminal.failure import Failure
from ops.terminal.progress import say

_RISK = "SES may have accepted the first email: the candidate may get a second one."

type Ask = Callable[[str], str]


def confirm_sent(connection: Connection, reference: str, because: str) -> None:
    """Record that SES accepted the email of a notice in doubt."""
    notice = find(connection, reference)
    # The ledger may have been restored to before a notice was sent, and holds it for review.
    if notice.state is not State.HELD or not notice.review_reason:
        _in_state(connection, notice, State.CLAIMED, State.UNKNOWN)
    _require(connection, notice, connection.reviews.confirm_sent(notice, connection.now(), cause(because)))
    say(f"{notice.ref} is ACCEPTED")


def resolve(connection: Connection, reference: str, because: str) -> None:
    """Take a notice off the list that a person has handled another way. Its state stays."""
    notice = find(connection, reference)
    if notice.state is State.HELD:
        remedy = "release it, or discard it" if notice.review_reason else "wait, it goes out by itself; or discard it"
        raise Failure("It is held, and not sent yet", remedy)
    if not notice.review_reason:
        _in_state(connection, notice, State.UNKNOWN, State.REFUSED, State.BOUNCED)
    _require(connection, notice, connection.reviews.resolve(notice, connection.now(), cause(because)))
    say(f"{notice.ref} is off the list; it stays {notice.state}")


def send(connection: Connection, reference: str, because: str, ask: Ask | None) -> None:
    """Make one more attempt, or send a correction. With `ask`, a person first types the application id."""
    notice, reason = find(connection, reference), cause(because)
    if notice.review_reason == CHANGED:
        _send_correction(connection, notice, reason, ask)
        return
    _in_state(connection, notice, State.UNKNOWN, State.REFUSED)
    if notice.state is State.REFUSED and notice.ses_message_id:
        remedy = "resolve, with the reason" if notice.letter else "tell the candidate another way, then resolve"
        raise Failure("SES accepted it and rejected it afterwards", remedy)
    if notice.decision is None and notice.letter is None:
        raise Failure("The person was erased, so nobody can be told", "resolve, with the reason")
    if notice.rescinded_at:
        raise Failure("It was rescinded, so it is not sent any more", "resolve, with the reason")
    risk = _RISK if notice.state is State.UNKNOWN else "SES did not accept it."
    say(f"{notice.ref} is {notice.state}. {risk}")
    _confirm(connection, notice, ask)
    _require(connection, notice, connection.reviews.reopen(notice, connection.now(), reason))
    connection.enqueue(notice.ref)
    # A letter waits for a window only where nobody expects it, and notify knows which.
    say(f"{notice.ref} is HELD, and goes out {'now' if notice.letter else 'as soon as its window is open'}")


def _send_correction(connection: Connection, notice: Notice, reason: str, ask: Ask | None) -> None:
    """Send what was published after the email, in a cycle of its own."""
    later = correction_of(notice)
    if later is None or not can_send_correction(notice):
        raise Failure("It was told at this address, or can't be sent any more", f"{to_do_about_correction(notice)}")
    address = masked(later.candidate.email.reveal())
    risk = f" {_RISK}" if notice.state is State.UNKNOWN else ""
    say(f"{notice.ref} is {notice.state}. The correction goes to {address}.{risk}")
    _confirm(connection, notice, ask)
    held = connection.reviews.open_corrected(notice, connection.now(), reason)
    _require(connection, notice, held)
    connection.enqueue(notice.ref.next())
    say(f"{notice.ref.next()} is HELD, and goes out as soon as its window is open")


def _confirm(connection: Connection, notice: Notice, ask: Ask | None) -> None:
    if ask and ask(f"Type the application id to send it on {connection.where}: ").strip() != notice.application_id:
        raise Failure("That is not its application id; nothing was changed", _show(connection, notice))


def _in_state(connection: Connection, notice: Notice, *states: State) -> Notice:
    if notice.state not in states:
        raise Failure(f"It is {notice.state}, not {' or '.join(states)}", _show(connection, notice))
    return notice


def _require(connection: Connection, notice: Notice, changed: Notice | None) -> None:
    if changed is None:
        raise Failure("It has changed meanwhile, or somebody has resolved it already", _show(connection, notice))


def _show(connection: Connection, notice: Notice) -> str:
    return connection.command(f"show {notice.ref}")
