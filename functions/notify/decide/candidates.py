"""Decisions about a person and not one application: they were hired, or what is known of them was erased.

The person is closed first, then what is held for them is revoked. A worker that opens a notice in between has
registered its application before, so it is found here; or it registers later, and sees that the person is closed.

Where several people stand under the candidate id, only those are revoked whom it is certainly about. What is unclear
waits for a person, so that nobody is silenced in another one's name.
"""

from datetime import datetime

from functions.domain.decisions.events import CandidateErased, CandidateHired
from functions.domain.errors import Conflict, Transient
from functions.domain.notices.notice import Notice
from functions.domain.notices.person import candidate_key
from functions.domain.notices.reach import Reach, was_reviewed
from functions.domain.notices.reference import Application
from functions.domain.notices.review import SHARED_ID
from functions.domain.notices.revocation import Revocation
from functions.domain.notices.sendable import Sendable
from functions.domain.notices.states import State
from functions.notify.decide.erase_pool import erase_profiles, have_profiles
from functions.notify.decide.postpone import schedule_soon
from functions.notify.decide.register import Prefetched
from functions.notify.decide.revoke import revoke
from functions.notify.outcome import NoticeOutcome
from functions.notify.ports import DecidePorts
from functions.notify.shared_ids import KnownPeople, know
from functions.runtime import metrics
from functions.runtime.observability import count, logger


def hire(
    event: CandidateHired, own: Application, prefetched: Prefetched, *, ports: DecidePorts
) -> NoticeOutcome | Sendable:
    """Revoke every rejection of a person who was hired, or has an offer. Raises Transient."""
    hired_for = ports.planner(event.source).hired_for
    elsewhere = Revocation.hired_elsewhere(event, hired_for)
    known = _close(event, own, elsewhere, ports=ports)
    unclear = False
    for application in sorted(known.person.applications - {own}):
        match _reach(application, known):
            case Reach.CLOSED:
                _revoke_silently(application, elsewhere, ports=ports)
            case Reach.UNCLEAR:
                unclear |= _hold_for_review(application, known, event.data.hired_at, elsewhere, ports=ports)
    outcome = revoke(own, Revocation.hired(event, hired_for), prefetched, ports=ports)
    return NoticeOutcome.NEEDS_REVIEW if unclear and isinstance(outcome, NoticeOutcome) else outcome


def erase(event: CandidateErased, *, ports: DecidePorts) -> NoticeOutcome:
    """Erase everything that leads to the person. The proof stays. Raises Transient."""
    revocation = Revocation.erased(event)
    known = _close(event, None, revocation, ports=ports)
    # First, while the ledger knows where they were invited.
    _erase_profiles(known, event, ports=ports)
    unclear = False
    for application in sorted(known.person.applications):
        if _reach(application, known) is Reach.CLOSED:
            _revoke_silently(application, revocation, ports=ports)
        else:
            unclear |= _hold_for_review(application, known, event.data.erased_at, revocation, ports=ports)
        _erase(application, event, ports=ports)
    return NoticeOutcome.NEEDS_REVIEW if unclear else NoticeOutcome.ERASED


def _close(
    event: CandidateHired | CandidateErased, own: Application | None, revocation: Revocation, *, ports: DecidePorts
) -> KnownPeople:
    key = candidate_key(event.source, event.data.candidate.id)
    person = ports.people.close(key, revocation, ports.now(), own)
    return know(key, person, ledger=ports.ledger, people=ports.people)


def _erase_profiles(known: KnownPeople, event: CandidateErased, *, ports: DecidePorts) -> None:
    """Erase in the talent pool whom the event is certainly about; ring where that is not certain of a profile."""
    erased_at, about, unclear = event.data.erased_at, list[Notice](), list[Notice]()
    for notice in known.notices.values():
        if notice.decision and notice.decision.decided_at <= erased_at:
            reach = _reach(Application(notice.source, notice.application_id), known)
            (about if reach is Reach.CLOSED else unclear).append(notice)
    erase_profiles(about, erased_at, ports=ports)
    if have_profiles(unclear, ports=ports):
        logger.warning("erased, under an id that several people have: a profile stays in the pool")
        count(metrics.CANDIDATE_ID_SHARED)


def _reach(application: Application, known: KnownPeople) -> Reach:
    return known.reach(application.source, known.decisions.get(application))


def _hold_for_review(
    application: Application, known: KnownPeople, moment: datetime, revocation: Revocation, *, ports: DecidePorts
) -> bool:
    """Hold what is not sent yet until a person says whom the event is about. Return whether there is something."""
    unsent = [
        notice
        for notice in known.of(application)
        if notice.state is State.HELD and not notice.rescinded_at and not notice.is_newer_than(revocation.until)
        if not was_reviewed(notice, moment)
    ]
    for notice in unsent:
        # What waits for a person already says so by another reason; it is asked about again when it is released.
        if not notice.review_reason and ports.ledger.require_review(notice.ref, ports.now(), SHARED_ID) is None:
            raise Conflict
    return bool(unsent)


def _revoke_silently(application: Application, revocation: Revocation, *, ports: DecidePorts) -> None:
    """Revoke. If that opens a next cycle, schedule its notice instead of sending it here.

    One message sends one notice.
    """
    result = revoke(application, revocation, Prefetched(), ports=ports)
    if isinstance(result, Sendable):
        schedule_soon(result, ports=ports)


def _erase(application: Application, event: CandidateErased, *, ports: DecidePorts) -> None:
    """Erase, in every cycle, what was decided up to the erasure. What waits for a person to say whose it is stays."""
    ref = application.first
    while notice := ports.ledger.get(ref):
        # erase() refuses a notice that a worker has claimed or marked since we read it: a claim has the address in it.
        decision = notice.decision
        is_erased = decision and decision.decided_at <= event.data.erased_at and not _is_still_open(notice)
        if is_erased:
            _forget(notice, ports=ports)
        ref = ref.next()


def _forget(notice: Notice, *, ports: DecidePorts) -> None:
    if notice.state is State.RESCINDED and notice.due_at and notice.due_at > ports.now():
        # Before the rest: a worker that repeats this finds the notice erased, and looks no further.
        ports.scheduler.cancel(notice.ref, notice.postponements)
    if ports.ledger.erase(notice, ports.now()) is None:
        raise Conflict


def _is_still_open(notice: Notice) -> bool:
    """Return whether it may still be sent, since nobody could say whose it is. Raises Transient while it is sent."""
    if notice.state is State.CLAIMED and not notice.rescinded_at:
        raise Transient("claimed by another worker")
    return notice.state is State.HELD and not notice.rescinded_at
