"""Everybody in the talent pool, for an operator. Nothing indexes them, so it reads the whole table."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from functions.domain.pool.membership import Member
from functions.stores.dynamodb.attributes import from_item, to_item
from functions.stores.pool.member_item import PROFILE, read_member

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


class PoolScan:
    """The current records of a table of the talent pool: the one in use, or a copy of it."""

    def __init__(self, dynamodb: "DynamoDBClient", table: str) -> None:
        self._dynamodb, self._table = dynamodb, table

    def members(self) -> Iterator[Member]:
        """Yield every current record, expired ones and tombstones too."""
        pages = self._dynamodb.get_paginator("scan").paginate(
            TableName=self._table,
            FilterExpression="#record = :profile",
            ExpressionAttributeNames={"#record": "record"},
            ExpressionAttributeValues=to_item({":profile": PROFILE}),
            ConsistentRead=True,
        )
        for page in pages:
            yield from read_members(page["Items"])


def read_members(items: Iterable[dict[str, Any]]) -> Iterator[Member]:
    """Yield the current records among items as DynamoDB has them; what else the table keeps is left out."""
    for item in items:
        if item.get("record") == {"S": PROFILE}:
            yield read_member(from_item(item))
