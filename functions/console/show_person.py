"""Showing one person of a search, with their address and their consent in full."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from functions.console.caller import Caller
from functions.console.ports import LookLog, MemberReader
from functions.console.search import KEY, search_for_names
from functions.console.views import card
from functions.domain.employers.policy import EmployerPolicy
from functions.domain.pool.access import Act
from functions.domain.pool.membership import OptIn
from functions.runtime.http.problem import Problem


def show_person(
    search_id: str,
    candidate: str,
    caller: Caller,
    policy: EmployerPolicy,
    *,
    pool: MemberReader,
    access_log: LookLog,
    now: Callable[[], datetime],
) -> dict[str, Any]:
    """Return the person, if the search finds them now. Raises Problem search-not-found, opening-needed, or

    person-not-found: they may have left, paused or changed their answers, or were never in it.
    """
    search = search_for_names(search_id, caller, access_log=access_log)
    person, at = pool.get(candidate) if KEY.fullmatch(candidate) else None, now()
    if not isinstance(person, OptIn) or not search.finds(person, at):
        raise Problem("person-not-found")
    access_log.record(search.line(caller, Act.CARD, at, (person.candidate,)))
    return card(person, policy, search.place)
