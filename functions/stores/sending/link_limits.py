"""The counts of requests for a link, in the table that all senders share.

Key: name ("links-", a digest of whom is counted, and the hour). It is made under a secret key, so that nobody who sees
the table learns which addresses were asked about, and it is gone some hours later.
"""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from functions.domain.digest import digest
from functions.stores.dynamodb.attributes import to_item
from functions.stores.dynamodb.busy import transient_if_busy

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_KEEP = timedelta(hours=2)


class LinkLimits:
    """The counts in DynamoDB. `keyed`: see `DigestKey`."""

    def __init__(self, dynamodb: "DynamoDBClient", table: str, keyed: Callable[[str], str]) -> None:
        self._dynamodb, self._table, self._keyed = dynamodb, table, keyed

    def take(self, kind: str, whom: str, most: int, at: datetime) -> bool:
        """Count one more request of this hour. Return False where there were `most` before it.

        Raises Transient where the table is busy.
        """
        name = f"links-{self._keyed(digest('links', kind, whom))}-{at:%Y-%m-%dT%H}"
        values = {":one": 1, ":most": most, ":end": int((at + _KEEP).timestamp())}
        with transient_if_busy(), suppress(self._dynamodb.exceptions.ConditionalCheckFailedException):
            # One call, whether the hour has begun, the limit is reached, or nobody knows whom it is about.
            self._dynamodb.update_item(
                TableName=self._table,
                Key=to_item({"name": name}),
                UpdateExpression="ADD requests :one SET expires_at = :end",
                ConditionExpression="attribute_not_exists(requests) OR requests < :most",
                ExpressionAttributeValues=to_item(values),
            )
            return True
        return False
