"""The do-not-contact list: addresses that hard-bounced or complained, in the table that all senders share.

Key: name ("keyed-address-" and a digest of the address in small letters, under the secret key).
"""

from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from functions.domain.digest import digest
from functions.domain.personal_data import EmailAddress
from functions.stores.dynamodb.attributes import to_item, to_text
from functions.stores.dynamodb.batch_get import batch_get
from functions.stores.dynamodb.busy import transient_if_busy
from functions.stores.sending.keyed_name import Keyed, keyed_name

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


class DoNotContactStore:
    """The list in DynamoDB. `keep` is how long an address stays on it; `keyed`: see `DigestKey`."""

    def __init__(self, dynamodb: "DynamoDBClient", table: str, keep: timedelta, keyed: Keyed) -> None:
        self._dynamodb, self._table, self._keep, self._keyed = dynamodb, table, keep, keyed

    def add(self, address: EmailAddress, cause: str, at: datetime) -> None:
        """Put the address on the list, or update its cause if this event is later."""
        expires_at = int((at + self._keep).timestamp())
        item = {"name": self._name(address), "cause": cause, "since": to_text(at), "expires_at": expires_at}
        with transient_if_busy(), suppress(self._dynamodb.exceptions.ConditionalCheckFailedException):
            self._dynamodb.put_item(
                TableName=self._table,
                Item=to_item(item),
                # Events may come late and more than once: an old one must not replace a newer cause.
                ConditionExpression="attribute_not_exists(since) OR since <= :since",
                ExpressionAttributeValues=to_item({":since": to_text(at)}),
            )

    def among(self, addresses: Iterable[EmailAddress], now: datetime) -> dict[EmailAddress, str]:
        """Return the addresses that are on the list, each with its cause."""
        names = {address: self._name(address) for address in addresses}
        keys = (to_item({"name": name}) for name in sorted(set(names.values())))
        items = batch_get(self._dynamodb, self._table, keys)
        # DynamoDB deletes an expired item up to days later.
        causes = {item["name"]: item["cause"] for item in items if item["expires_at"] > now.timestamp()}
        return {address: causes[name] for address, name in names.items() if name in causes}

    def _name(self, address: EmailAddress) -> str:
        return keyed_name(f"address-{digest('address', address.reveal().lower())}", self._keyed)
