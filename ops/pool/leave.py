"""Leaving for somebody who asked by phone or email: the page's own rules, tombstones, records and last letter."""

from functions.domain.pool.membership import Ending, OptIn
from functions.optin.caller import Caller
from functions.optin.withdraw import end_all
from functions.runtime.http.problem import Problem
from ops.pool.connection import PoolConnection
from ops.pool.find import Search, find_opt_ins
from ops.pool.request import SpokenRequest
from ops.terminal.failure import Failure
from ops.terminal.progress import say


def withdraw(connection: PoolConnection, search: Search, request: SpokenRequest) -> None:
    """End every opt-in at the address."""
    _leave(connection, search, request, Ending.WITHDRAWN)


def erase(connection: PoolConnection, search: Search, request: SpokenRequest) -> None:
    """Erase everything that the talent pool has about the person at the address."""
    _leave(connection, search, request, Ending.ERASED)


def _leave(connection: PoolConnection, search: Search, request: SpokenRequest, ending: Ending) -> None:
    left, letters = 0, 0
    for opt_in in find_opt_ins(connection, search):
        member = connection.pool.get(opt_in.candidate)
        # With each employer, the first of the person's profiles ends all of them.
        if isinstance(member, OptIn):
            profiles, owed = _end(connection, member, request, ending)
            left, letters = left + profiles, letters + owed
    done = "erased" if ending is Ending.ERASED else "ended"
    say(f"{left} {'profile' if left == 1 else 'profiles'} {done} on {connection.where}")
    told = f"{letters} {'letter confirms' if letters == 1 else 'letters confirm'} it"
    say(told if letters else "No letter confirms it: the opt-in had expired, or its employer is not in company.toml")


def _end(connection: PoolConnection, member: OptIn, request: SpokenRequest, ending: Ending) -> tuple[int, int]:
    method = f"erased, {request.method}" if ending is Ending.ERASED else request.method
    caller = Caller(member.candidate, member, connection.now())
    try:
        left = end_all(caller, ports=connection.ports, method=method, ending=ending)
    except Problem:
        raise Failure(
            "Their opt-in is being changed at this moment", "run the command again: what has ended stays so"
        ) from None
    for letter in left.owed:
        connection.enqueue(letter)
    if left.erased:
        connection.ports.due_notices.enqueue_erased(left.erased)
    return left.view["profiles"], len(left.owed)
