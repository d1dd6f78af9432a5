"""People whom hires have closed, for an operator who reopens those of a wrong one."""

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from functions.domain.notices.person import PersonEnd
from functions.stores.dynamodb.attributes import from_item, to_item
from functions.stores.dynamodb.busy import transient_if_busy
from functions.stores.sending.people import read_end, write_end

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


class HiredPeople:
    """The people in DynamoDB, as far as hires have closed them. A search reads the whole table."""

    def __init__(self, dynamodb: "DynamoDBClient", table: str) -> None:
        self._dynamodb, self._table = dynamodb, table

    def find(self, source: str, until: Collection[datetime]) -> Iterator[tuple[str, frozenset[PersonEnd]]]:
        """Yield the name of each person with the hires at a source that close them up to one of these moments."""
        pages = self._dynamodb.get_paginator("scan").paginate(
            TableName=self._table, FilterExpression="attribute_exists(ends)", ConsistentRead=True
        )
        for page in pages:
            for item in map(from_item, page["Items"]):
                ends = map(read_end, item["ends"])
                hires = frozenset(end for end in ends if end.by and end.by.source == source and end.until in until)
                if hires:
                    yield item["name"], hires

    def reopen(self, name: str, hires: frozenset[PersonEnd]) -> bool:
        """Forget these hires; an erasure or another hire still counts. False: they are forgotten already."""
        ends = frozenset(map(write_end, hires))
        try:
            with transient_if_busy():
                self._dynamodb.update_item(
                    TableName=self._table,
                    Key=to_item({"name": name}),
                    UpdateExpression="DELETE ends :ends",
                    ConditionExpression="contains(ends, :one)",
                    ExpressionAttributeValues=to_item({":ends": ends, ":one": min(ends)}),
                )
        except self._dynamodb.exceptions.ConditionalCheckFailedException:
            return False
        return True
