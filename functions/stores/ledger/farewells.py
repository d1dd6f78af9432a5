"""Letters that confirm to people that they have left the talent pool: the ledger is a table of its own, and knows."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from functions.domain.notices.owed_letter import LetterKind, OwedLetter
from functions.stores.dynamodb.attributes import from_item, to_item
from functions.stores.ledger.notice_item import read_notice

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


class Farewells:
    """The letters in DynamoDB. Nothing indexes them, so a search reads the whole table."""

    def __init__(self, dynamodb: "DynamoDBClient", table: str) -> None:
        self._dynamodb, self._table = dynamodb, table

    def find(self) -> Iterator[OwedLetter]:
        """Yield the letter to each person who has left, or was erased, whatever became of it."""
        pages = self._dynamodb.get_paginator("scan").paginate(
            TableName=self._table,
            FilterExpression="letter.kind IN (:withdrawn, :erased)",
            ExpressionAttributeValues=to_item({":withdrawn": LetterKind.WITHDRAWN, ":erased": LetterKind.ERASED}),
            ConsistentRead=True,
        )
        for page in pages:
            letters = (read_notice(from_item(item)).letter for item in page["Items"])
            yield from filter(None, letters)
