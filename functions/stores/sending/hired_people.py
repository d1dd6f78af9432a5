"""People whom a hire has closed, for an operator who reopens those of a wrong one."""

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from functions.stores.dynamodb.attributes import from_item, to_item, to_moment, to_text
from functions.stores.dynamodb.busy import transient_if_busy

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


class HiredPeople:
    """The people in DynamoDB, as far as a hire has closed them. A search reads the whole table."""

    def __init__(self, dynamodb: "DynamoDBClient", table: str) -> None:
        self._dynamodb, self._table = dynamodb, table

    def find(self, closed_until: Collection[datetime]) -> Iterator[tuple[str, datetime]]:
        """Yield the key of each person whom a hire has closed up to one of these moments, with the moment."""
        pages = self._dynamodb.get_paginator("scan").paginate(
            TableName=self._table,
            FilterExpression="cause = :hired AND attribute_exists(closed_until)",
            ExpressionAttributeValues=to_item({":hired": "hired"}),
            ConsistentRead=True,
        )
        for page in pages:
            for item in map(from_item, page["Items"]):
                until = to_moment(item["closed_until"])
                if until and until in closed_until:
                    yield item["name"], until

    def reopen(self, key: str, closed_until: datetime) -> bool:
        """Let the person be told again. False: another event has closed them since."""
        try:
            with transient_if_busy():
                self._dynamodb.update_item(
                    TableName=self._table,
                    Key=to_item({"name": key}),
                    UpdateExpression="REMOVE closed_until, cause, closed_by",
                    ConditionExpression="closed_until = :until AND cause = :hired",
                    ExpressionAttributeValues=to_item({":until": to_text(closed_until), ":hired": "hired"}),
                )
        except self._dynamodb.exceptions.ConditionalCheckFailedException:
            return False
        return True
