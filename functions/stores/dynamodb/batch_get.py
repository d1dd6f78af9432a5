"""The read of many items of one table."""

from collections.abc import Iterable, Iterator
from itertools import batched
from typing import TYPE_CHECKING, Any

from functions.stores.dynamodb.attributes import from_item

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

# DynamoDB's limit for one call.
MAX_READS = 100


def batch_get(
    dynamodb: "DynamoDBClient", table: str, keys: Iterable[dict[str, Any]], *, consistent: bool = False
) -> Iterator[dict[str, Any]]:
    """Yield the plain values of each item that exists. The keys must differ from one another."""
    for chunk in batched(keys, MAX_READS, strict=False):
        request: Any = {table: {"Keys": list(chunk), "ConsistentRead": consistent}}
        # DynamoDB leaves keys unprocessed where an answer gets too large or the table is busy.
        while request:
            answer = dynamodb.batch_get_item(RequestItems=request)
            yield from map(from_item, answer["Responses"].get(table, []))
            request = answer.get("UnprocessedKeys")
