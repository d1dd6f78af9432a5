"""What a person decides about a notice. Each is one conditional write, and a line of history that says why."""

from collections.abc import Callable

from functions.domain.notices.notice import Notice
from functions.domain.notices.states import State
from ops.ledger.connection import Desk
from ops.ledger.describe import cause
from ops.ledger.show import find
from ops.terminal.failure import Failure
from ops.terminal.progress import say

_RISK = "SES may have taken the first mail: the candidate may get a second one."

type Ask = Callable[[str], str]


def told(desk: Desk, reference: str, because: str) -> None:
    """In doubt, and a person found out that SES took the mail."""
    notice = _in_state(find(desk, reference), State.CLAIMED, State.UNKNOWN)
    _require(desk.reviews.confirm_sent(notice, desk.now(), cause(because)))
    say(f"{notice.ref} is ACCEPTED")


def done(desk: Desk, reference: str, because: str) -> None:
    """A person has seen to it another way."""
    notice = find(desk, reference)
    if notice.state is State.HELD:
        raise Failure("It is held, and not sent yet", "release it, or drop it")
    if not notice.review_reason:
        _in_state(notice, State.UNKNOWN, State.REFUSED, State.BOUNCED)
    _require(desk.reviews.resolve(notice, desk.now(), cause(because)))
    say(f"{notice.ref} is off the list; it stays {notice.state}")


def send(desk: Desk, reference: str, because: str, ask: Ask | None) -> None:
    """One more attempt, once a person has typed which application it is about (`ask`; None: without asking)."""
    notice, line = _in_state(find(desk, reference), State.UNKNOWN, State.REFUSED), cause(because)
    if notice.state is State.REFUSED and notice.ses_message_id:
        raise Failure("SES took it and rejected it afterwards", "tell the candidate another way, then done")
    if notice.decision is None:
        raise Failure("What is known of the person was erased, so nobody can be told", "done, with the reason")
    if notice.rescinded_at:
        raise Failure("It was rescinded, so it is not sent any more", "done, with the reason")
    say(f"{notice.ref} is {notice.state}. " + (_RISK if notice.state is State.UNKNOWN else "SES did not take it."))
    if ask and ask(f"Type the application id to send it on {desk.where}: ").strip() != notice.application_id:
        raise Failure("That is not its application id; nothing was changed", 'make ledger ARGS="show …"')
    _require(desk.reviews.reopen(notice, desk.now(), line))
    desk.ask(notice.ref)
    say(f"{notice.ref} is HELD, and goes out as soon as its window is open")


def _in_state(notice: Notice, *states: State) -> Notice:
    if notice.state not in states:
        raise Failure(f"It is {notice.state}, not {' or '.join(states)}", f'make ledger ARGS="show {notice.ref}"')
    return notice


def _require(changed: Notice | None) -> None:
    if changed is None:
        raise Failure("It has changed meanwhile, or somebody has seen to it already", "look again with show")
