"""Many items of one table at a time."""

from collections.abc import Iterable, Iterator
from itertools import batched
from typing import TYPE_CHECKING, Any

from functions.stores.dynamodb.attributes import from_item

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

# Items in one call.
MAX_READS = 100


def batch_get(
    dynamodb: "DynamoDBClient", table: str, keys: Iterable[dict[str, Any]], *, consistent: bool = False
) -> Iterator[dict[str, Any]]:
    """Plain values of those items, by different keys, that there are; a hundred in a call."""
    for some in batched(keys, MAX_READS, strict=False):
        asked: Any = {table: {"Keys": list(some), "ConsistentRead": consistent}}
        while asked:
            answer = dynamodb.batch_get_item(RequestItems=asked)
            yield from map(from_item, answer["Responses"].get(table, []))
            asked = answer.get("UnprocessedKeys")
