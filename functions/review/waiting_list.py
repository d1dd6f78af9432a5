"""The list of what waits: notices held for review by what holds them, and each of the others by itself."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta

from functions.domain.lean_dataclass import dataclass
from functions.domain.notices.notice import Notice
from functions.domain.notices.review import ReviewEntry, Reviewer
from functions.domain.notices.states import State
from functions.review.checks import is_held_for_review, is_unsent
from functions.review.ports import DeskLedger, DeskReviews, Now, Sources, is_own

# The sweep's entries lie in the future: the last of them an hour after the end of the longest hold.
FUTURE = timedelta(days=366)


@dataclass(frozen=True)
class Waiting:
    """An entry of the list, and its notice as the ledger has it; None where it is no longer there."""

    entry: ReviewEntry
    notice: Notice | None


@dataclass(frozen=True)
class HeldGroup:
    """Notices that one thing holds for review. `count` is the number that releases it.

    It is more than there are notices where a burst is released together with what only one of its jobs holds.
    """

    reason: str
    notices: tuple[Notice, ...]
    count: int

    @property
    def since(self) -> datetime:
        return min(notice.history[-1].at for notice in self.notices)

    def jobs(self, most: int) -> list[tuple[tuple[str, str], int]]:
        """Return source and title of the jobs with the most notices, each with their number."""
        return Counter(map(_job, self.notices)).most_common(most)


def list_waiting(
    reviewer: Reviewer, until: datetime, *, ledger: DeskLedger, reviews: DeskReviews, sources: Sources | None = None
) -> list[Waiting]:
    """Return what this reviewer must look at, the longest waiting first."""
    entries = [entry for entry in reviews.pending(reviewer, until) if is_own(entry.source, sources)]
    # The index may lag behind the ledger, and does not know what an entry is.
    notices = ledger.get_many(entry.ref for entry in entries)
    return [Waiting(entry, notices.get(entry.ref)) for entry in entries]


def held_for_review(
    *, ledger: DeskLedger, reviews: DeskReviews, now: Now, sources: Sources | None = None
) -> list[Notice]:
    """Return the notices that are held for review now."""
    return [notice for notice in _held(_by_person(ledger, reviews, now, sources)) if is_held_for_review(notice)]


def unsent(
    *,
    ledger: DeskLedger,
    reviews: DeskReviews,
    now: Now,
    sources: Sources | None = None,
    waiting: Sequence[Waiting] | None = None,
) -> list[Notice]:
    """Return the notices that are not sent yet: those held for review, and those that wait for their schedule.

    `waiting`: what waits for a person, where the caller has read it already.
    """
    by_person = _by_person(ledger, reviews, now, sources) if waiting is None else waiting
    found = [*_held(by_person), *_on_their_way(ledger, reviews, now, sources)]
    # What is released between the two reads is on both lists.
    return [notice for notice in {notice.ref: notice for notice in found}.values() if is_unsent(notice)]


def on_their_way(*, ledger: DeskLedger, reviews: DeskReviews, now: Now, sources: Sources | None = None) -> list[Notice]:
    """Return the notices that go out by themselves once they are due."""
    return [notice for notice in _on_their_way(ledger, reviews, now, sources) if not notice.review_reason]


def split_held(entries: Sequence[Waiting]) -> tuple[list[HeldGroup], list[Waiting]]:
    """Return the groups of what is held for review, and the entries that stand for themselves."""
    held = [notice for notice in _held(entries) if is_held_for_review(notice)]
    grouped = {notice.ref for notice in held}
    return group(held), [waiting for waiting in entries if waiting.entry.ref not in grouped]


def group(held: Iterable[Notice]) -> list[HeldGroup]:
    """Return one group for each reason that holds notices for review."""
    by_reason = defaultdict[str, list[Notice]](list)
    for notice in held:
        by_reason[notice.review_reason or ""].append(notice)
    everything = [notice for notices in by_reason.values() for notice in notices]
    return [
        # Releasing a burst also releases the notices that only one of its jobs holds.
        HeldGroup(reason, tuple(notices), sum(is_named(notice, reason) for notice in everything))
        for reason, notices in sorted(by_reason.items())
    ]


def is_named(notice: Notice, what: str) -> bool:
    """Return whether `what` is the notice's review reason, the burst of that reason, or its reference."""
    reasons = {notice.review_reason, notice.review_reason.partition("/")[0]} if notice.review_reason else set()
    return what in {*reasons, str(notice.ref)}


def _by_person(ledger: DeskLedger, reviews: DeskReviews, now: Now, sources: Sources | None) -> list[Waiting]:
    return list_waiting(Reviewer.PERSON, now(), ledger=ledger, reviews=reviews, sources=sources)


def _on_their_way(ledger: DeskLedger, reviews: DeskReviews, now: Now, sources: Sources | None) -> Iterator[Notice]:
    return _held(list_waiting(Reviewer.SWEEP, now() + FUTURE, ledger=ledger, reviews=reviews, sources=sources))


def _held(entries: Iterable[Waiting]) -> Iterator[Notice]:
    """Yield the notices that were and are held."""
    for waiting in entries:
        if waiting.entry.state is State.HELD and waiting.notice and is_unsent(waiting.notice):
            yield waiting.notice


def _job(notice: Notice) -> tuple[str, str]:
    return notice.source, notice.decision.job.title if notice.decision else "erased"
