"""Showing one application's whole history, and the words that its candidate was told."""

from collections.abc import Callable
from typing import Any

from functions.console.desk import Desk
from functions.console.notice_views import ToldWords, cycle_view
from functions.console.refusals import refusing
from functions.domain.notices.notice import Notice
from functions.domain.pool.access import Act
from functions.review.find import find_cycles


def show_notice(reference: str, *, desk: Desk, retell: Callable[[Notice], ToldWords]) -> dict[str, Any]:
    """Return all cycles of the application, once it is on record that somebody read them.

    Raises Problem notice-not-found, also for another employer's.
    """
    with refusing():
        cycles = find_cycles([reference], reviews=desk.reviews, sources=desk.sources)
    desk.record(Act.HISTORY, cycles[0].ref, len(cycles))
    return {
        "reference": reference,
        "source": cycles[0].source,
        "application_id": cycles[0].application_id,
        "cycles": [cycle_view(notice, retell(notice)) for notice in cycles],
    }
