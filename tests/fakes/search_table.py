"""The table of the search index as a client of DynamoDB reads it, made of the profiles of a pool in memory."""

from collections import defaultdict
from operator import itemgetter
from typing import Any

from functions.domain.pool.membership import Member, OptIn
from functions.domain.pool.search.entry import entry_of
from functions.stores.dynamodb.attributes import to_item
from functions.stores.pool.search_item import write_entries
from tests.fakes.pool import FakePool


class SearchTable:
    """A client that knows one query: of a partition, backwards, from behind a position, up to a limit."""

    def __init__(self, pool: FakePool) -> None:
        self._pool = pool
        self._made_of: list[Member] = []
        self._partitions: dict[str, list[dict[str, Any]]] = {}
        self.limits: list[int] = []

    def query(self, **request: Any) -> dict[str, Any]:
        assert request["ConsistentRead"]
        assert not request["ScanIndexForward"]
        limit, values = request["Limit"], request["ExpressionAttributeValues"]
        self.limits.append(limit)
        after = values.get(":after", {"S": "~"})["S"]
        behind = [to_item(item) for item in self._items(values[":cell"]["S"]) if item["joined"] < after]
        # DynamoDB says that more may follow where it has stopped at the limit, though nothing may.
        return {"Items": behind[:limit]} | ({"LastEvaluatedKey": {}} if len(behind) >= limit else {})

    def _items(self, partition: str) -> list[dict[str, Any]]:
        members = self._pool.members()
        if [*map(id, members)] != [*map(id, self._made_of)]:
            made = defaultdict(list)
            for member in members:
                for item in write_entries(entry_of(member)) if isinstance(member, OptIn) else ():
                    made[item["cell"]].append(item)
            self._made_of = members
            self._partitions = {
                name: sorted(items, key=itemgetter("joined"), reverse=True) for name, items in made.items()
            }
        return self._partitions.get(partition, [])
