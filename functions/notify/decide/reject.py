"""Decisions about a rejection: it belongs to the first cycle that was not closed at or after its `decided_at`."""

from datetime import datetime

from functions.domain.decisions.rejection import Rejection
from functions.domain.errors import Conflict
from functions.domain.notices.notice import Application, Entry, Notice, NoticeRef, Sendable
from functions.domain.notices.person import person_keys
from functions.domain.notices.review import STALE
from functions.domain.notices.states import State
from functions.notify.decide.due import resume, schedule
from functions.notify.decide.register import Prefetched, Registration, register
from functions.notify.outcome import NoticeOutcome
from functions.notify.ports import DecidePorts
from functions.notify.require_review import require_review

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
            return _apply_repeat(notice, rejection, ports=ports)
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
    for person in registration.people.values():
        if person.closed_until and person.closes(rejection.decided_at):
            # The hire or the erasure came first: it closed the person before this worker registered the application.
            return _open_rescinded(ref, application, person.closed_until, person.cause, ports=ports)
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
    )
    if rejection.candidate.can_email is False:
        suppressed = notice.entered(Entry(now, State.SUPPRESSED, "can_email is false"))
        return ports.ledger.open(suppressed, now) or NoticeOutcome.SUPPRESSED
    return _hold_or_send(notice, rejection, registration, now, ports=ports)


def _open_rescinded(
    ref: NoticeRef, application: Application, until: datetime, cause: str, *, ports: DecidePorts
) -> NoticeOutcome | Notice:
    """Keep, for a person who was hired or erased, only that there was a decision."""
    closed = Notice(ref, State.RESCINDED, application.source, application.id, rescinded_at=until)
    tombstone = closed.entered(Entry(ports.now(), State.RESCINDED, f"{cause} before its rejection arrived"))
    return ports.ledger.open(tombstone, ports.now()) or NoticeOutcome.ALREADY_REVOKED


def _hold_or_send(
    notice: Notice, rejection: Rejection, registration: Registration, now: datetime, *, ports: DecidePorts
) -> NoticeOutcome | Sendable | Notice:
    is_stale = ports.planner(notice.source).is_stale(rejection, now)
    reason = STALE if is_stale else registration.brake_reason
    if reason:
        return require_review(Sendable(notice, is_new=True), reason, now, ledger=ports.ledger)
    if notice.due_at and notice.due_at <= now:
        # Not written yet: the claim opens it, and that one write decides between two workers.
        return Sendable(notice, is_new=True)
    held = notice.entered(Entry(now, State.HELD, "decided"))
    # If another worker has opened it first, the caller gets that notice, and this rejection is a repeat of it.
    return ports.ledger.open(held, now) or schedule(held, ports=ports)


def _apply_repeat(notice: Notice, rejection: Rejection, *, ports: DecidePorts) -> NoticeOutcome | Sendable:
    now, seen, later = ports.now(), notice.later_decision, _merged_repeat(notice, rejection)
    if later and later != seen:
        if _is_closed_elsewhere(notice, rejection, ports=ports):
            return NoticeOutcome.ALREADY_REVOKED
        if not ports.ledger.remember_repeat(notice.ref, later, now, notice.state, seen):
            raise Conflict
    # Also where the repeat is older: a person who wants no email gets none, in whatever order the messages come.
    if notice.state is State.HELD and rejection.candidate.can_email is False:
        if not ports.ledger.suppress(notice.ref, now, "can_email is false"):
            raise Conflict
        return NoticeOutcome.SUPPRESSED
    return resume(notice, ports=ports)


def _is_closed_elsewhere(notice: Notice, repeat: Rejection, *, ports: DecidePorts) -> bool:
    """Return whether the person is closed under the keys of a repeat.

    A repeat may name the person by another id or address. It is registered there before it is kept, so that an erasure
    under that id finds the application.
    """
    employer = ports.employer(notice.source)
    keys = person_keys(employer, notice.source, repeat)
    if notice.decision and keys == person_keys(employer, notice.source, notice.decision):
        return False
    application = frozenset({Application(notice.source, notice.application_id)})
    people = ports.people.register(dict.fromkeys(keys, application), ports.now())
    return any(person.closes(repeat.decided_at) for person in people.values())


def _merged_repeat(notice: Notice, rejection: Rejection) -> Rejection | None:
    """Return the latest repeat, should it open the next cycle. An objection to email in any repeat is kept."""
    latest = rejection if notice.superseded_by(rejection) else notice.later_decision
    repeats = filter(None, (rejection, notice.later_decision))
    refuses_email = any(repeat.candidate.can_email is False for repeat in repeats)
    return latest.without_email() if latest and refuses_email else latest
