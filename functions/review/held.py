"""Acts on notices held for review, as they were planned. What has changed since the plan stays as it is."""

from collections.abc import Sequence
from datetime import datetime

from functions.domain.lean_dataclass import dataclass
from functions.domain.notices.notice import Notice
from functions.domain.notices.revocation import Revocation
from functions.review.plan_held import HeldPlan
from functions.review.ports import BurstReleases, DeskLedger, DeskReviews, Enqueue, Now

AFTER_RELEASE = "each goes out once it is due and its window is open"


@dataclass(frozen=True)
class Discarded:
    """The notices that were discarded: how many, and what that means for their candidates."""

    count: int
    consequence: str


def release(plan: HeldPlan, *, reviews: DeskReviews, bursts: BurstReleases, enqueue: Enqueue, now: Now) -> int:
    """Release the notices, and return how many. Each goes out once, as soon as it is due and its window is open."""
    # The burst comes first: what is due later, or arrives in the same hour, is then not held for review again.
    for burst, job in plan.counts:
        bursts.release(burst, job)
    released = 0
    for notice in plan.notices:
        if reviews.release(notice, now(), plan.cause, alone=notice.ref in plan.alone):
            enqueue(notice.ref)
            released += 1
    return released


def discard(plan: HeldPlan, *, ledger: DeskLedger, now: Now) -> Discarded:
    """Rescind the notices, and return how many, and what follows."""
    changed = [ledger.rescind(notice.ref, _revocation(notice, plan.cause, now()), now()) for notice in plan.notices]
    return Discarded(sum(notice is not None for notice in changed), _consequence(plan.notices))


def confirm_all(plan: HeldPlan, *, reviews: DeskReviews, now: Now) -> int:
    """Record that SES accepted the emails of the notices, and return how many."""
    moment = now()
    return sum(reviews.confirm_sent(notice, moment, plan.cause) is not None for notice in plan.notices)


def _revocation(notice: Notice, reason: str, now: datetime) -> Revocation:
    """Revoke all decisions known so far: also one that a publisher's fast clock dated in the future.

    Whoever turns out to have been told all the same must be spoken to.
    """
    decisions = filter(None, (notice.decision, notice.later_decision))
    until = max([now, *(decision.decided_at for decision in decisions)])
    return Revocation(reason, until, requires_correction=notice.letter is None)


def _consequence(notices: Sequence[Notice]) -> str:
    """Return what a discard means. A letter of the talent pool is only ever discarded alone, by its reference."""
    if any(notice.letter for notice in notices):
        return "the letter is not sent. The talent pool stays as it is"
    said = "nobody is told. A decision made again later is told"
    doubtful = sum(notice.earlier_claim is not None for notice in notices)
    return f"{said}. An earlier attempt may have told {doubtful} of them: pending lists those" if doubtful else said
