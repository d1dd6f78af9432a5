"""Acts on notices held for review, as they were planned. What has changed since the plan stays as it is.

`until`: when an act ends, also before it has come to all notices; the rest stay as they are. None: it comes to all.
"""

from collections.abc import Iterator, Sequence
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


def release(
    plan: HeldPlan,
    *,
    reviews: DeskReviews,
    bursts: BurstReleases,
    enqueue: Enqueue,
    now: Now,
    until: datetime | None = None,
) -> int:
    """Release the notices, and return how many. Each goes out once, as soon as it is due and its window is open."""
    # The burst comes first: what is due later, or arrives in the same hour, is then not held for review again.
    for burst, job in plan.counts:
        bursts.release(burst, job)
    released = 0
    for notice in _in_time(plan.notices, until, now):
        if reviews.release(notice, now(), plan.cause, alone=notice.ref in plan.alone):
            enqueue(notice.ref)
            released += 1
    return released


def discard(plan: HeldPlan, *, ledger: DeskLedger, now: Now, until: datetime | None = None) -> Discarded:
    """Rescind the notices, and return how many, and what follows."""
    notices, discarded = list[Notice](), 0
    for notice in _in_time(plan.notices, until, now):
        notices.append(notice)
        discarded += ledger.rescind(notice.ref, _revocation(notice, plan.cause, now()), now()) is not None
    return Discarded(discarded, _consequence(notices))


def confirm_all(plan: HeldPlan, *, reviews: DeskReviews, now: Now, until: datetime | None = None) -> int:
    """Record that SES accepted the emails of the notices, and return how many."""
    moment, notices = now(), _in_time(plan.notices, until, now)
    return sum(reviews.confirm_sent(notice, moment, plan.cause) is not None for notice in notices)


def _in_time(notices: Sequence[Notice], until: datetime | None, now: Now) -> Iterator[Notice]:
    for notice in notices:
        if until and now() >= until:
            return
        yield notice


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
