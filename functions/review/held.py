"""Notices held for review: bursts, old decisions, new wording, and notices that missed their last business day.

Each act takes the number of notices, typed in full: nobody decides about notices they have not seen.
"""

from collections.abc import Sequence
from datetime import datetime

from functions.domain.lean_dataclass import dataclass
from functions.domain.notices.notice import Notice
from functions.domain.notices.revocation import Revocation
from functions.review.ports import BurstReleases, DeskLedger, DeskReviews, Enqueue, Now, Sources, is_own
from functions.review.reason import cause
from functions.review.refusal import Refusal, wrong_count
from functions.review.waiting_list import held_for_review, is_named, unsent

_BURST, _WORDING = "burst-", "wording-"


@dataclass(frozen=True)
class Discarded:
    """The notices that were discarded: how many, and what that means for their candidates."""

    count: int
    consequence: str


def release(
    what: str,
    count: int,
    because: str,
    *,
    ledger: DeskLedger,
    reviews: DeskReviews,
    bursts: BurstReleases,
    enqueue: Enqueue,
    now: Now,
    sources: Sources | None = None,
) -> int:
    """Release notices held for review, and return how many. Each goes out once, when it is due and its window is open.

    Raise Refusal.
    """
    reason = cause(because)
    _require_name(what)
    everybody = held_for_review(ledger=ledger, reviews=reviews, now=now)
    notices = [notice for notice in everybody if is_named(notice, what) and is_own(notice.source, sources)]
    _require_count(len(notices), count, f"{what} holds {len(notices)} for review")
    is_one = any(str(notice.ref) == what for notice in notices)
    shared = _shared_counts(everybody, sources)
    # The burst comes first: what is due later, or arrives in the same hour, is then not held for review again.
    counts = set() if is_one else {_counted_by(notice) for notice in notices if _counted_by(notice)[0]}
    for burst, job in sorted(counts):
        if not _is_shared(burst, shared, sources):
            bursts.release(burst, job if "/" in what else None)
    released = 0
    for notice in notices:
        alone = is_one or _is_shared(_counted_by(notice)[0], shared, sources)
        if reviews.release(notice, now(), reason, alone=alone):
            enqueue(notice.ref)
            released += 1
    return released


def discard(
    what: str,
    count: int,
    because: str,
    *,
    ledger: DeskLedger,
    reviews: DeskReviews,
    now: Now,
    sources: Sources | None = None,
) -> Discarded:
    """Rescind notices held for review, and those of the same burst that still wait for their schedule.

    Raise Refusal.
    """
    reason = cause(because)
    notices = find_discardable(what, ledger=ledger, reviews=reviews, now=now, sources=sources)
    _require_count(len(notices), count, f"{what}: {len(notices)} not sent yet")
    changed = [ledger.rescind(notice.ref, _revocation(notice, reason, now()), now()) for notice in notices]
    return Discarded(sum(notice is not None for notice in changed), _consequence(notices))


def confirm_all(
    what: str,
    count: int,
    because: str,
    *,
    ledger: DeskLedger,
    reviews: DeskReviews,
    now: Now,
    sources: Sources | None = None,
) -> int:
    """Record that SES accepted the emails of notices held for review, before the ledger was restored. Raise Refusal."""
    reason = cause(because)
    notices = find_releasable(what, ledger=ledger, reviews=reviews, now=now, sources=sources)
    _require_count(len(notices), count, f"{what} holds {len(notices)} for review")
    moment = now()
    return sum(reviews.confirm_sent(notice, moment, reason) is not None for notice in notices)


def find_releasable(
    what: str, *, ledger: DeskLedger, reviews: DeskReviews, now: Now, sources: Sources | None = None
) -> list[Notice]:
    """Return the notices that `release` would let go."""
    _require_name(what)
    held = held_for_review(ledger=ledger, reviews=reviews, now=now, sources=sources)
    return [notice for notice in held if is_named(notice, what)]


def find_discardable(
    what: str, *, ledger: DeskLedger, reviews: DeskReviews, now: Now, sources: Sources | None = None
) -> list[Notice]:
    """Return the notices that `discard` would rescind."""
    _require_name(what)
    found = unsent(ledger=ledger, reviews=reviews, now=now, sources=sources)
    return [notice for notice in found if is_named(notice, what) or _is_of_burst(notice, what)]


def _require_name(what: str) -> None:
    if not what.strip():
        remedy = "a burst, a reason, or a reference, as pending prints it"
        raise Refusal("empty", "WHAT is empty, so it names no notice", remedy)


def _require_count(found: int, count: int, problem: str) -> None:
    if found != count:
        raise wrong_count(f"{problem}, not {count}")


def _is_of_burst(notice: Notice, what: str) -> bool:
    position = notice.burst_position
    return position is not None and what in {position.burst, f"{position.burst}/{position.job}"}


def _counted_by(notice: Notice) -> tuple[str, str]:
    """Return the burst or wording that counts the notice, and its job; empty where nothing counts it."""
    burst = (notice.review_reason or "").partition("/")[0]
    is_counted = burst.startswith((_BURST, _WORDING))
    return (burst if is_counted else "", notice.burst_position.job if notice.burst_position else "")


def _shared_counts(held: Sequence[Notice], sources: Sources | None) -> frozenset[str]:
    """Return the bursts of which another employer's notices are held as well."""
    return frozenset(_counted_by(notice)[0] for notice in held if not is_own(notice.source, sources))


def _is_shared(burst: str, shared: frozenset[str], sources: Sources | None) -> bool:
    # A wording counts every employer's notices, also those that are due later in its hour: one employer's person never
    # lets the others' go.
    return sources is not None and bool(burst) and (burst.startswith(_WORDING) or burst in shared)


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
