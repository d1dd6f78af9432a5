"""What concerns a person and not one application: they were hired, or what is known of them was erased.

The person is closed first, then what is held for them is taken back: who opens a notice meanwhile is found here, or
finds them closed.
"""

from functions.delivery.claims import changed
from functions.delivery.outcome import Outcome, Ready
from functions.domain.decisions.events import CandidateErased, CandidateHired
from functions.domain.notices.application import Application
from functions.domain.notices.person import candidate_key
from functions.domain.notices.revocation import Revocation
from functions.notify.decide.register import Known
from functions.notify.decide.reject import put_off
from functions.notify.decide.revoke import take_back
from functions.notify.ports import Ports


def hire(event: CandidateHired, own: Application, known: Known, *, ports: Ports) -> Outcome | Ready:
    """Nobody who was hired, or has an offer, hears a "no" about another application. Raises Transient."""
    elsewhere = Revocation.hired_elsewhere(event)
    person = ports.people.close(candidate_key(event.source, event.data.candidate.id), elsewhere, ports.now())
    for application in sorted(person.applications - {own}):
        _take_back_silently(application, elsewhere, ports=ports)
    return take_back(own, Revocation.hired(event), known, ports=ports)


def erase(event: CandidateErased, *, ports: Ports) -> Outcome:
    """The proof stays, and nothing that leads to the person. Raises Transient."""
    back = Revocation.erased(event)
    person = ports.people.close(candidate_key(event.source, event.data.candidate.id), back, ports.now())
    for application in sorted(person.applications):
        _take_back_silently(application, back, ports=ports)
        _erase(application, event, ports=ports)
    return Outcome.ERASED


def _take_back_silently(application: Application, back: Revocation, *, ports: Ports) -> None:
    """What thereby opens its next cycle is left to its schedule: one message sends one notice."""
    result = take_back(application, back, Known(), ports=ports)
    if isinstance(result, Ready):
        put_off(result, ports=ports)


def _erase(application: Application, event: CandidateErased, *, ports: Ports) -> None:
    """In every cycle of what was decided up to then."""
    ref = application.first
    while notice := ports.ledger.get(ref):
        decision = notice.decision
        if decision and decision.decided_at <= event.data.erased_at and ports.ledger.erase(notice, ports.now()) is None:
            raise changed()
        ref = ref.next()
