"""What becomes of a decision and of a due notice: an outcome, or a notice that is ready to be sent.

The ledger is the only truth: a message is a hint to look at it, and may come twice, late or out of order. So cycles
are found by walking them: a rejection belongs to the first cycle that was not closed at or after it.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import assert_never

from functions.domain.decision import DecisionEvent, Rejected, Rejection, RejectionRescinded
from functions.domain.errors import Permanent, Transient
from functions.domain.notice import NEVER_SENT, Entry, Notice, NoticeRef, State
from functions.notify.claiming import changed
from functions.notify.outcome import Outcome, Ready
from functions.notify.ports import Ports
from functions.notify.sending import look_at_claim, take_back

# What the ledger said a moment ago, None where it had nothing; each write has its condition, should that have changed.
type Known = Mapping[NoticeRef, Notice | None]

_CLOCK_SKEW = timedelta(days=1)
# The least that the ledger keeps its proof: beyond it, nobody could say that a person was not told already.
_MEMORY = timedelta(days=365)
# A notice that a worker had claimed when it was rescinded may have been left so.
_UNFINISHED = frozenset({State.HELD, State.CLAIMED})
_NOTHING: Known = {}


def decide(event: DecisionEvent, known: Known, *, ports: Ports) -> Outcome | Ready:
    """Acts on a decision event. Raises Permanent or Transient."""
    match event:
        case Rejected():
            _check_moment("decided_at", event.data.decided_at, ports=ports)
            return _reject(event.source, event.data, known, ports=ports)
        case RejectionRescinded():
            _check_moment("rescinded_at", event.data.rescinded_at, ports=ports)
            return _rescind(event.source, event.data.application_id, event.data.rescinded_at, known, ports=ports)
        case _:
            assert_never(event)


def look_at_due(ref: NoticeRef, known: Known, *, ports: Ports) -> Outcome | Ready:
    """Acts on a hint that a notice is due. Raises Transient where it is too early."""
    notice = _look(ref, known, ports=ports)
    if notice is None:
        raise Permanent("unknown_notice", "no such notice in the ledger")
    # Not scheduled again: the schedule that just fired may still have its name.
    if notice.state is State.HELD and notice.due_at and notice.due_at > (now := ports.now()):
        raise Transient("not due yet", after=notice.due_at - now)
    return _resume(notice, ports=ports)


def _look(ref: NoticeRef, known: Known, *, ports: Ports) -> Notice | None:
    return known[ref] if ref in known else ports.ledger.get(ref)


def _reject(source: str, rejection: Rejection, known: Known, *, ports: Ports) -> Outcome | Ready:
    ref = NoticeRef.of(source, rejection.application_id)
    while True:
        found = _look(ref, known, ports=ports) or _begin(ref, source, rejection, ports=ports)
        if not isinstance(found, Notice):
            return found
        if found.rescinded_at is None:
            return _repeat(found, rejection, ports=ports)
        if rejection.decided_at <= found.rescinded_at:
            return _resume(found, ports=ports) if found.state in _UNFINISHED else Outcome.ALREADY_RESCINDED
        ref = ref.next()


def _begin(ref: NoticeRef, source: str, rejection: Rejection, *, ports: Ports) -> Outcome | Ready | Notice:
    """Opens a cycle with this rejection's notice; or the notice that somebody else has opened it with meanwhile."""
    now = ports.now()
    due_at = ports.due_at(rejection, now)
    notice = Notice(ref, State.HELD, source, rejection.application_id, due_at=due_at, decision=rejection)
    if rejection.candidate.can_email is False:
        suppressed = notice.entered(Entry(now, State.SUPPRESSED, "can_email is false"))
        return ports.ledger.open(suppressed, now) or Outcome.SUPPRESSED
    if due_at <= now:
        return Ready(notice, rejection, is_new=True)
    held = notice.entered(Entry(now, State.HELD, "decided"))
    return ports.ledger.open(held, now) or _hold(held, ports=ports)


def _repeat(notice: Notice, rejection: Rejection, *, ports: Ports) -> Outcome | Ready:
    now, seen, later = ports.now(), notice.later_decision, _to_remember(notice, rejection)
    if later and later != seen and not ports.ledger.note_later(notice.ref, later, now, notice.state, seen):
        raise changed()
    if notice.state is State.HELD and rejection.candidate.can_email is False:
        if not ports.ledger.suppress(notice.ref, now, "can_email is false"):
            raise changed()
        return Outcome.SUPPRESSED
    return _resume(notice, ports=ports)


def _to_remember(notice: Notice, rejection: Rejection) -> Rejection | None:
    """The latest repeat, should it open the next cycle; who objected to e-mail in any repeat still does."""
    latest = rejection if notice.superseded_by(rejection) else notice.later_decision
    repeats = filter(None, (rejection, notice.later_decision))
    objects = any(repeat.candidate.can_email is False for repeat in repeats)
    return latest.without_email() if latest and objects else latest


def _resume(notice: Notice, *, ports: Ports) -> Outcome | Ready:
    if notice.state is State.HELD and notice.rescinded_at:
        return take_back(notice, notice.rescinded_at, ports=ports)
    if notice.state is State.HELD and notice.decision:
        return _ready_or_wait(notice, notice.decision, ports=ports)
    if notice.state is State.CLAIMED and notice.claim:
        return look_at_claim(notice.ref, notice.claim, ports=ports)
    return Outcome.ALREADY_SETTLED


def _ready_or_wait(notice: Notice, decision: Rejection, *, ports: Ports) -> Outcome | Ready:
    now = ports.now()
    if notice.due_at and notice.due_at > now:
        return _hold(notice, ports=ports)
    # After an outage or a throttled send it may be night by now.
    opens_at = ports.due_at(decision, now)
    if opens_at > now:
        raise Transient("outside the window", after=opens_at - now)
    return Ready(notice, decision, is_new=False)


def _hold(notice: Notice, *, ports: Ports) -> Outcome:
    # Also for a repeat: the worker that opened the notice may have crashed before it made the schedule.
    if notice.due_at:
        ports.scheduler.schedule(notice.ref, notice.due_at)
    return Outcome.HELD


def _rescind(
    source: str, application_id: str, rescinded_at: datetime, known: Known, *, ports: Ports
) -> Outcome | Ready:
    ref, now = NoticeRef.of(source, application_id), ports.now()
    while True:
        nothing = Notice(ref, State.RESCINDED, source, application_id, rescinded_at=rescinded_at)
        tombstone = nothing.entered(Entry(now, State.RESCINDED, "rescinded before it was decided"))
        found = _look(ref, known, ports=ports) or ports.ledger.open(tombstone, now)
        if found is None:
            return Outcome.REMEMBERED
        if found.rescinded_at is None:
            return _close(found, rescinded_at, ports=ports)
        if rescinded_at <= found.rescinded_at:
            return _reopen(found, ports=ports) or Outcome.NOTHING_TO_DO
        ref = ref.next()


def _close(notice: Notice, rescinded_at: datetime, *, ports: Ports) -> Outcome | Ready:
    if notice.outlives(rescinded_at):
        return Outcome.NOTHING_TO_DO
    now = ports.now()
    if notice.state is State.HELD:
        closed, outcome = ports.ledger.take_back(notice.ref, rescinded_at, now), Outcome.TAKEN_BACK
    else:
        closed = ports.ledger.close(notice.ref, rescinded_at, now, notice.state)
        outcome = Outcome.NOTHING_TO_DO if notice.state in NEVER_SENT else Outcome.TOO_LATE
    if closed is None:
        raise changed()
    return _reopen(closed, ports=ports) or outcome


def _reopen(closed: Notice, *, ports: Ports) -> Outcome | Ready | None:
    """A repeat that was decided after the rescinding was no repeat: it opens the next cycle."""
    later = closed.later_decision
    if later is None or closed.rescinded_at is None or later.decided_at <= closed.rescinded_at:
        return None
    return _reject(closed.source, later, _NOTHING, ports=ports)


def _check_moment(field: str, moment: datetime, *, ports: Ports) -> None:
    if moment > ports.now() + _CLOCK_SKEW:
        raise Permanent("in_the_future", f"data.{field}: more than a day in the future")
    if moment < ports.now() - _MEMORY:
        raise Permanent("too_old", f"data.{field}: more than a year ago")
