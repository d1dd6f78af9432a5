"""Hints: what the state of a notice or letter means, and what a person can do about it.

`tests/architecture/test_hints.py` plays each hint: whatever it names can be done, and nobody is told what was revoked.
"""

from functions.domain.notices.notice import Notice
from functions.domain.notices.review import (
    BY_OPERATOR,
    CHANGED,
    COMPLAINED,
    CORRECT,
    OBJECTED,
    RESTORED_DUE,
    UNDELIVERABLE,
)
from functions.domain.notices.states import DeliveryStatus, State
from functions.domain.notices.told import may_have_been_told
from functions.review.correction import can_send_correction, to_do_about_correction

_TELL = "tell them another way, then resolve"
_SPEAK = "speak to the candidate, then resolve"
_RESOLVABLE = frozenset({State.UNKNOWN, State.REFUSED, State.BOUNCED, State.SUPPRESSED})
_IN_DOUBT = "an earlier attempt is in doubt"
MEANINGS: dict[State, tuple[str, str]] = {
    State.HELD: ("waits until it is due; it can still be rescinded", "nothing"),
    State.CLAIMED: ("a worker is sending it", "nothing; after an hour the sweep treats it as in doubt"),
    State.ACCEPTED: ("SES accepted the email", "nothing"),
    State.DELIVERED: ("the recipient's mail server accepted the email", "nothing"),
    State.RESCINDED: ("rescinded in time; nobody was told", "nothing"),
    State.SUPPRESSED: (
        "this person must not be emailed",
        "nothing, or tell them another way if you owe them an answer",
    ),
    State.REFUSED: ("SES refused it; nobody was told", f"{_TELL}; or correct the cause, then send"),
    State.UNKNOWN: (
        "nobody can say whether SES accepted the email",
        "if SES did: confirm-sent; if it did not: send, or resolve",
    ),
    State.BOUNCED: ("the email bounced; nobody was told after all", _TELL),
    State.COMPLAINED: ("delivered, and reported as spam; no further email goes to this address", "nothing"),
}
# Why a notice was suppressed, by its review reason.
_NOT_SENT = {
    UNDELIVERABLE: "an earlier email to this address bounced",
    COMPLAINED: "the owner of this address reported an earlier email as spam",
    OBJECTED: "this person wants no email, as we learnt after somebody had it sent",
}
# A letter of the talent pool answers no rejection, so nobody is owed a call about it.
LETTER_MEANINGS: dict[State, tuple[str, str]] = MEANINGS | {
    State.HELD: ("the letter waits until it is due", "nothing; an hour after it was due, the sweep enqueues it again"),
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


def meaning(notice: Notice) -> str:
    """Return what the state of the notice means."""
    if notice.letter:
        return LETTER_MEANINGS[notice.state][0]
    if notice.state is State.RESCINDED and len(notice.history) == 1:
        return "revoked before any rejection of it arrived; nobody was told"
    if notice.state is State.SUPPRESSED and notice.review_reason in _NOT_SENT:
        return f"not sent: {_NOT_SENT[notice.review_reason]}"
    if notice.earlier_claim and notice.state in {State.RESCINDED, State.REFUSED, State.SUPPRESSED, State.HELD}:
        said = {State.RESCINDED: "rescinded", State.REFUSED: "SES refused it", State.SUPPRESSED: "suppressed"}
        return f"{said.get(notice.state, 'waits for one more attempt')}; {_IN_DOUBT}"
    return MEANINGS[notice.state][0]


def to_do(notice: Notice) -> str:
    """Return what a person can do about the notice."""
    resolved = resolution(notice)
    if notice.review_reason == CORRECT:
        return _to_correct(notice)
    if notice.review_reason == CHANGED and notice.state is not State.HELD:
        return _of_changed(notice)
    if notice.state is State.HELD and notice.review_reason:
        return to_do_about_held(notice.review_reason)
    if resolved and not notice.review_reason:
        return f"nothing: resolved, {resolved}"
    if notice.letter:
        return _of_letter(notice)
    return _of_revoked(notice) if notice.rescinded_at else _of_owed(notice)


def _of_changed(notice: Notice) -> str:
    is_untold = notice.state in {State.REFUSED, State.BOUNCED, State.UNKNOWN} and not notice.rescinded_at
    if is_untold and not can_send_correction(notice) and not notice.refuses_email:
        return f"{_TELL}, and say that they may have had an email" if notice.state is State.UNKNOWN else _TELL
    return to_do_about_correction(notice)


def to_do_about_held(review_reason: str) -> str:
    """Return what a person can do about what this reason holds for review."""
    if review_reason == RESTORED_DUE:
        return "the ledger was restored: if it was sent since, confirm-sent; if not, release it, or discard it"
    return f"held for review ({review_reason}): release or discard it"


def resolution(notice: Notice) -> str | None:
    """Return why a person took the notice off the list, if one did since it came into its state."""
    if notice.state not in _RESOLVABLE:
        return None
    for entry in reversed(notice.history):
        if entry.state is not notice.state:
            return None
        if entry.cause.startswith(BY_OPERATOR):
            return entry.cause.removeprefix(BY_OPERATOR)
    return None


def _to_correct(notice: Notice) -> str:
    was_delivered = any(entry.state is State.DELIVERED for entry in notice.history)
    if notice.state is State.HELD:
        return f"revoked while it was sent, and not sent: discard it{_doubt(notice)}"
    if not may_have_been_told(notice):
        return "revoked, and nobody was told: resolve"
    if notice.delivery_status is DeliveryStatus.HARD_BOUNCED and not notice.earlier_claim and not was_delivered:
        return "revoked, and the email bounced, so nobody was told: resolve"
    if notice.state in {State.ACCEPTED, State.DELIVERED, State.COMPLAINED}:
        return f"told, and rescinded too late: {_SPEAK}"
    return f"revoked, and an email may have told them: {_SPEAK}"


def _doubt(notice: Notice) -> str:
    return f"; {_IN_DOUBT}, so you will have to speak to the candidate" if notice.earlier_claim else ""


def _of_revoked(notice: Notice) -> str:
    match notice.state:
        case State.UNKNOWN:
            return "revoked, so this answer is not owed any more: resolve; or, if SES accepted it, confirm-sent"
        case State.CLAIMED:
            return MEANINGS[notice.state][1]
        case _ if notice.review_reason:
            return "revoked, so this answer is not owed any more: resolve"
        case _:
            return "nothing"


def _of_letter(notice: Notice) -> str:
    if notice.state is State.REFUSED and notice.ses_message_id:
        return "resolve"
    return "resolve" if notice.review_reason else LETTER_MEANINGS[notice.state][1]


def _of_owed(notice: Notice) -> str:
    caution = f", and say that they may have had an email: {_IN_DOUBT}" if notice.earlier_claim else ""
    match notice.state:
        case State.REFUSED if notice.ses_message_id or notice.review_reason or notice.decision is None:
            return f"{_TELL}{caution}"
        case State.REFUSED:
            return f"{MEANINGS[notice.state][1]}{caution}"
        case State.SUPPRESSED if notice.review_reason == UNDELIVERABLE:
            return f"{_TELL}{caution}"
        case State.SUPPRESSED if notice.review_reason:
            return f"tell them another way, if you owe them an answer; then resolve{caution}"
        case State.BOUNCED | State.UNKNOWN | State.SUPPRESSED:
            return f"{MEANINGS[notice.state][1]}{caution}"
        case state:
            return "it was sent: resolve" if notice.review_reason else MEANINGS[state][1]
