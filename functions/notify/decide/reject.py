"""What becomes of a rejection, and of its notice when it is due.

Cycles are found by walking them: a rejection belongs to the first cycle that was not closed at or after it.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from functions.delivery.claims import changed
from functions.delivery.outcome import Outcome, Ready
from functions.delivery.send import look_at_claim, take_back
from functions.domain.decisions.rejection import Rejection
from functions.domain.errors import Permanent, Transient
from functions.domain.notices.application import Application
from functions.domain.notices.notice import Entry, Notice, NoticeRef
from functions.domain.notices.person import person_keys
from functions.domain.notices.review import LATE, STALE
from functions.domain.notices.states import State
from functions.notify.decide.register import Arrival, Known, New, arrive
from functions.notify.dispatch.check_brake import hold_back
from functions.notify.ports import Ports

# A schedule lies in the future.
_SOON = timedelta(minutes=1)
# A notice that a worker had claimed when it was taken back may have been left so.
_UNFINISHED = frozenset({State.HELD, State.CLAIMED})


def look(ref: NoticeRef, known: Known, *, ports: Ports) -> Notice | None:
    """As it was read a moment ago, or now."""
    return known.notices[ref] if ref in known.notices else ports.ledger.get(ref)


def reject(source: str, rejection: Rejection, known: Known, *, ports: Ports) -> Outcome | Ready:
    """Raises Transient."""
    ref = NoticeRef.of(source, rejection.application_id)
    while True:
        found = look(ref, known, ports=ports) or _begin(ref, source, rejection, known, ports=ports)
        if not isinstance(found, Notice):
            return found
        if found.rescinded_at is None:
            return _repeat(found, rejection, ports=ports)
        if rejection.decided_at <= found.rescinded_at:
            return _resume(found, ports=ports) if found.state in _UNFINISHED else Outcome.ALREADY_RESCINDED
        ref = ref.next()


def look_at_due(ref: NoticeRef, known: Known, *, ports: Ports) -> Outcome | Ready:
    """Acts on a hint that a notice is due. Raises Permanent; Transient where it is too early."""
    notice = look(ref, known, ports=ports)
    if notice is None:
        raise Permanent("unknown_notice", "no such notice in the ledger")
    # Not scheduled again: the schedule that just fired may still have its name.
    if _waits(notice) and notice.due_at and notice.due_at > (now := ports.now()):
        raise Transient("not due yet", after=notice.due_at - now)
    return _resume(notice, ports=ports)


def put_off(ready: Ready, *, ports: Ports) -> Outcome:
    """A notice that is ready, left to a schedule of its own."""
    return wait_for(ready, ports.now() + _SOON, ports=ports)


def wait_for(ready: Ready, until: datetime, *, ports: Ports) -> Outcome:
    """A notice that is ready, and is to go out later. Raises Transient, which waits for one that is held already."""
    now = ports.now()
    if not ready.is_new:
        raise Transient("another answer to this person is due later today", after=until - now)
    # In the ledger, so that it can be found and taken back meanwhile.
    held = replace(ready.notice, due_at=until).entered(Entry(now, State.HELD, "decided"))
    if ports.ledger.open(held, now):
        raise changed()
    return _hold(held, ports=ports)


def _waits(notice: Notice) -> bool:
    return notice.state is State.HELD and not notice.review_reason


def _begin(
    ref: NoticeRef, source: str, rejection: Rejection, known: Known, *, ports: Ports
) -> Outcome | Ready | Notice:
    """Opens a cycle with this rejection's notice; or the notice that somebody else has opened it with meanwhile."""
    now = ports.now()
    arrival = known.arrivals.get(ref.application) or arrive([New(source, rejection)], ports=ports)[0]
    for person in arrival.people.values():
        if person.closed_until and person.closes(rejection.decided_at):
            return _never(ref, Application(source, rejection.application_id), person.closed_until, person.cause, ports)
    slot = ports.planner(source).slot(rejection, now)
    notice = Notice(
        ref,
        State.HELD,
        source,
        rejection.application_id,
        due_at=slot.due_at,
        latest_at=slot.latest_at,
        decision=rejection,
        burst_position=arrival.place,
    )
    if rejection.candidate.can_email is False:
        suppressed = notice.entered(Entry(now, State.SUPPRESSED, "can_email is false"))
        return ports.ledger.open(suppressed, now) or Outcome.SUPPRESSED
    return _hold_or_send(notice, rejection, arrival, now, ports=ports)


def _never(ref: NoticeRef, application: Application, until: datetime, cause: str, ports: Ports) -> Outcome | Notice:
    """The person was hired or erased: only that there was a decision is kept, and nothing of theirs."""
    nothing = Notice(ref, State.RESCINDED, application.source, application.id, rescinded_at=until)
    tombstone = nothing.entered(Entry(ports.now(), State.RESCINDED, f"{cause} before it was decided"))
    return ports.ledger.open(tombstone, ports.now()) or Outcome.ALREADY_RESCINDED


def _hold_or_send(
    notice: Notice, rejection: Rejection, arrival: Arrival, now: datetime, *, ports: Ports
) -> Outcome | Ready | Notice:
    review_reason = STALE if ports.planner(notice.source).is_stale(rejection, now) else arrival.brake_reason
    if review_reason:
        return hold_back(notice, review_reason, is_new=True, ports=ports)
    if notice.due_at and notice.due_at <= now:
        return Ready(notice, rejection, is_new=True)
    held = notice.entered(Entry(now, State.HELD, "decided"))
    return ports.ledger.open(held, now) or _hold(held, ports=ports)


def _repeat(notice: Notice, rejection: Rejection, *, ports: Ports) -> Outcome | Ready:
    now, seen, later = ports.now(), notice.later_decision, _to_remember(notice, rejection)
    if later and later != seen and _is_closed_elsewhere(notice, rejection, ports=ports):
        return Outcome.ALREADY_RESCINDED
    if later and later != seen and not ports.ledger.remember_repeat(notice.ref, later, now, notice.state, seen):
        raise changed()
    if notice.state is State.HELD and rejection.candidate.can_email is False:
        if not ports.ledger.suppress(notice.ref, now, "can_email is false"):
            raise changed()
        return Outcome.SUPPRESSED
    return _resume(notice, ports=ports)


def _is_closed_elsewhere(notice: Notice, repeat: Rejection, *, ports: Ports) -> bool:
    """A repeat may name the person by another id or address: it is entered there, too, before it is kept."""
    employer = ports.employer(notice.source)
    keys = person_keys(employer, notice.source, repeat)
    if notice.decision and keys == person_keys(employer, notice.source, notice.decision):
        return False
    application = frozenset({Application(notice.source, notice.application_id)})
    people = ports.people.register(dict.fromkeys(keys, application), ports.now())
    return any(person.closes(repeat.decided_at) for person in people.values())


def _to_remember(notice: Notice, rejection: Rejection) -> Rejection | None:
    """The latest repeat, should it open the next cycle; who objected to e-mail in any repeat still does."""
    latest = rejection if notice.superseded_by(rejection) else notice.later_decision
    repeats = filter(None, (rejection, notice.later_decision))
    objects = any(repeat.candidate.can_email is False for repeat in repeats)
    return latest.without_email() if latest and objects else latest


def _resume(notice: Notice, *, ports: Ports) -> Outcome | Ready:
    if notice.state is State.HELD and notice.rescinded_at:
        return take_back(notice, notice.rescinded_at, ports=ports)
    if notice.state is State.HELD and notice.review_reason:
        return Outcome.HELD_BACK
    if notice.state is State.HELD and notice.decision:
        return _ready_or_wait(notice, notice.decision, ports=ports)
    if notice.state is State.CLAIMED and notice.claim:
        return look_at_claim(notice.ref, notice.claim, ports=ports)
    return Outcome.ALREADY_SETTLED


def _ready_or_wait(notice: Notice, decision: Rejection, *, ports: Ports) -> Outcome | Ready:
    now = ports.now()
    if notice.due_at and notice.due_at > now:
        return _hold(notice, ports=ports)
    if notice.latest_at and notice.latest_at < now:
        hold_back(notice, LATE, is_new=False, ports=ports)
        return Outcome.HELD_BACK
    # After an outage or a throttled send it may be night by now.
    opens_at = ports.planner(notice.source).opens_at(decision, now)
    if opens_at > now:
        raise Transient("outside the window", after=opens_at - now)
    return Ready(notice, decision, is_new=False)


def _hold(notice: Notice, *, ports: Ports) -> Outcome:
    # Also for a repeat: the worker that opened the notice may have crashed before it made the schedule.
    if notice.due_at:
        ports.scheduler.schedule(notice.ref, notice.due_at)
    return Outcome.HELD
