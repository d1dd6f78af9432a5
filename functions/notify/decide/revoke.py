"""Revocation of what was decided about one application, in whatever order the events come."""

from functions.domain.errors import Conflict
from functions.domain.notices.notice import Entry, Notice
from functions.domain.notices.reference import Application
from functions.domain.notices.revocation import Revocation
from functions.domain.notices.sendable import Sendable
from functions.domain.notices.states import State
from functions.domain.notices.told import is_untold, needs_correction
from functions.notify.decide.register import Prefetched
from functions.notify.decide.reject import reject
from functions.notify.outcome import NoticeOutcome
from functions.notify.ports import DecidePorts


def revoke(
    application: Application, revocation: Revocation, prefetched: Prefetched, *, ports: DecidePorts
) -> NoticeOutcome | Sendable:
    """End the cycle that is open. Return a Sendable where a later rejection opens the next. Raises Transient."""
    ref, now, is_untrue = application.first, ports.now(), False
    while True:
        notice = prefetched.notice(ref, ledger=ports.ledger)
        if notice is None:
            # The rejection may arrive later: it then finds this tombstone.
            closed = Notice(
                ref,
                State.RESCINDED,
                application.source,
                application.id,
                rescinded_at=revocation.until,
                requires_correction=revocation.requires_correction,
            )
            tombstone = closed.entered(Entry(now, State.RESCINDED, f"{revocation.cause} before its rejection arrived"))
            # A worker with the rejection may open its notice first: open() then returns it, and it is closed below.
            notice = ports.ledger.open(tombstone, now)
        if notice is None:
            return NoticeOutcome.REVOKED_TOO_LATE if is_untrue else NoticeOutcome.REVOCATION_REMEMBERED
        if notice.rescinded_at is None:
            return _close(notice, revocation, ports=ports)
        is_untrue |= _correct(notice, revocation, ports=ports)
        if revocation.until <= notice.rescinded_at:
            if revocation.until < notice.rescinded_at:
                # It counts again where an operator reopens what has closed the cycle.
                ports.ledger.keep_other_end(ref, revocation)
            # The worker that closed this cycle may have died before it opened the next.
            ignored = NoticeOutcome.REVOKED_TOO_LATE if is_untrue else NoticeOutcome.REVOCATION_IGNORED
            return _reopen(notice, ports=ports) or ignored
        ref = ref.next()


def _correct(closed: Notice, revocation: Revocation, *, ports: DecidePorts) -> bool:
    """Ask for the correction of what something else has closed: being told was no mistake until now.

    Return whether somebody must speak to the candidate.
    """
    is_known = closed.requires_correction or not revocation.requires_correction
    if is_known or closed.is_newer_than(revocation.until):
        return False
    if ports.ledger.require_correction(closed, revocation.cause, ports.now()) is None:
        raise Conflict
    return needs_correction(closed, revocation)


def _close(notice: Notice, revocation: Revocation, *, ports: DecidePorts) -> NoticeOutcome | Sendable:
    may_close = revocation.closes_sent or is_untold(notice)
    if notice.is_newer_than(revocation.until) or not may_close:
        return NoticeOutcome.REVOCATION_IGNORED
    now = ports.now()
    if notice.state is State.HELD:
        closed, outcome = ports.ledger.rescind(notice.ref, revocation, now), NoticeOutcome.REVOKED
    else:
        closed = ports.ledger.close(notice.ref, revocation, now, notice.state)
        outcome = NoticeOutcome.REVOCATION_IGNORED
    if closed is None:
        raise Conflict
    if needs_correction(closed, revocation):
        outcome = NoticeOutcome.REVOKED_TOO_LATE
    return _reopen(closed, ports=ports) or outcome


def _reopen(closed: Notice, *, ports: DecidePorts) -> NoticeOutcome | Sendable | None:
    """Open the next cycle if the repeat was decided after the revocation: it is a new rejection."""
    later = closed.latest_decision
    if later is None or closed.rescinded_at is None or later.decided_at <= closed.rescinded_at:
        return None
    return reject(closed.source, later, Prefetched(), ports=ports)
