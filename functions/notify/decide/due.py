"""Decisions about a notice that exists: whether it may be sent now, must wait, or is settled."""

from functions.delivery.outcome import SendOutcome
from functions.delivery.recovery import close_rescinded, settle_stale_claim
from functions.domain.decisions.rejection import Rejection
from functions.domain.errors import Conflict, Permanent
from functions.domain.notices.correction import pending_correction
from functions.domain.notices.notice import Notice
from functions.domain.notices.objection import REFUSES_EMAIL, review_of_objection
from functions.domain.notices.owed_letter import UNEXPECTED, OwedLetter
from functions.domain.notices.reference import NoticeRef
from functions.domain.notices.review import LATE
from functions.domain.notices.sendable import Sendable
from functions.domain.notices.states import State
from functions.notify.decide.postpone import leave_to_schedule, postpone, schedule
from functions.notify.decide.register import Prefetched
from functions.notify.outcome import OF_LETTER, OF_NOTICE, NoticeOutcome
from functions.notify.ports import DecidePorts
from functions.notify.require_review import require_review


def decide_due(ref: NoticeRef, prefetched: Prefetched, *, ports: DecidePorts) -> NoticeOutcome | Sendable:
    """Act on a hint that a notice is due. Raises Permanent; Transient where it is a little too early."""
    notice = prefetched.notice(ref, ledger=ports.ledger)
    if notice is None:
        raise Permanent("unknown_notice", "no such notice in the ledger")
    is_waiting = notice.state is State.HELD and not notice.review_reason
    if is_waiting and notice.due_at and notice.due_at > ports.now():
        return leave_to_schedule(notice, notice.due_at, ports=ports)
    return resume(notice, ports=ports)


def resume(notice: Notice, *, ports: DecidePorts) -> NoticeOutcome | Sendable:
    """Go on with a notice from the state in which it is. Raises Transient."""
    if notice.state is State.HELD:
        return _resume_held(notice, ports=ports)
    if notice.state is State.CLAIMED and notice.claim:
        return _ended(settle_stale_claim(notice.ref, notice.claim, ports=ports.delivery), notice)
    return NoticeOutcome.ALREADY_SETTLED


def _resume_held(notice: Notice, *, ports: DecidePorts) -> NoticeOutcome | Sendable:
    if notice.rescinded_at:
        # The revocation found a claim and only noted its moment. The claim's worker gave the claim back, and died
        # before it closed the notice.
        return _ended(close_rescinded(notice, notice.rescinded_at, ports=ports.delivery), notice)
    if notice.refuses_email:
        # The objection found a claim, or a doubt, and was only remembered. Now the notice is held again.
        return suppress_objection(notice, ports=ports)
    if correction := pending_correction(notice):
        # It found a claim and was only remembered. The claim's worker gave the claim back.
        corrected = ports.ledger.correct(notice, correction, ports.now())
        if corrected is None:
            raise Conflict
        notice = corrected
    if notice.review_reason:
        return NoticeOutcome.NEEDS_REVIEW
    if notice.letter:
        return _send_letter_or_wait(notice, notice.letter, ports=ports)
    return _send_or_wait(notice, notice.decision, ports=ports) if notice.decision else NoticeOutcome.ALREADY_SETTLED


def suppress_objection(notice: Notice, *, ports: DecidePorts) -> NoticeOutcome:
    """Suppress a notice that is held, to a person who wants no email. Raises Transient."""
    reason = review_of_objection(notice)
    if ports.ledger.suppress(notice.ref, ports.now(), REFUSES_EMAIL, reason) is None:
        raise Conflict
    return NoticeOutcome.NEEDS_REVIEW if reason else NoticeOutcome.SUPPRESSED


def _ended(result: SendOutcome, notice: Notice) -> NoticeOutcome:
    return (OF_LETTER if notice.letter else OF_NOTICE)[result]


def _send_letter_or_wait(notice: Notice, letter: OwedLetter, *, ports: DecidePorts) -> NoticeOutcome | Sendable:
    now = ports.now()
    # The window and the holidays of the day on which it is sent count, and no calendar is that long.
    if letter.kind in UNEXPECTED and (opens_at := ports.planner(notice.source).opens_for(letter.time_zone, now)) > now:
        return postpone(Sendable(notice), opens_at, "outside the window", ports=ports)
    return Sendable(notice)


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
        return postpone(Sendable(notice), opens_at, "outside the window", ports=ports)
    return Sendable(notice)
