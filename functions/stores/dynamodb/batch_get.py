"""The read of many items of one table."""

import time
from collections.abc import Callable, Iterable, Iterator
from itertools import batched
from typing import TYPE_CHECKING, Any

from functions.stores.dynamodb.attributes import from_item
from functions.stores.dynamodb.busy import PAUSES, table_is_busy, transient_if_busy

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

# DynamoDB's limit for one call.
MAX_READS = 100


def batch_get(
    dynamodb: "DynamoDBClient",
    table: str,
    keys: Iterable[dict[str, Any]],
    *,
    consistent: bool = False,
    sleep: Callable[[float], None] = time.sleep,
) -> Iterator[dict[str, Any]]:
    """Yield the plain values of each item that exists. The keys must differ from one another.

    Raises Transient where the table stays busy.
    """
    for chunk in batched(keys, MAX_READS, strict=False):
        request: Any = {table: {"Keys": list(chunk), "ConsistentRead": consistent}}
        pauses = iter(PAUSES)
        while request:
            with transient_if_busy():
                answer = dynamodb.batch_get_item(RequestItems=request)
            yield from map(from_item, found := answer["Responses"].get(table, []))
            request = answer.get("UnprocessedKeys")
            # DynamoDB leaves keys unprocessed where an answer gets too large: then it has some items, and the next call
            # may follow at once. Where it has none, the table is busy.
            if request and not found:
                _pause(pauses, sleep)


def _pause(pauses: Iterator[float], sleep: Callable[[float], None]) -> None:
    seconds = next(pauses, None)
    if seconds is None:
        raise table_is_busy()
    sleep(seconds)
