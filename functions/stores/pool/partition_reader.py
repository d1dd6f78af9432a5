"""The lazy read of one partition beside others: small pages at first, then larger ones."""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future
from typing import Any, NamedTuple

# Of items of some 350 bytes, the first page costs one read unit: 4 KB.
_FIRST_PAGE, _GROWTH, _LAST_PAGE = 11, 3, 500


class Page(NamedTuple):
    """The items of one query, in order, and whether more may follow."""

    items: Sequence[dict[str, Any]]
    goes_on: bool


class PartitionReader:
    """The items of one partition, in order. All first pages are asked for at once.

    `siblings` are the readers that are merged with it, itself among them: where one runs out of items, those that will
    run out soon are filled at the same time.
    """

    def __init__(self, query: Callable[[int], Page], executor: Executor, siblings: "Sequence[PartitionReader]") -> None:
        self._query, self._executor, self._siblings = query, executor, siblings
        self._items: deque[dict[str, Any]] = deque()
        self._limit, self._goes_on = _FIRST_PAGE, True
        self._asked: Future[Page] | None = None
        self.ask()

    def __iter__(self) -> Iterator[dict[str, Any]]:
        while self._items or self._fill():
            yield self._items.popleft()

    def _fill(self) -> bool:
        """Read on, until there are items. Return whether there are any more."""
        while not self._items and (self._asked or self._goes_on):
            for reader in self._siblings:
                if reader.runs_out:
                    reader.ask()
            self._take()
        return bool(self._items)

    @property
    def runs_out(self) -> bool:
        """True where it has few items left, more may follow, and nobody has asked for them."""
        # The limit is already that of the next page.
        return self._goes_on and self._asked is None and len(self._items) < self._limit // _GROWTH // 2

    def ask(self) -> None:
        """Ask for the next page, in another thread."""
        self._asked = self._executor.submit(self._query, self._limit)
        self._limit = min(self._limit * _GROWTH, _LAST_PAGE)

    def _take(self) -> None:
        page = self._asked.result() if self._asked else Page((), goes_on=False)
        self._asked, self._goes_on = None, page.goes_on
        self._items.extend(page.items)
