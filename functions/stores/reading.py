"""Many items of one table at a time."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from functions.stores.items import from_item

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


def read_many(
    dynamodb: "DynamoDBClient", table: str, keys: Iterable[dict[str, Any]], *, consistent: bool = False
) -> Iterator[dict[str, Any]]:
    """Plain values of those of at most a hundred items, by different keys, that there are."""
    wanted = list(keys)
    asked: Any = {table: {"Keys": wanted, "ConsistentRead": consistent}} if wanted else None
    while asked:
        answer = dynamodb.batch_get_item(RequestItems=asked)
        yield from map(from_item, answer["Responses"].get(table, []))
        asked = answer.get("UnprocessedKeys")
