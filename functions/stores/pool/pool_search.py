"""The search index of the talent pool, as a search reads it: many partitions, merged into one order."""

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from heapq import merge
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from functions.domain.pool.search.entry import SearchEntry
from functions.domain.pool.search.position import Position
from functions.stores.dynamodb.attributes import from_item, to_item
from functions.stores.dynamodb.busy import transient_if_busy
from functions.stores.pool.partition_reader import Page, PartitionReader
from functions.stores.pool.search_item import read_entry

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_MAX_QUERIES = 8


class PoolSearch:
    """The index in DynamoDB. It is written with the profiles, in `TalentPool`'s transactions."""

    def __init__(self, dynamodb: "DynamoDBClient", table: str) -> None:
        self._dynamodb, self._table = dynamodb, table

    def entries(self, partitions: Iterable[str], after: Position | None = None) -> Iterator[SearchEntry]:
        """Yield the people of these partitions, newest first, each once, from behind `after`.

        It reads no more than it must. A person who joins again while it reads may come a second time, at their new
        position: the one whose `joined_at` their profile has counts.
        """
        readers: list[PartitionReader] = []
        readers += [PartitionReader(self._query(name, after), self._executor, readers) for name in partitions]
        last = None
        for item in merge(*readers, key=itemgetter("joined"), reverse=True):
            # Somebody who stands in several of them comes from each, one right after another.
            if item["joined"] != last:
                yield read_entry(item)
            last = item["joined"]

    @cached_property
    def _executor(self) -> ThreadPoolExecutor:
        return ThreadPoolExecutor(_MAX_QUERIES)

    def _query(self, partition: str, after: Position | None) -> "_Query":
        return _Query(self._dynamodb, self._table, partition, str(after) if after else None)


class _Query:
    """The query of one partition; it goes on behind the item where the page before ended."""

    def __init__(self, dynamodb: "DynamoDBClient", table: str, partition: str, after: str | None) -> None:
        self._dynamodb, self._table, self._partition, self._after = dynamodb, table, partition, after

    def __call__(self, limit: int) -> Page:
        # Consistent: whoever has withdrawn or paused is in no page that is read from now on.
        values = {":cell": self._partition, ":after": self._after}
        request: Any = {
            "TableName": self._table,
            "KeyConditionExpression": "cell = :cell" + (" AND joined < :after" if self._after else ""),
            "ExpressionAttributeValues": to_item(values),
            "ScanIndexForward": False,
            "Limit": limit,
            "ConsistentRead": True,
        }
        with transient_if_busy():
            answer = self._dynamodb.query(**request)
        items = list(map(from_item, answer["Items"]))
        self._after = items[-1]["joined"] if items else self._after
        return Page(items, goes_on="LastEvaluatedKey" in answer)
