"""Decisions about a notice that exists: whether it may be sent now, must wait, or is settled."""

from dataclasses import replace
from datetime import datetime, timedelta

from functions.delivery.outcome import SendOutcome
from functions.delivery.recovery import close_rescinded, settle_stale_claim
from functions.domain.decisions.rejection import Rejection
from functions.domain.errors import Conflict, Permanent, Transient
from functions.domain.notices.correction import pending_correction
from functions.domain.notices.notice import Entry, Notice, NoticeRef, Sendable
from functions.domain.notices.review import LATE
from functions.domain.notices.states import State
from functions.notify.decide.register import Prefetched
from functions.notify.outcome import OF_NOTICE, OF_RECEIPT, NoticeOutcome
from functions.notify.ports import DecidePorts
from functions.notify.require_review import require_review

# A schedule must lie in the future.
_MINIMUM_LEAD = timedelta(minutes=1)


def decide_due(ref: NoticeRef, prefetched: Prefetched, *, ports: DecidePorts) -> NoticeOutcome | Sendable:
    """Act on a hint that a notice is due. Raises Permanent; Transient where it is too early."""
    notice = prefetched.notice(ref, ledger=ports.ledger)
    if notice is None:
        raise Permanent("unknown_notice", "no such notice in the ledger")
    is_waiting = notice.state is State.HELD and not notice.review_reason
    # Not scheduled again: the schedule that just fired may still have its name.
    if is_waiting and notice.due_at and notice.due_at > (now := ports.now()):
        raise Transient("not due yet", after=notice.due_at - now)
    return resume(notice, ports=ports)


def resume(notice: Notice, *, ports: DecidePorts) -> NoticeOutcome | Sendable:
    """Go on with a notice from the state in which it is. Raises Transient."""
    if notice.state is State.HELD and notice.rescinded_at:
        # The revocation found a claim and only noted its moment. The claim's worker gave the claim back, and died
        # before it closed the notice.
        return _ended(close_rescinded(notice, notice.rescinded_at, ports=ports.delivery), notice)
    if correction := pending_correction(notice):
        # It found a claim and was only remembered. The claim's worker gave the claim back.
        corrected = ports.ledger.correct(notice, correction, ports.now())
        if corrected is None:
            raise Conflict
        notice = corrected
    if notice.state is State.HELD and notice.review_reason:
        return NoticeOutcome.NEEDS_REVIEW
    if notice.state is State.HELD and notice.receipt:
        return Sendable(notice)
    if notice.state is State.HELD and notice.decision:
        return _send_or_wait(notice, notice.decision, ports=ports)
    if notice.state is State.CLAIMED and notice.claim:
        return _ended(settle_stale_claim(notice.ref, notice.claim, ports=ports.delivery), notice)
    return NoticeOutcome.ALREADY_SETTLED


def schedule(notice: Notice, *, ports: DecidePorts) -> NoticeOutcome:
    """Schedule a notice that is held. Raises Transient."""
    # A repeat schedules it too: the worker that opened the notice may have died before it made the schedule.
    if notice.due_at:
        ports.scheduler.schedule(notice.ref, notice.due_at)
    return NoticeOutcome.HELD


def schedule_soon(sendable: Sendable, *, ports: DecidePorts) -> NoticeOutcome:
    """Leave a notice that may be sent now to a schedule of its own."""
    return postpone(sendable, ports.now() + _MINIMUM_LEAD, ports=ports)


def postpone(sendable: Sendable, until: datetime, *, ports: DecidePorts) -> NoticeOutcome:
    """Hold a new notice until a later moment. Raises Transient for one that is held already: its message waits."""
    now = ports.now()
    if not sendable.is_new:
        raise Transient("another answer to this person is due later today", after=until - now)
    # It goes into the ledger, so that it can be found and rescinded meanwhile.
    held = replace(sendable.notice, due_at=until).entered(Entry(now, State.HELD, "decided"))
    if ports.ledger.open(held, now):
        raise Conflict
    return schedule(held, ports=ports)


def _ended(result: SendOutcome, notice: Notice) -> NoticeOutcome:
    return (OF_RECEIPT if notice.receipt else OF_NOTICE)[result]


def _send_or_wait(notice: Notice, decision: Rejection, *, ports: DecidePorts) -> NoticeOutcome | Sendable:
    now = ports.now()
    if notice.due_at and notice.due_at > now:
        return schedule(notice, ports=ports)
    if notice.latest_at and notice.latest_at < now:
        # An outage has kept it for too long: a person decides whether the candidate is still told.
        require_review(Sendable(notice), LATE, now, ledger=ports.ledger)
        return NoticeOutcome.NEEDS_REVIEW
    # After an outage or a throttled send it may be night by now.
    opens_at = ports.planner(notice.source).opens_at(decision, now)
    if opens_at > now:
        raise Transient("outside the window", after=opens_at - now)
    return Sendable(notice)
