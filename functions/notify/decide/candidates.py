"""Decisions about a person and not one application: they were hired, or what is known of them was erased.

The person is closed first, then what is held for them is revoked. A worker that opens a notice in between has
registered its application before, so it is found here; or it registers later, and sees that the person is closed.
"""

from functions.domain.decisions.events import CandidateErased, CandidateHired
from functions.domain.errors import Conflict
from functions.domain.notices.notice import Application, Sendable
from functions.domain.notices.person import candidate_key
from functions.domain.notices.revocation import Revocation
from functions.notify.decide.postpone import schedule_soon
from functions.notify.decide.register import Prefetched
from functions.notify.decide.revoke import revoke
from functions.notify.outcome import NoticeOutcome
from functions.notify.ports import DecidePorts


def hire(
    event: CandidateHired, own: Application, prefetched: Prefetched, *, ports: DecidePorts
) -> NoticeOutcome | Sendable:
    """Revoke every rejection of a person who was hired, or has an offer. Raises Transient."""
    elsewhere = Revocation.hired_elsewhere(event)
    person = ports.people.close(candidate_key(event.source, event.data.candidate.id), elsewhere, ports.now())
    for application in sorted(person.applications - {own}):
        _revoke_silently(application, elsewhere, ports=ports)
    return revoke(own, Revocation.hired(event), prefetched, ports=ports)


def erase(event: CandidateErased, *, ports: DecidePorts) -> NoticeOutcome:
    """Erase everything that leads to the person. The proof stays. Raises Transient."""
    revocation = Revocation.erased(event)
    person = ports.people.close(candidate_key(event.source, event.data.candidate.id), revocation, ports.now())
    for application in sorted(person.applications):
        _revoke_silently(application, revocation, ports=ports)
        _erase(application, event, ports=ports)
    return NoticeOutcome.ERASED


def _revoke_silently(application: Application, revocation: Revocation, *, ports: DecidePorts) -> None:
    """Revoke. If that opens a next cycle, schedule its notice instead of sending it here.

    One message sends one notice.
    """
    result = revoke(application, revocation, Prefetched(), ports=ports)
    if isinstance(result, Sendable):
        schedule_soon(result, ports=ports)


def _erase(application: Application, event: CandidateErased, *, ports: DecidePorts) -> None:
    """Erase, in every cycle, what was decided up to the erasure."""
    ref = application.first
    while notice := ports.ledger.get(ref):
        # erase() refuses a notice that a worker has claimed or marked since we read it: a claim has the address in it.
        decision = notice.decision
        if decision and decision.decided_at <= event.data.erased_at and ports.ledger.erase(notice, ports.now()) is None:
            raise Conflict
        ref = ref.next()
