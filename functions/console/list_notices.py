"""Listing what waits for a person: notices held for review by what holds them, and each of the others by itself."""

from typing import Any

from functions.console.notice_views import entry_view, group_view
from functions.domain.notices.review import Reviewer
from functions.review.plan_held import is_of_burst
from functions.review.ports import DeskLedger, DeskReviews, Now, Sources
from functions.review.waiting_list import HeldGroup, is_named, list_waiting, split_held, unsent


def list_notices(*, ledger: DeskLedger, reviews: DeskReviews, now: Now, sources: Sources | None) -> dict[str, Any]:
    """Return the employer's groups and entries, the longest waiting first."""
    waiting = list_waiting(Reviewer.PERSON, now(), ledger=ledger, reviews=reviews, sources=sources)
    groups, entries = split_held(waiting)
    # A discard is also about notices of the burst that still wait for their schedule.
    everything = unsent(ledger=ledger, reviews=reviews, now=now, sources=sources, waiting=waiting) if groups else []

    def discardable(group: HeldGroup) -> int:
        return sum(is_named(notice, group.reason) or is_of_burst(notice, group.reason) for notice in everything)

    return {
        "groups": [group_view(group, discardable(group)) for group in groups],
        "entries": [entry_view(entry) for entry in entries],
    }
