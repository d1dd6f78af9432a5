"""Checks of what a person may decide about one notice or letter. Each verb makes its own before it changes anything.

`possible_verbs` asks the same checks, so that a desk offers what can be done and nothing else.
"""

from collections.abc import Callable, Mapping

from functions.domain.notices.notice import Notice
from functions.domain.notices.review import CHANGED
from functions.domain.notices.states import State
from functions.review.correction import can_send_correction, to_do_about_correction
from functions.review.hints import resolution
from functions.review.refusal import Refusal, changed_meanwhile, not_in_state

RELEASE, DISCARD, SEND, RESOLVE, CONFIRM_SENT = "release", "discard", "send", "resolve", "confirm-sent"


def is_held_for_review(notice: Notice) -> bool:
    """Return whether a person can release the notice. What was revoked meanwhile is not released."""
    return notice.state is State.HELD and notice.review_reason is not None and notice.rescinded_at is None


def is_unsent(notice: Notice) -> bool:
    """Return whether a person can discard the notice."""
    return notice.state is State.HELD


def check_confirm_sent(notice: Notice) -> None:
    """Raise Refusal unless a person may say that SES accepted the email."""
    # The ledger may have been restored to before a notice was sent, and holds it for review.
    if notice.state is not State.HELD or not notice.review_reason:
        _require_state(notice, State.CLAIMED, State.UNKNOWN)


def check_resolve(notice: Notice) -> None:
    """Raise Refusal unless a person may take the notice off the list."""
    if notice.state is State.HELD:
        remedy = "release it, or discard it" if notice.review_reason else "wait, it goes out by itself; or discard it"
        raise Refusal("held", "It is held, and not sent yet", remedy)
    if not notice.review_reason:
        _require_state(notice, State.UNKNOWN, State.REFUSED, State.BOUNCED)
        # Nobody is owed an answer that was refused, or came back, and is revoked: that is on no list.
        is_settled = notice.rescinded_at is not None and notice.state is not State.UNKNOWN
        if is_settled or resolution(notice):
            raise changed_meanwhile(notice.ref)


def check_send(notice: Notice) -> None:
    """Raise Refusal unless a person may have one more attempt made, or a correction sent."""
    if notice.review_reason == CHANGED:
        if not can_send_correction(notice):
            problem = "It was told at this address, or can't be sent any more"
            raise Refusal("not-sendable", problem, to_do_about_correction(notice))
        return
    _require_state(notice, State.UNKNOWN, State.REFUSED)
    if notice.state is State.REFUSED and notice.ses_message_id:
        remedy = "resolve, with the reason" if notice.letter else "tell the candidate another way, then resolve"
        raise Refusal("not-sendable", "SES accepted it and rejected it afterwards", remedy)
    if notice.decision is None and notice.letter is None:
        raise Refusal("erased", "The person was erased, so nobody can be told", "resolve, with the reason")
    if notice.rescinded_at:
        raise Refusal("rescinded", "It was rescinded, so it is not sent any more", "resolve, with the reason")


def possible_verbs(notice: Notice) -> list[str]:
    """Return the verbs that a person can use on this notice now."""
    return [verb for verb, is_possible in _POSSIBLE.items() if is_possible(notice)]


def _passes(check: Callable[[Notice], None]) -> Callable[[Notice], bool]:
    def passes(notice: Notice) -> bool:
        try:
            check(notice)
        except Refusal:
            return False
        return True

    return passes


def _require_state(notice: Notice, *states: State) -> None:
    if notice.state not in states:
        raise not_in_state(f"It is {notice.state}, not {' or '.join(states)}", notice.ref)


_POSSIBLE: Mapping[str, Callable[[Notice], bool]] = {
    RELEASE: is_held_for_review,
    DISCARD: is_unsent,
    SEND: _passes(check_send),
    RESOLVE: _passes(check_resolve),
    CONFIRM_SENT: _passes(check_confirm_sent),
}
