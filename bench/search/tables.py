"""The pool's two tables as one search reads them, of so many invented people; it counts calls and read units.

An index item, and a profile, is made when it is read: what is kept of a person is their number, in each partition.
"""

from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from bench.search.capacity import item_bytes, units_of_get, units_of_query
from bench.search.people import DIFFERENT, drawn, joined_at, number_of, opt_in_of
from functions.domain.pool.search.entry import SearchEntry, entry_of
from functions.domain.pool.search.partitions import partitions_of
from functions.domain.pool.search.position import Position
from functions.stores.dynamodb.attributes import to_item
from functions.stores.pool.member_item import write_opt_in
from functions.stores.pool.search_item import write_entries

type Json = dict[str, Any]

# DynamoDB reads no more at once.
_PAGE_BYTES = 2**20
INDEX, PROFILES = "kr-PoolSearch", "kr-TalentPool"


class SearchTables:
    """`Query` of the index and `BatchGetItem` of the profiles, for a pool of `people`."""

    def __init__(self, people: int) -> None:
        self._partitions = _partitions(people)
        self._seen = (0, 0)

    def take(self) -> tuple[int, int]:
        """Return the calls and the read units since the last time."""
        seen, self._seen = self._seen, (0, 0)
        return seen

    def query(self, **request: Any) -> Json:
        values = request["ExpressionAttributeValues"]
        numbers = self._partitions.get(values[":cell"]["S"], array("I"))
        end = len(numbers)
        if ":after" in values:
            end = bisect_left(numbers, number_of(Position.parse(values[":after"]["S"]).candidate))
        items, size = list[Json](), 0
        for at in range(end - 1, max(-1, end - 1 - request["Limit"]), -1):
            items.append(_index_item(values[":cell"]["S"], numbers[at]))
            size += item_bytes(items[-1])
            if size > _PAGE_BYTES:
                break
        self._count(units_of_query(items))
        goes_on: Json = {"LastEvaluatedKey": {}} if len(items) < end else {}
        return {"Items": items, "Count": len(items), "ScannedCount": len(items), **goes_on}

    def batch_get_item(self, **request: Any) -> Json:
        ((table, wish),) = request["RequestItems"].items()
        items = [to_item(write_opt_in(opt_in_of(number_of(key["candidate"]["S"])))) for key in wish["Keys"]]
        self._count(sum(map(units_of_get, items)))
        return {"Responses": {table: items}, "UnprocessedKeys": {}}

    def _count(self, units: int) -> None:
        calls, before = self._seen
        self._seen = (calls + 1, before + units)


def scan_units(people: int) -> float:
    """Return the read units of a scan through all profiles: what a search cost before there was an index."""
    sample: list[Mapping[str, Any]] = [to_item(write_opt_in(opt_in_of(number))) for number in range(200)]
    return units_of_query(sample) / len(sample) * people


def _partitions(people: int) -> dict[str, "array[int]"]:
    """Return the numbers of the people in each partition, in the order in which they joined."""
    first: dict[str, list[int]] = defaultdict(list)
    for number in range(min(people, DIFFERENT)):
        for partition in partitions_of(_located(number)):
            first[partition].append(number)
    rounds = range(0, people, DIFFERENT)
    return {
        name: array("I", (start + number for start in rounds for number in numbers)) for name, numbers in first.items()
    }


def _located(number: int) -> SearchEntry:
    """Return as much of the entry as says in which partitions it stands."""
    answers, joined = drawn(number), joined_at(number)
    return SearchEntry(
        candidate="",
        employer="",
        joined_at=joined,
        role_families=frozenset(answers.families),
        point=answers.point,
        distance_km=answers.distance_km,
        expires_at=joined,
        revision=1,
    )


def _index_item(partition: str, number: int) -> Json:
    items = write_entries(entry_of(opt_in_of(number)))
    return next(to_item(values) for values in items if values["cell"] == partition)
