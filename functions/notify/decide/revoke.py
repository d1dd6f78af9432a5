"""Takes back what was decided about one application, in whatever order the events come."""

from functions.delivery.claims import changed
from functions.delivery.outcome import Outcome, Ready
from functions.domain.notices.application import Application
from functions.domain.notices.notice import Entry, Notice
from functions.domain.notices.review import needs_correction
from functions.domain.notices.revocation import Revocation
from functions.domain.notices.states import State
from functions.notify.decide.register import Known
from functions.notify.decide.reject import look, reject
from functions.notify.ports import Ports

# Not told, or nobody knows: these may still go out.
_MAY_STILL_GO = frozenset({State.HELD, State.CLAIMED, State.UNKNOWN, State.REFUSED})


def take_back(application: Application, back: Revocation, known: Known, *, ports: Ports) -> Outcome | Ready:
    """Ends the cycle that stands; Ready where a later rejection thereby opens the next. Raises Transient."""
    ref, now = application.first, ports.now()
    while True:
        nothing = Notice(ref, State.RESCINDED, application.source, application.id, rescinded_at=back.until)
        tombstone = nothing.entered(Entry(now, State.RESCINDED, f"{back.cause} before it was decided"))
        found = look(ref, known, ports=ports) or ports.ledger.open(tombstone, now)
        if found is None:
            return Outcome.REMEMBERED
        if found.rescinded_at is None:
            return _close(found, back, ports=ports)
        if back.until <= found.rescinded_at:
            return _reopen(found, ports=ports) or Outcome.NOTHING_TO_DO
        ref = ref.next()


def _close(notice: Notice, back: Revocation, *, ports: Ports) -> Outcome | Ready:
    if notice.outlives(back.until) or not (back.closes_sent or notice.state in _MAY_STILL_GO):
        return Outcome.NOTHING_TO_DO
    now = ports.now()
    if notice.state is State.HELD:
        closed, outcome = ports.ledger.take_back(notice.ref, back, now), Outcome.TAKEN_BACK
    else:
        closed = ports.ledger.close(notice.ref, back, now, notice.state)
        outcome = Outcome.TOO_LATE if needs_correction(notice.state, back) else Outcome.NOTHING_TO_DO
    if closed is None:
        raise changed()
    return _reopen(closed, ports=ports) or outcome


def _reopen(closed: Notice, *, ports: Ports) -> Outcome | Ready | None:
    """A repeat that was decided after the taking back was no repeat: it opens the next cycle."""
    later = closed.later_decision
    if later is None or closed.rescinded_at is None or later.decided_at <= closed.rescinded_at:
        return None
    return reject(closed.source, later, Known(), ports=ports)
