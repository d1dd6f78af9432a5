"""The search index, made from the profiles: for those written before there was one, and after a restore."""

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import batched

from functions.domain.pool.membership import OptIn, Standing, standing
from ops.pool.connection import PoolConnection
from ops.terminal.progress import say

# Profiles whose entries are read together, and writes at once.
_AT_ONCE, _WRITERS = 25, 8


@dataclass
class Counts:
    """The numbers of people and of entries that were found so."""

    right: int = 0
    wrong: int = 0
    nobodys: int = 0
    changed: int = 0


def show_index(connection: PoolConnection) -> None:
    """Print how much of the index is missing, wrong or nobody's. Change nothing."""
    counts = Counts()
    for _ in _not_entered(connection, counts):
        counts.wrong += 1
    counts.nobodys = sum(1 for _ in connection.repair.orphans())
    _say(counts, "are not in the index as their profiles say", "entries are nobody's")
    say(f"Nothing was changed on {connection.where}")


def build_index(connection: PoolConnection) -> None:
    """Enter everybody who is missing, and remove what is nobody's. It can be run again, at any time."""
    counts, repair = Counts(), connection.repair
    with ThreadPoolExecutor(_WRITERS) as writers:
        for some in batched(_not_entered(connection, counts), _AT_ONCE, strict=False):
            counts.wrong += _done(writers.map(repair.enter, some), counts)
        for orphans in batched(repair.orphans(), _AT_ONCE, strict=False):
            counts.nobodys += _done(writers.map(lambda orphan: repair.remove(*orphan), orphans), counts)
    _say(counts, "were not in the index as their profiles say, and are now", "entries were nobody's, and are gone")
    if counts.changed:
        say(f"{counts.changed:>6}  changed meanwhile, and were left to that change; run the command again to be sure")
    say(f"Done on {connection.where}")


def _not_entered(connection: PoolConnection, counts: Counts) -> Iterator[OptIn]:
    for some in batched(_active(connection), _AT_ONCE, strict=False):
        wrong = connection.repair.not_entered(some)
        counts.right += len(some) - len(wrong)
        yield from wrong


def _active(connection: PoolConnection) -> Iterator[OptIn]:
    # Whoever has expired is in no search, and DynamoDB deletes their entries.
    for member in connection.scan.members():
        if isinstance(member, OptIn) and standing(member, connection.now()) is Standing.ACTIVE:
            yield member


def _done(written: Iterable[bool], counts: Counts) -> int:
    results = list(written)
    counts.changed += results.count(False)
    return results.count(True)


def _say(counts: Counts, wrong: str, nobodys: str) -> None:
    say(f"{counts.right:>6}  people are in the index as their profiles say")
    say(f"{counts.wrong:>6}  {wrong}")
    say(f"{counts.nobodys:>6}  {nobodys}")
