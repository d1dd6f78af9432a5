"""Endings that a restored table does not know: who had left, and stands there again.

An ending is known by a tombstone, of the table in use or of a copy, and by its letter in the ledger, which is another
table. A letter names one person; a tombstone also names the mailbox, and leaving ends everybody at it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain

from functions.domain.notices.owed_letter import LetterKind
from functions.domain.pool.membership import Ending, Member, OptIn, Withdrawal
from ops.pool.connection import PoolConnection
from ops.pool.copies import Copy


@dataclass(frozen=True)
class End:
    """The moment and the way in which somebody left."""

    at: datetime
    ending: Ending
    moved_to: str | None = None


@dataclass
class Endings:
    """The last ending of each person and of each mailbox, when profiles moved to where they are, and newer profiles."""

    people: dict[str, End] = field(default_factory=dict)
    mailboxes: dict[str, End] = field(default_factory=dict)
    moves: dict[str, datetime] = field(default_factory=dict)
    revisions: dict[str, int] = field(default_factory=dict)

    def add(self, member: Withdrawal) -> None:
        """Remember a tombstone."""
        end = End(member.withdrawn_at, member.ending, member.moved_to)
        _keep_last(self.people, member.candidate, end)
        if member.moved_to:
            self.moves[member.moved_to] = max(end.at, self.moves.get(member.moved_to, end.at))
        elif member.mailbox:
            _keep_last(self.mailboxes, member.mailbox, end)

    def end_of(self, opt_in: OptIn, mailbox: str) -> End | None:
        """Return the ending that the profile does not know; None where it was agreed to since, or none is known."""
        since = max(opt_in.receipt.given_at, self.moves.get(opt_in.candidate, opt_in.receipt.given_at))
        if opt_in.withdrawn_at:
            since = max(since, opt_in.withdrawn_at)
        ends = filter(None, (self.people.get(opt_in.candidate), self.mailboxes.get(mailbox)))
        return max((end for end in ends if end.at > since), key=lambda end: end.at, default=None)


def read_endings(connection: PoolConnection, copy: Copy | None) -> Endings:
    """Read all of them: the ledger's letters, the table in use, and the copy, where there is one."""
    endings = Endings()
    for letter in connection.farewells.find():
        ending = Ending.ERASED if letter.kind is LetterKind.ERASED else Ending.WITHDRAWN
        if letter.at:
            _keep_last(endings.people, letter.candidate, End(letter.at, ending))
    copied = _noting(endings, copy()) if copy else ()
    for member in chain(connection.scan.members(), copied):
        if isinstance(member, Withdrawal):
            endings.add(member)
    return endings


def _noting(endings: Endings, members: Iterable[Member]) -> Iterator[Member]:
    for member in members:
        if isinstance(member, OptIn):
            endings.revisions[member.candidate] = member.revision
        yield member


def _keep_last(ends: dict[str, End], key: str, end: End) -> None:
    if key not in ends or ends[key].at < end.at:
        ends[key] = end
