"""Decisions of a person about one notice or letter. Each is one conditional write. Its history entry says why."""

from functions.domain.lean_dataclass import dataclass
from functions.domain.notices.notice import Notice
from functions.domain.notices.review import CHANGED
from functions.domain.notices.states import State
from functions.review.checks import check_confirm_sent, check_resolve, check_send
from functions.review.correction import correction_of, masked
from functions.review.ports import DeskReviews, Enqueue, Now
from functions.review.reason import cause
from functions.review.refusal import Refusal, changed_meanwhile

_RISK = "SES may have accepted the first email: the candidate may get a second one."


@dataclass(frozen=True)
class NextAttempt:
    """An attempt that a person may have made: of which notice, why, and what they should know before."""

    notice: Notice
    cause: str
    warning: str


def confirm_sent(notice: Notice, because: str, *, reviews: DeskReviews, now: Now) -> Notice:
    """Record that SES accepted the email of a notice in doubt. Raise Refusal."""
    check_confirm_sent(notice)
    return _changed(notice, reviews.confirm_sent(notice, now(), cause(because)))


def resolve(notice: Notice, because: str, *, reviews: DeskReviews, now: Now) -> Notice:
    """Take a notice off the list that a person has handled another way. Its state stays. Raise Refusal."""
    check_resolve(notice)
    return _changed(notice, reviews.resolve(notice, now(), cause(because)))


def plan_attempt(notice: Notice, because: str) -> NextAttempt:
    """Return the attempt that `send` would make. Raise Refusal where none may be made."""
    reason = cause(because)
    check_send(notice)
    risk = _RISK if notice.state is State.UNKNOWN else ""
    later = correction_of(notice) if notice.review_reason == CHANGED else None
    if later is None:
        return NextAttempt(notice, reason, risk or "SES did not accept it.")
    address = masked(later.candidate.email.reveal())
    return NextAttempt(notice, reason, " ".join(filter(None, (f"The correction goes to {address}.", risk))))


def require_application_id(notice: Notice, typed: str) -> None:
    """Raise Refusal unless a person has typed the id of the notice's application."""
    if typed.strip() != notice.application_id:
        problem, look = "That is not its application id; nothing was changed", f"show {notice.ref}"
        raise Refusal("wrong-application-id", problem, look, look=look)


def send(attempt: NextAttempt, *, reviews: DeskReviews, enqueue: Enqueue, now: Now) -> Notice:
    """Have the attempt made. Return the notice that is held for it: a correction has a cycle of its own."""
    notice = attempt.notice
    reopen = reviews.open_corrected if notice.review_reason == CHANGED else reviews.reopen
    held = _changed(notice, reopen(notice, now(), attempt.cause))
    enqueue(held.ref)
    return held


def going_out(held: Notice) -> str:
    """Return when a notice goes out that is held for one more attempt."""
    # A letter waits for a window only where nobody expects it, and notify knows which.
    return "now" if held.letter else "as soon as its window is open"


def _changed(notice: Notice, changed: Notice | None) -> Notice:
    if changed is None:
        raise changed_meanwhile(notice.ref)
    return changed
