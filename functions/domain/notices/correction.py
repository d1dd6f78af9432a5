"""Corrections: a rejection that is published again with other content.

What was decided last counts; of two decisions of one moment, the one that arrived last.
"""

from functions.domain.decisions.rejection import Rejection
from functions.domain.notices.notice import Notice
from functions.domain.notices.states import State


def corrects(known: Rejection, rejection: Rejection) -> bool:
    """Return whether a rejection takes the place of the known one, as long as nobody was told."""
    return rejection.decided_at >= known.decided_at and _at_one_moment(rejection, known) != known


def corrects_what_was_told(known: Rejection, rejection: Rejection) -> bool:
    """Return whether the candidate, once told, was told something else, or somebody else was."""
    return rejection.decided_at >= known.decided_at and _told(rejection) != _told(known)


def has_other_address(known: Rejection, rejection: Rejection) -> bool:
    """Return whether the two go to different mailboxes."""
    return not known.candidate.email.is_same_mailbox(rejection.candidate.email)


def supersedes(notice: Notice, rejection: Rejection) -> bool:
    """Return whether a repeat was decided later than any known one.

    It opens the next cycle if the notice is rescinded in between.
    """
    latest = notice.latest_decision
    return latest is not None and rejection.decided_at > latest.decided_at


def pending_correction(notice: Notice) -> Rejection | None:
    """Return the correction that found a claim and was only remembered: it counts where nothing was sent after all."""
    decision, later = notice.decision, notice.later_decision
    if notice.state is not State.HELD or decision is None or later is None or notice.refuses_email:
        return None
    return later if corrects(decision, later) else None


def _at_one_moment(rejection: Rejection, known: Rejection) -> Rejection:
    return rejection.model_copy(update={"decided_at": known.decided_at})


def _told(rejection: Rejection) -> tuple[object, ...]:
    candidate, job = rejection.candidate, rejection.job
    person = (_address(rejection), candidate.given_name, candidate.family_name)
    return (*person, rejection.reason or "unspecified", rejection.note, job.id, job.title, job.location)


def _address(rejection: Rejection) -> str:
    return rejection.candidate.email.reveal().lower()
