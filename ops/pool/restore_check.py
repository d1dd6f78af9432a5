"""The check of a restored talent pool: withdrawals that it has lost are applied again, and older profiles are replaced.

Nobody is written to: whoever left had their letter then.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from functions.domain.pool.membership import Ending, OptIn
from ops.pool.connection import PoolConnection
from ops.pool.copies import Copy
from ops.pool.lost_endings import End, Endings, read_endings
from ops.terminal.failure import Failure
from ops.terminal.progress import say

_METHOD = "applied again after a restore"


@dataclass(frozen=True)
class Lost:
    """A profile that should not stand as it does: it has ended, or, where `end` is None, the copy has a newer one."""

    opt_in: OptIn
    end: End | None


def show_lost(connection: PoolConnection, copy: Copy | None) -> None:
    """Print how many profiles stand there that have ended, or are older than in the copy. Change nothing."""
    lost = list(_lost(connection, read_endings(connection, copy)))
    say(f"{sum(one.end is not None for one in lost):>6}  have left since, and stand there again")
    say(f"{sum(one.end is None for one in lost):>6}  are older than in the copy")
    say(f"{len(lost)} on {connection.where}; nothing was changed")
    if not copy:
        say("Only the ledger's letters and this table's tombstones were read: name the copy, if there is one")


def apply_lost(connection: PoolConnection, copy: Copy | None, count: int) -> None:
    """Apply all of it. It can be run again: what was applied is found no more."""
    lost = list(_lost(connection, read_endings(connection, copy)))
    if len(lost) != count:
        raise Failure(f"{len(lost)} are to be applied, not {count}; nothing was changed", "look again, without --count")
    ended = sum(_end(connection, one.opt_in, one.end) for one in lost if one.end)
    older = {one.opt_in.candidate: one.opt_in for one in lost if one.end is None}
    replaced = sum(_bring_forward(connection, older, copy)) if copy and older else 0
    say(f"{ended} ended again and {replaced} replaced, on {connection.where}")
    if ended + replaced < count:
        say(f"{count - ended - replaced} have changed meanwhile: run the command again")


def _lost(connection: PoolConnection, endings: Endings) -> Iterator[Lost]:
    for member in connection.scan.members():
        if not isinstance(member, OptIn):
            continue
        end = endings.end_of(member, connection.pool.mailbox(member.employer, member.email))
        # A profile that has moved away ends here only where it goes on: otherwise, this is all there is of it.
        if end and (end.moved_to is None or connection.pool.get(end.moved_to)):
            yield Lost(member, end)
        elif end is None and endings.revisions.get(member.candidate, 0) > member.revision:
            yield Lost(member, None)


def _end(connection: PoolConnection, opt_in: OptIn, end: End) -> bool:
    mailbox = connection.pool.mailbox(opt_in.employer, opt_in.email)
    # At the moment of then: whoever joins again names it, and a late request of before it stays refused.
    tombstone = replace(opt_in.ended(end.at, mailbox, end.ending), moved_to=end.moved_to)
    method = f"{'erased, ' if end.ending is Ending.ERASED else ''}{_METHOD}"
    return connection.pool.withdraw([(tombstone, opt_in)], method)


def _bring_forward(connection: PoolConnection, older: dict[str, OptIn], copy: Copy) -> Iterator[bool]:
    """Put the copy's profile in the place of each older one: it may share less, or end sooner."""
    for newer in copy():
        if isinstance(newer, OptIn) and newer.candidate in older:
            before = older[newer.candidate]
            # It stands in the index as the older one does: what the copy has of that is of another day.
            after = replace(newer, revision=before.revision + 1, indexed=before.indexed)
            yield connection.pool.change(after, None, connection.now())
