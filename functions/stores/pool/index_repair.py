"""The search index made anew from the profiles, for an operator: what is missing or wrong, and what is nobody's."""

from collections.abc import Iterator, Sequence
from itertools import batched
from typing import TYPE_CHECKING, Any

from functions.domain.pool.membership import Member, OptIn
from functions.domain.pool.search.entry import entry_of
from functions.domain.pool.search.position import Position
from functions.stores.dynamodb.attributes import from_item, to_item
from functions.stores.dynamodb.batch_get import batch_get
from functions.stores.dynamodb.transact import transact
from functions.stores.dynamodb.transactions import Write
from functions.stores.pool.find import Profiles
from functions.stores.pool.member_item import PROFILE
from functions.stores.pool.search_item import write_entries
from functions.stores.pool.search_writes import SearchWrites

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

type Key = tuple[str, str]
# Profiles that are read in one call.
_AT_ONCE = 100


class IndexRepair:
    """The tables of the profiles and of the index. Each write is conditional on the profile that `pool` has read."""

    def __init__(self, dynamodb: "DynamoDBClient", table: str, search_table: str, pool: Profiles) -> None:
        self._dynamodb, self._table, self._search_table, self._pool = dynamodb, table, search_table, pool
        self._writes = SearchWrites(search_table)

    def not_entered(self, opt_ins: Sequence[OptIn]) -> list[OptIn]:
        """Return those whose items are not as their profiles say."""
        expected = {opt_in.candidate: list(write_entries(entry_of(opt_in))) for opt_in in opt_ins}
        keys = (_key(item) for items in expected.values() for item in items)
        stored = list(batch_get(self._dynamodb, self._search_table, keys, consistent=True))
        # As they would lie there: without what is None.
        there = {(item["cell"], item["joined"]): item for item in stored}
        return [
            opt_in
            for opt_in in opt_ins
            if any(
                there.get((item["cell"], item["joined"])) != {n: v for n, v in item.items() if v is not None}
                for item in expected[opt_in.candidate]
            )
        ]

    def enter(self, opt_in: OptIn) -> bool:
        """Write what the index should have of this person. Return False where they have changed since."""
        entered, writes = self._writes.enter(opt_in)
        cells = [cell for cell, _ in entered.indexed]
        return transact(self._dynamodb, [self._remember(opt_in, cells), *writes])

    def orphans(self) -> Iterator[tuple[Key, Member | None]]:
        """Yield the items that no profile has, and whoever has that key in the pool now."""
        for some in batched(self._stored(), _AT_ONCE, strict=False):
            positions = {joined: Position.parse(joined) for _, joined in some}
            members = self._pool.get_each({position.candidate for position in positions.values()})
            for cell, joined in some:
                member = members.get(positions[joined].candidate)
                if not isinstance(member, OptIn) or (cell, joined) not in member.indexed:
                    yield (cell, joined), member

    def remove(self, key: Key, member: Member | None) -> bool:
        """Delete an item. Return False where the member has changed since."""
        cell, joined = key
        candidate = Position.parse(joined).candidate
        condition = {
            "TableName": self._table,
            "Key": to_item({"candidate": candidate, "record": PROFILE}),
            **_unchanged(member),
        }
        item = {"TableName": self._search_table, "Key": _key({"cell": cell, "joined": joined})}
        return transact(self._dynamodb, [{"ConditionCheck": condition}, {"Delete": item}])

    def _remember(self, opt_in: OptIn, cells: list[str]) -> Write:
        values = {":cells": cells, ":revision": opt_in.revision}
        return {
            "Update": {
                "TableName": self._table,
                "Key": to_item({"candidate": opt_in.candidate, "record": PROFILE}),
                "UpdateExpression": "SET cells = :cells",
                "ConditionExpression": "revision = :revision",
                "ExpressionAttributeValues": to_item(values),
            }
        }

    def _stored(self) -> Iterator[Key]:
        pages = self._dynamodb.get_paginator("scan").paginate(
            TableName=self._search_table, ProjectionExpression="cell, joined", ConsistentRead=True
        )
        for page in pages:
            yield from ((item["cell"], item["joined"]) for item in map(from_item, page["Items"]))


def _key(item: dict[str, Any]) -> dict[str, Any]:
    return to_item({"cell": item["cell"], "joined": item["joined"]})


def _unchanged(member: Member | None) -> dict[str, Any]:
    if member is None:
        return {"ConditionExpression": "attribute_not_exists(candidate)"}
    return {
        "ConditionExpression": "revision = :revision",
        "ExpressionAttributeValues": to_item({":revision": member.revision}),
    }
