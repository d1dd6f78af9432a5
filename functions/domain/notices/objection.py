"""Objections to email: what the history says of them, and who must hear that one has stopped a notice."""

from functions.domain.notices.notice import Notice
from functions.domain.notices.review import BY_OPERATOR, OBJECTED
from functions.domain.notices.states import State

# The causes in a notice's history: its own decision says so, or a later one about the same person.
REFUSES_EMAIL = "can_email is false"
REFUSES_LATER = f"{REFUSES_EMAIL} in a later decision"


def review_of_objection(notice: Notice) -> str | None:
    """Return why a person must hear that the notice was stopped: they had it sent, and expect that it goes out."""
    before = (None, *(entry.state for entry in notice.history))
    was_sent = any(
        entry.state is State.HELD and entry.cause.startswith(BY_OPERATOR) and state is not State.HELD
        for state, entry in zip(before, notice.history, strict=False)
    )
    return OBJECTED if was_sent else None
