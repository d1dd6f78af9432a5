"""The search index in memory: made of the profiles anew for each search, so that it is never behind them."""

from collections.abc import Iterable, Iterator

from functions.domain.pool.membership import OptIn
from functions.domain.pool.search.entry import SearchEntry, entry_of
from functions.domain.pool.search.partitions import partitions_of
from functions.domain.pool.search.position import Position
from tests.fakes.pool import FakePool


class FakePoolSearch:
    """The index of one pool in memory."""

    def __init__(self, pool: FakePool) -> None:
        self._pool = pool

    def entries(self, partitions: Iterable[str], after: Position | None = None) -> Iterator[SearchEntry]:
        read = set(partitions)
        everybody = [entry_of(member) for member in self._pool.members() if isinstance(member, OptIn)]
        there = [entry for entry in everybody if read & set(partitions_of(entry))]
        for entry in sorted(there, key=lambda entry: str(Position.of(entry)), reverse=True):
            if after is None or str(Position.of(entry)) < str(after):
                yield entry
