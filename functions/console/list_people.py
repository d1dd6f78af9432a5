"""Listing the people of a search: a page of 25, newest first, on record before anybody sees it."""

from collections.abc import Callable
from datetime import datetime
from itertools import islice
from typing import Any

from functions.console.caller import Caller
from functions.console.cursor import read_cursor, write_cursor
from functions.console.ports import LookLog, MemberReader
from functions.console.search import search_for_names
from functions.console.views import row
from functions.domain.employers.policy import EmployerPolicy
from functions.domain.pool.access import Act
from functions.domain.pool.search.position import Position
from functions.stores.pool.find import SearchIndex, people

PAGE = 25


def list_people(
    search_id: str,
    after: str,
    caller: Caller,
    policy: EmployerPolicy,
    *,
    pool: MemberReader,
    index: SearchIndex,
    access_log: LookLog,
    keyed: Callable[[str], str],
    now: Callable[[], datetime],
) -> dict[str, Any]:
    """Return a page of people as they are now, and the cursor of the next one.

    Raises Problem search-not-found, opening-needed or invalid-cursor.
    """
    search = search_for_names(search_id, caller, access_log=access_log)
    start, at = read_cursor(after, search, keyed), now()
    # One more than a page has, to know whether another follows.
    found = list(islice(people(index, pool, search.criteria, search.use, at, after=start), PAGE + 1))
    shown = found[:PAGE]
    access_log.record(search.line(caller, Act.PAGE, at, tuple(person.candidate for person in shown)))
    goes_on = len(found) > PAGE
    return {
        "people": [row(person, policy, search.place) for person in shown],
        "next": write_cursor(Position.of(shown[-1]), search, keyed) if goes_on else None,
        "count_at_search": search.record.count,
    }
