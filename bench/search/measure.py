"""A page of 25 at three sizes of the pool, and the writes of joining: calls and units, which no machine changes."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import islice
from typing import Any, cast

from bench.search.capacity import units_of_write
from bench.search.people import NOW, SITE, opt_in_of
from bench.search.tables import INDEX, PROFILES, SearchTables, scan_units
from functions.domain.pool.membership import OptIn
from functions.domain.pool.search.criteria import Criteria
from functions.domain.pool.search.visible import Use
from functions.stores.pool.find import people
from functions.stores.pool.pool_search import PoolSearch
from functions.stores.pool.talent_pool import TalentPool

SIZES = (1_000, 100_000, 1_000_000)
PAGE = 25
# A night shift in a warehouse: two in seven do the work, and who has named other shifts is left out.
SEARCH = Criteria(role_families=("warehouse",), shifts=("night",), place=SITE)
_KEEP = timedelta(days=1096)


def find(dynamodb: Any) -> Iterator[OptIn]:
    """Yield the people whom the search finds in these tables."""
    pool = TalentPool(dynamodb, PROFILES, INDEX, _KEEP, str)
    return people(PoolSearch(dynamodb, INDEX), pool, SEARCH, Use(""), NOW)


def pages() -> dict[str, float]:
    """Return calls and read units of the first page at each size, and how they compare."""
    figures: dict[str, float] = {}
    for size in SIZES:
        tables = SearchTables(size)
        if len(list(islice(find(tables), PAGE))) < PAGE:
            raise ValueError(f"a pool of {size} has no full page")
        figures[f"page_calls_{size}"], figures[f"page_units_{size}"] = tables.take()
    units = [figures[f"page_units_{size}"] for size in SIZES]
    scan = scan_units(SIZES[1])
    return {
        **figures,
        "scan_units": scan,
        "page_units_spread": max(units) / min(units),
        "page_of_scan": max(units) / scan,
    }


def joining() -> dict[str, float]:
    """Return the write units of joining with the index items, and without them."""
    writes = _Transaction()
    pool = TalentPool(cast(Any, writes), PROFILES, INDEX, _KEEP, str)
    if not pool.join(opt_in_of(1)):
        raise ValueError("the opt-in was not recorded")
    of_index = sum(units for table, units in writes.units if table == INDEX)
    before = sum(units for table, units in writes.units if table != INDEX)
    return {"joining_units": of_index + before, "joining_units_before": before, "joining_ratio": 1 + of_index / before}


class _Transaction:
    """Takes one transaction, and notes the units of each of its writes."""

    def __init__(self) -> None:
        self.units: list[tuple[str, int]] = []

    def transact_write_items(self, *, TransactItems: list[dict[str, Any]], **_: Any) -> None:  # noqa: N803
        for write in TransactItems:
            ((_action, wish),) = write.items()
            # Of an update, the item is as small as its key and its values.
            values = {name.strip(":"): value for name, value in wish.get("ExpressionAttributeValues", {}).items()}
            item = wish.get("Item") or {**wish["Key"], **values}
            self.units.append((wish["TableName"], units_of_write(item)))
