"""Plans of acts on notices held for review: bursts, old decisions, new wording, a missed last business day.

Each takes the number of notices, typed in full: nobody decides about notices they have not seen. A plan has passed all
checks, and has changed nothing.
"""

from collections.abc import Sequence

from functions.domain.lean_dataclass import dataclass
from functions.domain.notices.notice import Notice
from functions.domain.notices.reference import NoticeRef
from functions.review.ports import DeskLedger, DeskReviews, Now, Sources, is_own
from functions.review.reason import cause
from functions.review.refusal import Refusal, wrong_count
from functions.review.waiting_list import held_for_review, is_named, unsent

_BURST, _WORDING = "burst-", "wording-"


@dataclass(frozen=True)
class HeldPlan:
    """Notices that a person decides about, and why.

    A release lets go of `counts` first: bursts, jobs of one, or a wording. The notices in `alone` are let go without
    the rest of what counts them.
    """

    notices: tuple[Notice, ...]
    cause: str
    counts: tuple[tuple[str, str | None], ...] = ()
    alone: frozenset[NoticeRef] = frozenset()


def plan_release(
    what: str,
    count: int,
    because: str,
    *,
    ledger: DeskLedger,
    reviews: DeskReviews,
    now: Now,
    sources: Sources | None = None,
) -> HeldPlan:
    """Return the release of what `what` names. Raise Refusal."""
    reason = cause(because)
    _require_name(what)
    everybody = held_for_review(ledger=ledger, reviews=reviews, now=now)
    notices = [notice for notice in everybody if is_named(notice, what) and is_own(notice.source, sources)]
    _require_count(len(notices), count, f"{what} holds {len(notices)} for review")
    if any(str(notice.ref) == what for notice in notices):
        return HeldPlan(tuple(notices), reason, alone=frozenset(notice.ref for notice in notices))
    shared = _shared_counts(everybody, sources)
    counts = sorted({_counted_by(notice) for notice in notices if _counted_by(notice)[0] not in {"", *shared}})
    return HeldPlan(
        tuple(notices),
        reason,
        tuple((burst, job if "/" in what else None) for burst, job in counts),
        frozenset(notice.ref for notice in notices if _counted_by(notice)[0] in shared),
    )


def plan_discard(
    what: str,
    count: int,
    because: str,
    *,
    ledger: DeskLedger,
    reviews: DeskReviews,
    now: Now,
    sources: Sources | None = None,
) -> HeldPlan:
    """Return the discard of what `what` names, also of what of a burst still waits for its schedule. Raise Refusal."""
    reason = cause(because)
    notices = find_discardable(what, ledger=ledger, reviews=reviews, now=now, sources=sources)
    _require_count(len(notices), count, f"{what}: {len(notices)} not sent yet")
    return HeldPlan(tuple(notices), reason)


def plan_confirmation(
    what: str,
    count: int,
    because: str,
    *,
    ledger: DeskLedger,
    reviews: DeskReviews,
    now: Now,
    sources: Sources | None = None,
) -> HeldPlan:
    """Return the confirmation of what was sent before the ledger was restored, and is held since. Raise Refusal."""
    reason = cause(because)
    notices = find_releasable(what, ledger=ledger, reviews=reviews, now=now, sources=sources)
    _require_count(len(notices), count, f"{what} holds {len(notices)} for review")
    return HeldPlan(tuple(notices), reason)


def find_releasable(
    what: str, *, ledger: DeskLedger, reviews: DeskReviews, now: Now, sources: Sources | None = None
) -> list[Notice]:
    """Return the notices that a release would let go. Raise Refusal."""
    _require_name(what)
    held = held_for_review(ledger=ledger, reviews=reviews, now=now, sources=sources)
    return [notice for notice in held if is_named(notice, what)]


def find_discardable(
    what: str, *, ledger: DeskLedger, reviews: DeskReviews, now: Now, sources: Sources | None = None
) -> list[Notice]:
    """Return the notices that a discard would rescind. Raise Refusal."""
    _require_name(what)
    found = unsent(ledger=ledger, reviews=reviews, now=now, sources=sources)
    return [notice for notice in found if is_named(notice, what) or is_of_burst(notice, what)]


def is_of_burst(notice: Notice, what: str) -> bool:
    """Return whether `what` is the burst that counts the notice, or the job of it."""
    position = notice.burst_position
    return position is not None and what in {position.burst, f"{position.burst}/{position.job}"}


def _require_name(what: str) -> None:
    if not what.strip():
        remedy = "a burst, a reason, or a reference, as pending prints it"
        raise Refusal("empty", "WHAT is empty, so it names no notice", remedy)


def _require_count(found: int, count: int, problem: str) -> None:
    if found != count:
        raise wrong_count(f"{problem}, not {count}")
    # No act, and nothing on record, about what nobody sees on the list.
    if not found:
        raise wrong_count(problem)


def _counted_by(notice: Notice) -> tuple[str, str]:
    """Return the burst or wording that counts the notice, and its job; empty where nothing counts it."""
    burst = (notice.review_reason or "").partition("/")[0]
    is_counted = burst.startswith((_BURST, _WORDING))
    return (burst if is_counted else "", notice.burst_position.job if notice.burst_position else "")


def _shared_counts(held: Sequence[Notice], sources: Sources | None) -> frozenset[str]:
    """Return the bursts and wordings that count another employer's notices as well."""
    if sources is None:
        return frozenset()
    # A wording counts every employer's notices, also those that are due later in its hour: one employer's person never
    # lets the others' go.
    foreign = {_counted_by(notice)[0] for notice in held if not sources(notice.source)}
    wordings = {_counted_by(notice)[0] for notice in held if _counted_by(notice)[0].startswith(_WORDING)}
    return frozenset((foreign | wordings) - {""})
