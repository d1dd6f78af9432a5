"""Decisions about a rejection of a cycle that is open: it repeats what is known, corrects it, or comes too late."""

from collections.abc import Callable

from functions.domain.decisions.rejection import Rejection
from functions.domain.errors import Conflict
from functions.domain.notices.correction import corrects, corrects_what_was_told, supersedes, was_seen
from functions.domain.notices.notice import Notice
from functions.domain.notices.person import person_keys
from functions.domain.notices.reach import Reach
from functions.domain.notices.reference import Application
from functions.domain.notices.review import CHANGED, COMPLAINED, OBJECTED, UNDELIVERABLE
from functions.domain.notices.sendable import Sendable
from functions.domain.notices.states import State
from functions.notify.decide.closed_person import end_corrected
from functions.notify.decide.due import resume, suppress_objection
from functions.notify.outcome import NoticeOutcome
from functions.notify.ports import DecidePorts
from functions.notify.shared_ids import Closing, find_closing
from functions.runtime.observability import count


def repeat(notice: Notice, rejection: Rejection, *, ports: DecidePorts) -> NoticeOutcome | Sendable:
    """Act on the rejection of a cycle that is open already. Raises Transient."""
    is_held = notice.state is State.HELD
    refuses_email = notice.refuses_email or rejection.candidate.can_email is False
    if is_held and not refuses_email and _is_news(notice, rejection, corrects):
        return _correct(notice, rejection, ports=ports)
    reason = _review_reason(notice, rejection)
    is_kept = _keep(notice, rejection, reason, ports=ports)
    # Also where the repeat is older: a person who wants no email gets none, in whatever order the messages come.
    if is_held and refuses_email:
        return suppress_objection(notice, ports=ports)
    if not is_kept:
        return NoticeOutcome.CORRECTED_TOO_LATE if reason else NoticeOutcome.ALREADY_REVOKED
    if reason and notice.state is State.CLAIMED:
        # Its email is on its way. When this message comes back, the correction is known already, and rings no more.
        count(NoticeOutcome.CORRECTED_TOO_LATE.value)
    result = resume(notice, ports=ports)
    return NoticeOutcome.CORRECTED_TOO_LATE if reason and result is NoticeOutcome.ALREADY_SETTLED else result


def _keep(notice: Notice, rejection: Rejection, reason: str | None, *, ports: DecidePorts) -> bool:
    """Keep what a repeat says that is not known yet. Return False where its person is closed. Raises Conflict.

    A correction that names a closed person ends what it corrects. If its email is on its way, a person must look at it.
    """
    later = _merged_repeat(notice, rejection)
    if later is None or later == notice.later_decision:
        return True
    if closing := _closing(notice, rejection, ports=ports):
        if notice.state is not State.HELD and _is_news(notice, rejection, corrects):
            end_corrected(notice, rejection, closing, reason, ports=ports)
        return False
    seen = notice.later_decision
    if not ports.ledger.remember_repeat(notice.ref, later, ports.now(), notice.state, seen, review_reason=reason):
        raise Conflict
    return True


def _is_news(notice: Notice, rejection: Rejection, differs: Callable[[Rejection, Rejection], bool]) -> bool:
    """Return whether a repeat differs from what was published last, and has not come before."""
    latest = notice.latest_decision
    return latest is not None and differs(latest, rejection) and not was_seen(notice, rejection)


def _review_reason(notice: Notice, rejection: Rejection) -> str | None:
    """Return why a person must look at a repeat: it corrects what was told, and they don't know of it yet."""
    if notice.state is State.HELD or notice.refuses_email or rejection.candidate.can_email is False:
        return None
    is_news = _is_news(notice, rejection, corrects_what_was_told)
    # A notice that was not sent to an address that had bounced may go to the corrected one.
    is_free = notice.review_reason in {None, UNDELIVERABLE, COMPLAINED, OBJECTED}
    return CHANGED if is_news and is_free else None


def _correct(notice: Notice, rejection: Rejection, *, ports: DecidePorts) -> NoticeOutcome | Sendable:
    """Correct what is held. Its slot stays, and so does its review."""
    # Registered first under the new keys, so that a hire or an erasure under them finds the application.
    if closing := _closing(notice, rejection, ports=ports):
        end_corrected(notice, rejection, closing, None, ports=ports)
        return NoticeOutcome.REVOKED
    corrected = ports.ledger.correct(notice, rejection, ports.now())
    if corrected is None:
        raise Conflict
    return resume(corrected, ports=ports)


def _closing(notice: Notice, rejection: Rejection, *, ports: DecidePorts) -> Closing | None:
    """Return what closes the person under the keys of a repeat, if they are closed.

    A repeat may name the person by another id or address. It is registered there before it is kept, so that an erasure
    under that id finds the application.
    """
    employer = ports.employer(notice.source)
    keys = person_keys(employer, notice.source, rejection)
    if notice.decision and keys == person_keys(employer, notice.source, notice.decision):
        return None
    application = Application(notice.source, notice.application_id)
    registered = ports.people.register(dict.fromkeys(keys, frozenset({application})), ports.now())
    closing = find_closing(registered, application, rejection, ledger=ports.ledger, people=ports.people)
    # What is unclear is looked at once more right before it is sent.
    return closing if closing and closing.reach is Reach.CLOSED else None


def _merged_repeat(notice: Notice, rejection: Rejection) -> Rejection | None:
    """Return the latest repeat, should it open the next cycle. An objection to email in any repeat is kept."""
    is_latest = supersedes(notice, rejection) or _is_news(notice, rejection, corrects_what_was_told)
    latest = rejection if is_latest else notice.later_decision
    repeats = filter(None, (rejection, notice.later_decision))
    if not any(repeat.candidate.can_email is False for repeat in repeats):
        return latest
    # An objection in an older repeat is kept with the newest content. What is held is suppressed at once instead.
    kept = latest or (notice.decision if notice.state is not State.HELD else None)
    return kept.without_email() if kept else None
