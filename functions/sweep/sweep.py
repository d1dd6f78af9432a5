"""Sweep of the notices that nothing has settled: each is enqueued again, or escalated to a person."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime

from functions.domain.notices.notice import Notice
from functions.domain.notices.reference import NoticeRef
from functions.domain.notices.review import LATE, SETTLE_WITHIN, Reviewer
from functions.domain.notices.states import State
from functions.sweep.outcome import SweepOutcome
from functions.sweep.ports import Ports

_NO_EVENT = "no event from SES within an hour"


def sweep(
    deadline: datetime,
    *,
    ports: Ports,
    isolated: Callable[[NoticeRef], AbstractContextManager[object]] = nullcontext,
) -> Iterator[tuple[Notice, SweepOutcome]]:
    """Settle every notice whose time has come, each `isolated`. The next sweep finds what is left at the deadline."""
    for entry in ports.reviews.pending(Reviewer.SWEEP, ports.now()):
        if ports.now() > deadline:
            return
        with isolated(entry.ref):
            notice = ports.ledger.get(entry.ref)
            if notice:
                yield notice, settle(notice, ports=ports)


def count_reviews(*, ports: Ports) -> int:
    """Return how many notices wait for a person's review."""
    return sum(1 for _ in ports.reviews.pending(Reviewer.PERSON, ports.now()))


def count_overdue(*, ports: Ports) -> int:
    """Return how many notices and letters were due more than an hour ago, and are still held."""
    now = ports.now()
    # The sweep looks at each within an hour, so an entry of the next hour may be overdue as well.
    entries = ports.reviews.pending(Reviewer.SWEEP, now + SETTLE_WITHIN)
    held = ports.ledger.get_many(entry.ref for entry in entries if entry.state is State.HELD)
    return sum(1 for notice in held.values() if _is_overdue(notice, now))


def settle(notice: Notice, *, ports: Ports) -> SweepOutcome:
    """Do what a notice needs that is past its time. Raises Transient."""
    # The index may be a moment behind: what was settled meanwhile is left alone.
    match notice.state:
        case State.HELD:
            return _enqueue_again(notice, ports=ports)
        case State.CLAIMED | State.UNKNOWN:
            return _resolve_doubt(notice, ports=ports)
        case _:
            return SweepOutcome.IGNORED


def _enqueue_again(notice: Notice, *, ports: Ports) -> SweepOutcome:
    """Enqueue a notice whose schedule or message got lost, or a letter that has no schedule.

    Enqueue first, note it after: a sweep that dies in between enqueues it twice, which is harmless, and never not at
    all.
    """
    now = ports.now()
    if notice.review_reason or (notice.due_at and notice.due_at > now):
        return SweepOutcome.IGNORED
    if notice.latest_at and notice.latest_at < now and not notice.rescinded_at:
        # Here and not only in notify: nobody may be left untold in silence, even if nothing consumes DueNotices.
        return SweepOutcome.LATE if ports.ledger.require_review(notice.ref, now, LATE) else SweepOutcome.IGNORED
    ports.enqueue(notice.ref)
    is_on_time = notice.letter is not None and not _is_overdue(notice, now)
    cause = "due, enqueued" if is_on_time else "past due, enqueued again"
    ports.reviews.recheck_at(notice, now, now + SETTLE_WITHIN, cause)
    return SweepOutcome.HANDED_OVER if is_on_time else SweepOutcome.REQUEUED


def _is_overdue(notice: Notice, now: datetime) -> bool:
    is_waiting = notice.state is State.HELD and not notice.review_reason
    return is_waiting and notice.due_at is not None and notice.due_at + SETTLE_WITHIN <= now


def _resolve_doubt(notice: Notice, *, ports: Ports) -> SweepOutcome:
    now = ports.now()
    if notice.claim and now < notice.claim.at + SETTLE_WITHIN:
        return SweepOutcome.IGNORED
    if ports.retry_in_doubt and ports.reviews.reopen(notice, now, f"{_NO_EVENT}: sent once more", once=True):
        ports.enqueue(notice.ref)
        return SweepOutcome.RESENT
    return SweepOutcome.ESCALATED if ports.reviews.escalate(notice, now, _NO_EVENT) else SweepOutcome.IGNORED
