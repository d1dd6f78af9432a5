"""A new link by email, and, where a link got into other hands, the end of all that were sent before it."""

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, cast

from functions.domain.notices.notice import Entry, Notice
from functions.domain.notices.states import State
from functions.domain.pool.letters import letter_of_link
from functions.domain.pool.membership import OptIn
from ops.ledger.refusals import cause
from ops.pool.connection import PoolConnection
from ops.pool.find import Search, find_active
from ops.terminal.failure import Failure
from ops.terminal.progress import say

if TYPE_CHECKING:
    from functions.domain.employers.language import Language


def send_link(connection: PoolConnection, search: Search, because: str, *, revokes: bool) -> None:
    """Send each person at the address their link. `revokes`: older links open nothing any more."""
    reason, found = cause(because), find_active(connection, search)
    unreachable = [opt_in for opt_in in found if connection.find(opt_in.employer) is None]
    if unreachable and not revokes:
        raise Failure(
            "Their employer is not in company.toml, so no email goes out in its name", "tell them another way"
        )
    for opt_in in found:
        now = connection.now()
        letter = _letter(opt_in, now, reason, connection.ports.new_id())
        owed = [] if opt_in in unreachable else [letter]
        if not revokes:
            connection.ledger.open(letter, now)
        elif not connection.pool.change(_revoked(opt_in, now), None, now, owed):
            raise Failure("Their opt-in is being changed at this moment", "run the command again")
        for one in owed:
            connection.enqueue(one)
    _report(connection, found, unreachable, revokes=revokes)


def _revoked(opt_in: OptIn, now: datetime) -> OptIn:
    # Whoever has the link may have asked for another address, whose confirmation is on its way to them.
    return replace(opt_in, revision=opt_in.revision + 1, links_from=now, pending_address=None)


def _letter(opt_in: OptIn, now: datetime, reason: str, request: str) -> Notice:
    # The language in which they read the page, as where they ask for the link themselves.
    letter = letter_of_link(opt_in, cast("Language", opt_in.language), now, request)
    return replace(letter, history=(Entry(now, State.HELD, reason),))


def _report(connection: PoolConnection, found: list[OptIn], unreachable: list[OptIn], *, revokes: bool) -> None:
    if revokes:
        say(f"Links from before now open nothing any more on {connection.where}, of profiles: {len(found)}")
    if unreachable:
        say(f"No new link, because the employer is not in company.toml: {len(unreachable)}")
    if len(found) > len(unreachable):
        say(f"Letters with a new link that go out now: {len(found) - len(unreachable)}, on {connection.where}")
