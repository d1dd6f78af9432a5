"""Recording a search: it counts, shows nobody, and goes on record before the count is told."""

from collections.abc import Callable
from datetime import datetime
from itertools import islice
from typing import Any

from functions.console.caller import Caller
from functions.console.ports import LookLog
from functions.domain.personal_data import readable
from functions.domain.pool.access import Act, SearchRecord
from functions.domain.pool.search.criteria import Criteria
from functions.domain.pool.search.criteria_record import record_of
from functions.domain.pool.search.partitions import partitions_for
from functions.domain.pool.search.visible import Use, found
from functions.stores.pool.find import SearchIndex

# More are counted on request only.
MAX_COUNT = 500


def record_search(
    criteria: Criteria,
    opening: str | None,
    caller: Caller,
    *,
    exact: bool = False,
    index: SearchIndex,
    access_log: LookLog,
    now: Callable[[], datetime],
    new_id: Callable[[], str],
) -> dict[str, Any]:
    """Return the search's id, and how many people it finds. Without an opening, it shows nobody."""
    at = now()
    entries = index.entries(partitions_for(criteria, caller.employer))
    likely = (entry for entry in entries if found(entry, criteria, Use(caller.employer), at))
    count, area_unknown = 0, 0
    for entry in islice(likely, None if exact else MAX_COUNT):
        count, area_unknown = count + 1, area_unknown + (entry.point is None)
    search = SearchRecord(
        id=new_id(),
        employer=caller.employer,
        who=caller.who,
        at=at,
        # An opening that nobody can read says nothing to whoever was shown for it.
        opening=readable(opening or ""),
        criteria=record_of(criteria),
        count=count,
        is_more=next(likely, None) is not None,
    )
    about = {"search": search.id, "opening": search.opening, "criteria": search.criteria, "count": search.count}
    access_log.record_search(search, caller.line(Act.COUNT, at, **about))
    return {**_view(search), "area_unknown": area_unknown}


def _view(search: SearchRecord) -> dict[str, Any]:
    return {
        "id": search.id,
        "count": search.count,
        "is_more": search.is_more,
        "criteria": search.criteria,
        "opening": search.opening,
        "at": search.at.isoformat(),
    }
