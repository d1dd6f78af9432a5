"""How much a search reads: little at first, more where it must, from many partitions at once."""

from dataclasses import replace
from datetime import timedelta
from threading import Barrier
from typing import Any

from bench.search.capacity import item_bytes
from functions.domain.pool.search.criteria import Criteria
from functions.domain.pool.search.entry import SearchEntry, entry_of
from functions.domain.pool.search.partitions import partitions_for
from functions.domain.pool.search.position import Position
from functions.stores.dynamodb.attributes import to_item
from functions.stores.pool.pool_search import PoolSearch
from functions.stores.pool.search_item import write_entries
from tests.fakes.pool import FakePool
from tests.fakes.search_table import SearchTable
from tests.optin_builders import NOW, opt_in
from tests.unit.domain.pool.search.people import GUELPH, entry, place

EVERYBODY = partitions_for(Criteria(), "")


def pool_of(number: int) -> FakePool:
    pool = FakePool()
    for n in range(number):
        pool.put(opt_in(candidate=f"{n:032x}", joined_at=NOW + timedelta(seconds=n), place=place(GUELPH)))
    return pool


def searched(pool: FakePool) -> tuple[PoolSearch, list[int]]:
    table: Any = SearchTable(pool)
    return PoolSearch(table, "PoolSearch"), table.limits


def test_a_first_page_is_one_read_unit() -> None:
    """4 KB, of items that are as large as a usual person's."""
    search, limits = searched(pool_of(100))
    assert next(search.entries(EVERYBODY)).candidate == f"{99:032x}"
    (limit,) = limits
    largest = max(item_bytes(to_item(item)) for item in write_entries(entry_of(opt_in(place=place(GUELPH)))))
    assert 3500 < limit * largest <= 4096


def test_pages_grow_while_a_search_goes_on() -> None:
    search, limits = searched(pool_of(2000))
    assert len(list(search.entries(EVERYBODY))) == 2000
    assert limits[:6] == [11, 33, 99, 297, 500, 500]


def test_behind_a_position_the_pages_are_small_again() -> None:
    search, limits = searched(pool_of(100))
    after = Position.of(replace(entry(), candidate=f"{50:032x}", joined_at=NOW + timedelta(seconds=50)))
    assert [one.candidate for one, _ in zip(search.entries(EVERYBODY, after), range(2), strict=False)] == [
        f"{49:032x}",
        f"{48:032x}",
    ]
    assert limits == [11]


def test_partitions_are_read_at_once_and_no_more_than_eight() -> None:
    class Slow(SearchTable):
        """Answers once eight queries have come, and not before."""

        def __init__(self, pool: FakePool) -> None:
            super().__init__(pool)
            self.together = Barrier(8, timeout=30)

        def query(self, **request: Any) -> dict[str, Any]:
            self.together.wait()
            return super().query(**request)

    table: Any = Slow(pool_of(3))
    partitions = [f"#{number}#unknown" for number in range(15)] + list(EVERYBODY)
    assert len(list(PoolSearch(table, "PoolSearch").entries(partitions))) == 3
    assert len(table.limits) == 16


def test_where_one_runs_out_those_that_soon_will_are_filled_too() -> None:
    pool = pool_of(100)
    search, limits = searched(pool)
    near = [name for name in partitions_for(Criteria(place=place(GUELPH)), "") if name.endswith("near#174#-322")]
    both: list[SearchEntry] = list(search.entries([*near, *EVERYBODY]))
    assert len(both) == len({one.candidate for one in both}) == 100
    # The same people stand in both, so that both end at the same time: two of each size.
    assert limits == [11, 11, 33, 33, 99, 99]


def test_no_partition_has_anybody() -> None:
    search, limits = searched(FakePool())
    assert list(search.entries(["#a#unknown", "#b#unknown"])) == []
    assert limits == [11, 11]
    assert list(search.entries([])) == []
