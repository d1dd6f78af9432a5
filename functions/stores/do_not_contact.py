"""Addresses that no mail may go to any more, as they bounced for good or somebody complained. In the ledger's table.

Key: application (a digest of the address in small letters), cycle 0, which no notice has.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from functions.domain.notice import digest
from functions.domain.personal import EmailAddress
from functions.stores.items import from_item, to_item, to_text

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


class DoNotContact:
    """The list in DynamoDB. `keep` is how long an address stays on it."""

    def __init__(self, dynamodb: "DynamoDBClient", table: str, keep: timedelta) -> None:
        self._dynamodb, self._table, self._keep = dynamodb, table, keep

    def add(self, address: EmailAddress, cause: str, at: datetime) -> None:
        expires_at = int((at + self._keep).timestamp())
        item = {**_key(address), "cause": cause, "since": to_text(at), "expires_at": expires_at}
        self._dynamodb.put_item(TableName=self._table, Item=to_item(item))

    def among(self, addresses: Iterable[EmailAddress], now: datetime) -> dict[EmailAddress, str]:
        """Those of at most a hundred addresses that are on the list, each with the cause."""
        by_key = {_key(address)["application"]: address for address in addresses}
        causes: dict[str, str] = {}
        asked: Any = {self._table: {"Keys": [to_item({"application": name, "cycle": 0}) for name in by_key]}}
        while asked and asked[self._table]["Keys"]:
            answer = self._dynamodb.batch_get_item(RequestItems=asked)
            found = map(from_item, answer["Responses"].get(self._table, []))
            causes |= {item["application"]: item["cause"] for item in found if item["expires_at"] > now.timestamp()}
            asked = answer.get("UnprocessedKeys")
        return {address: causes[name] for name, address in by_key.items() if name in causes}


def _key(address: EmailAddress) -> dict[str, Any]:
    return {"application": digest("address", address.reveal().lower()), "cycle": 0}
