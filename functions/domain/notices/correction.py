"""Corrections: a rejection that is published again with other content.

What was decided last counts; of two decisions of one moment, the one whose event has the later `time`; of two with the
same time, the one that was seen first last: a message that comes once more is no news.
"""

from datetime import UTC, datetime

from functions.domain.decisions.rejection import Rejection
from functions.domain.digest import digest
from functions.domain.notices.notice import Notice
from functions.domain.notices.states import State

# `_NEVER`: of what was kept before its event's time was.
_MAX_REPLACED, _NEVER = 20, datetime.min.replace(tzinfo=UTC)


def corrects(known: Rejection, rejection: Rejection) -> bool:
    """Return whether a rejection takes the place of the known one, as long as nobody was told."""
    return _order(rejection) >= _order(known) and _at_one_moment(rejection, known) != known


def corrects_what_was_told(known: Rejection, rejection: Rejection) -> bool:
    """Return whether the candidate, once told, was told something else, or somebody else was."""
    return _order(rejection) >= _order(known) and _told(rejection) != _told(known)


def was_seen(notice: Notice, rejection: Rejection) -> bool:
    """Return whether a rejection is one that another one has replaced: its message has come late, or once more."""
    return rejection == notice.decision or content_digest(rejection) in notice.replaced


def content_digest(rejection: Rejection) -> str:
    """Return what tells one publication of a rejection from another. It leads to nobody who does not have them all."""
    return digest("rejection", rejection.model_dump_json())


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


def replaced_by_correction(notice: Notice) -> tuple[str, ...]:
    """Return the digests of what the last corrections of a notice have replaced, with one that comes now."""
    known = (content_digest(notice.decision),) if notice.decision else ()
    return (*notice.replaced, *known)[-_MAX_REPLACED:]


def _order(rejection: Rejection) -> tuple[datetime, datetime]:
    return rejection.decided_at, rejection.published_at or _NEVER


def _at_one_moment(rejection: Rejection, known: Rejection) -> Rejection:
    return rejection.model_copy(update={"decided_at": known.decided_at, "published_at": known.published_at})


def _told(rejection: Rejection) -> tuple[object, ...]:
    candidate, job = rejection.candidate, rejection.job
    person = (_address(rejection), candidate.given_name, candidate.family_name)
    return (*person, rejection.reason or "unspecified", rejection.note, job.id, job.title, job.location)


def _address(rejection: Rejection) -> str:
    return rejection.candidate.email.reveal().lower()
