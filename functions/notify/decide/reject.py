"""Decisions about a rejection: it belongs to the first cycle that was not closed at or after its `decided_at`."""

from datetime import datetime

from functions.domain.decisions.rejection import Rejection
from functions.domain.employers.employers import UNKNOWN_EMPLOYER
from functions.domain.notices.notice import Entry, Notice
from functions.domain.notices.objection import REFUSES_EMAIL
from functions.domain.notices.reach import Reach
from functions.domain.notices.reference import Application, NoticeRef
from functions.domain.notices.review import SHARED_ID, SOURCE, STALE
from functions.domain.notices.sendable import Sendable
from functions.domain.notices.states import State
from functions.notify.decide.due import resume
from functions.notify.decide.postpone import schedule
from functions.notify.decide.register import Prefetched, register
from functions.notify.decide.repeat import repeat
from functions.notify.outcome import NoticeOutcome
from functions.notify.ports import DecidePorts
from functions.notify.require_review import require_review
from functions.notify.shared_ids import find_closing

# A notice that a worker had claimed when it was revoked may have been left so.
_UNFINISHED = frozenset({State.HELD, State.CLAIMED})


def reject(
    source: str, rejection: Rejection, prefetched: Prefetched, *, ports: DecidePorts
) -> NoticeOutcome | Sendable:
    """Act on a rejection. Raises Transient."""
    ref = NoticeRef.of(source, rejection.application_id)
    while True:
        notice = prefetched.notice(ref, ledger=ports.ledger)
        if notice is None:
            opened = _open_cycle(ref, source, rejection, prefetched, ports=ports)
            if not isinstance(opened, Notice):
                return opened
            notice = opened
        if notice.rescinded_at is None:
            return repeat(notice, rejection, ports=ports)
        if rejection.decided_at <= notice.rescinded_at:
            is_unfinished = notice.state in _UNFINISHED
            return resume(notice, ports=ports) if is_unfinished else NoticeOutcome.ALREADY_REVOKED
        ref = ref.next()


def _open_cycle(
    ref: NoticeRef, source: str, rejection: Rejection, prefetched: Prefetched, *, ports: DecidePorts
) -> NoticeOutcome | Sendable | Notice:
    """Open a cycle with this rejection's notice, or return the one with which another worker has opened it."""
    application = Application(source, rejection.application_id)
    registration = prefetched.registrations.get(ref.application)
    if registration is None:
        # The batch registered only rejections without a first cycle: this one opens a later cycle.
        (registration,) = register({application: rejection}, ports=ports).values()
    # A hire or an erasure may have come first: it closed the person before this worker registered the application.
    closing = find_closing(registration.people, application, rejection, ledger=ports.ledger, people=ports.people)
    if closing and closing.reach is Reach.CLOSED:
        return _open_rescinded(ref, application, closing.until, closing.cause, ports=ports)
    now = ports.now()
    slot = ports.planner(source).slot(rejection, now)
    notice = Notice(
        ref,
        State.HELD,
        source,
        rejection.application_id,
        due_at=slot.due_at,
        latest_at=slot.latest_at,
        decision=rejection,
        burst_position=registration.burst_position,
        # Kept, because the source may be another employer's, or nobody's, when the candidate opens the page.
        employer=ports.employer(source),
    )
    if rejection.candidate.can_email is False:
        suppressed = notice.entered(Entry(now, State.SUPPRESSED, REFUSES_EMAIL))
        return ports.ledger.open(suppressed, now) or NoticeOutcome.SUPPRESSED
    return _hold_or_send(notice, rejection, SHARED_ID if closing else registration.brake_reason, now, ports=ports)


def _open_rescinded(
    ref: NoticeRef, application: Application, until: datetime, cause: str, *, ports: DecidePorts
) -> NoticeOutcome | Notice:
    """Keep, for a person who was hired or erased, only that there was a decision."""
    closed = Notice(ref, State.RESCINDED, application.source, application.id, rescinded_at=until)
    tombstone = closed.entered(Entry(ports.now(), State.RESCINDED, f"{cause} before its rejection arrived"))
    return ports.ledger.open(tombstone, ports.now()) or NoticeOutcome.ALREADY_REVOKED


def _hold_or_send(
    notice: Notice, rejection: Rejection, review_reason: str | None, now: datetime, *, ports: DecidePorts
) -> NoticeOutcome | Sendable | Notice:
    is_stale = ports.planner(notice.source).is_stale(rejection, now)
    if ports.employer(notice.source) == UNKNOWN_EMPLOYER:
        review_reason = SOURCE
    elif is_stale and review_reason != SHARED_ID:
        review_reason = STALE
    if reason := review_reason:
        return require_review(Sendable(notice, is_new=True), reason, now, ledger=ports.ledger)
    if notice.due_at and notice.due_at <= now:
        # Not written yet: the claim opens it, and that one write decides between two workers.
        return Sendable(notice, is_new=True)
    held = notice.entered(Entry(now, State.HELD, "decided"))
    # If another worker has opened it first, the caller gets that notice, and this rejection is a repeat of it.
    return ports.ledger.open(held, now) or schedule(held, ports=ports)
