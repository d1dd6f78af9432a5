"""Postponement: what waits longer than a quarter of an hour waits in the ledger, with a schedule of its own.

A message that waits on its queue takes one of the places that SQS has for messages in flight, and is lost after ten
receives. So its notice is given a due moment, and the message is let go.

The ledger is written first, and the schedule is made after. A worker that dies in between leaves its message, which
finds the moment and makes the schedule. If the message is lost as well, the sweep finds the notice an hour after that
moment. A schedule that was made first would keep its moment and its name, though the ledger may get a later moment.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from functions.delivery.outcome import SendResult
from functions.domain.errors import CircuitOpen, Conflict, NoSendSlot, Stopped, Transient
from functions.domain.notices.notice import Entry, Notice
from functions.domain.notices.reference import NoticeRef
from functions.domain.notices.review import LATE
from functions.domain.notices.sendable import Sendable
from functions.domain.notices.states import State
from functions.notify.outcome import NoticeOutcome, Result
from functions.notify.ports import DecidePorts
from functions.notify.require_review import require_review
from functions.runtime import metrics
from functions.runtime.gather import capture, gather_concurrently
from functions.runtime.observability import count, logger

# A schedule must lie in the future.
_MINIMUM_LEAD = timedelta(minutes=1)
# For so short a time, a message may wait on its queue.
_MAX_WAIT_ON_QUEUE = timedelta(minutes=15)
# A spent quota or a paused account takes hours: half an hour, one, two, then four each time.
_STOPPED_BASE_DELAY, _STOPPED_MULTIPLIER, _STOPPED_MAX_STEPS = timedelta(minutes=30), 2, 3
# A provider that accepted none of the last attempts may be back in minutes, and so may a send slot.
_SHORT_DELAY = timedelta(minutes=20)


def schedule(notice: Notice, *, ports: DecidePorts) -> NoticeOutcome:
    """Schedule a notice that is held. Raises Transient."""
    # A repeat schedules it too: the worker that opened the notice may have died before it made the schedule.
    if notice.due_at:
        ports.scheduler.schedule(notice.ref, notice.due_at, notice.postponements)
    return NoticeOutcome.HELD


def schedule_soon(sendable: Sendable, *, ports: DecidePorts) -> NoticeOutcome:
    """Leave a notice that may be sent now to a schedule of its own."""
    return postpone(sendable, ports.now() + _MINIMUM_LEAD, "another message sends it", ports=ports)


def leave_to_schedule(notice: Notice, due_at: datetime, *, ports: DecidePorts) -> NoticeOutcome:
    """Let go of a hint that came too early. Raises Transient where the notice is due soon: the hint waits for it."""
    # A schedule with this name can't have fired: the due moment and the name change in one write. Close to that
    # moment it might, by another clock than ours, and be taken for one that is still to come.
    _wait_on_queue_if_near(due_at, "not due yet", ports.now())
    schedule(notice, ports=ports)
    return NoticeOutcome.POSTPONED


def postpone(sendable: Sendable, until: datetime, reason: str, *, ports: DecidePorts) -> NoticeOutcome:
    """Hold a notice until a later moment. Raises Transient; one that is held already waits on its queue if it is short.

    A notice that could not go out then, because it would be too late for it, is held for a person's review now.
    """
    now, notice = ports.now(), sendable.notice
    if not sendable.is_new:
        _wait_on_queue_if_near(until, reason, now)
    if notice.latest_at and notice.latest_at < until:
        return _require_review(sendable, now, ports=ports)
    if sendable.is_new:
        # It goes into the ledger, so that it can be found and rescinded meanwhile.
        held = replace(notice, due_at=until).entered(Entry(now, State.HELD, "decided"))
        if ports.ledger.open(held, now):
            raise Conflict
        return schedule(held, ports=ports)
    postponed = ports.ledger.postpone(notice, until, now, f"postponed: {reason}")
    if postponed is None:
        raise Conflict
    schedule(postponed, ports=ports)
    return NoticeOutcome.POSTPONED


def postpone_stopped(
    sendables: Sequence[Sendable], sent: Mapping[NoticeRef, SendResult], *, ports: DecidePorts
) -> dict[NoticeRef, Result]:
    """Postpone what was not sent because the provider accepts no email of ours, or others had all the send slots.

    Return the new results. Where it may be over in minutes, a message waits on its queue first, for a quarter of an
    hour after it was due.
    """
    reasons = {ref: result for ref, result in sent.items() if isinstance(result, Stopped | NoSendSlot)}
    if not reasons:
        return {}
    # Some were claimed before the provider stopped us and are held again; others are new, and were never claimed.
    new = {item.ref: item for item in sendables if item.is_new and item.ref in reasons}
    known = capture(ports.ledger.get_many, reasons)
    if isinstance(known, Exception):
        return dict.fromkeys(reasons, known)
    stopped, now = new | {ref: Sendable(notice) for ref, notice in known.items()}, ports.now()
    items = [item for ref, item in stopped.items() if not _is_over_in_minutes(reasons[ref], item.notice, now)]
    if not items:
        return {}
    if by_provider := [reasons[item.ref] for item in items if isinstance(reasons[item.ref], Stopped)]:
        count(metrics.SENDING_STOPPED, len(by_provider))
        logger.warning("sending stopped", extra={"reason": str(by_provider[0]), "postponed": len(by_provider)})
    act = partial(_postpone_stopped, reasons=reasons, ports=ports)
    results = gather_concurrently(ports.delivery.executor, act, items)
    return {item.ref: result for item, result in zip(items, results, strict=True)}


def _postpone_stopped(
    item: Sendable, reasons: Mapping[NoticeRef, Stopped | NoSendSlot], *, ports: DecidePorts
) -> NoticeOutcome:
    now, notice = ports.now(), item.notice
    # A schedule has whole seconds.
    until = (now + _stopped_delay(reasons[item.ref], notice)).replace(microsecond=0)
    if notice.decision:
        until = ports.planner(notice.source).opens_at(notice.decision, now, until)
    reason = reasons[item.ref]
    cause = f"sending is stopped, {reason}" if isinstance(reason, Stopped) else str(reason)
    return postpone(item, until, cause, ports=ports)


def _is_over_in_minutes(reason: Stopped | NoSendSlot, notice: Notice, now: datetime) -> bool:
    # Each message about it is received a few times, and then its notice is scheduled again.
    is_short = notice.due_at is not None and now < notice.due_at + _MAX_WAIT_ON_QUEUE
    return isinstance(reason, CircuitOpen | NoSendSlot) and is_short


def _stopped_delay(reason: Stopped | NoSendSlot, notice: Notice) -> timedelta:
    if isinstance(reason, CircuitOpen | NoSendSlot):
        return _SHORT_DELAY
    doubled: int = _STOPPED_MULTIPLIER ** min(notice.postponements, _STOPPED_MAX_STEPS)
    return _STOPPED_BASE_DELAY * doubled


def _wait_on_queue_if_near(until: datetime, reason: str, now: datetime) -> None:
    if until - now <= _MAX_WAIT_ON_QUEUE:
        raise Transient(reason, after=until - now)


def _require_review(sendable: Sendable, now: datetime, *, ports: DecidePorts) -> NoticeOutcome:
    outcome = require_review(sendable, LATE, now, ledger=ports.ledger)
    if not isinstance(outcome, NoticeOutcome):
        raise Conflict
    return outcome
