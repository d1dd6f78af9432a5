"""Items that were stored under plain digests, before there was a key: an operator puts them under it."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from functions.stores.dynamodb.attributes import from_item, to_item
from functions.stores.sending.keyed_name import PLAIN, Keyed, keyed_name

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

type Values = dict[str, Any]
# All that a person's item and an address's have, beside the name.
_ATTRIBUTES = ("applications", "ends", "is_shared", "cause", "since", "expires_at")


class PlainNames:
    """The items with plain names in DynamoDB. A search reads the whole table."""

    def __init__(self, dynamodb: "DynamoDBClient", table: str, keyed: Keyed) -> None:
        self._dynamodb, self._table, self._keyed = dynamodb, table, keyed

    def find(self) -> Iterator[str]:
        """Yield the plain names."""
        pages = self._dynamodb.get_paginator("scan").paginate(
            TableName=self._table,
            FilterExpression=" OR ".join(f"begins_with(#name, :kind{n})" for n in range(len(PLAIN))),
            ProjectionExpression="#name",
            ExpressionAttributeNames={"#name": "name"},
            ExpressionAttributeValues=to_item({f":kind{n}": kind for n, kind in enumerate(PLAIN)}),
            ConsistentRead=True,
        )
        for page in pages:
            yield from (from_item(item)["name"] for item in page["Items"])

    def rekey(self, plain: str) -> bool:
        """Move an item to its keyed name, and merge it with what stands there. False: it was moved before."""
        name = keyed_name(plain, self._keyed)
        # Both are written, or neither is. Where one has changed since it was read, it is read again.
        while True:
            old, new = self._get(plain), self._get(name)
            if old is None:
                return False
            if self._move(plain, old, name, new):
                return True

    def _get(self, name: str) -> Values | None:
        answer = self._dynamodb.get_item(TableName=self._table, Key=to_item({"name": name}), ConsistentRead=True)
        return from_item(answer["Item"]) if "Item" in answer else None

    def _move(self, plain: str, old: Values, name: str, new: Values | None) -> bool:
        moved = to_item({**_merged(old, new or {}), "name": name})
        put: Any = {"Put": {"TableName": self._table, "Item": moved, **_is_as_seen(new)}}
        delete: Any = {"Delete": {"TableName": self._table, "Key": to_item({"name": plain}), **_is_as_seen(old)}}
        try:
            self._dynamodb.transact_write_items(TransactItems=[put, delete])
        except self._dynamodb.exceptions.TransactionCanceledException as err:
            if {reason.get("Code") for reason in err.response["CancellationReasons"]} & {
                "ConditionalCheckFailed",
                "TransactionConflict",
            }:
                return False
            raise
        return True


def _merged(old: Values, new: Values) -> Values:
    # Applications and ends add up. Of an address, the later event counts, as it does where events come out of order.
    later, earlier = (old, new) if old.get("since", "") > new.get("since", "") else (new, old)
    sets = {name: old.get(name, frozenset()) | new.get(name, frozenset()) for name in ("applications", "ends")}
    return {
        **earlier,
        **later,
        **{name: members for name, members in sets.items() if members},
        "expires_at": max(item["expires_at"] for item in (old, new) if "expires_at" in item),
    }


def _is_as_seen(item: Mapping[str, Any] | None) -> Values:
    if item is None:
        return {"ConditionExpression": "attribute_not_exists(#name)", "ExpressionAttributeNames": {"#name": "name"}}
    same = (f"#{n} = :{n}" if n in item else f"attribute_not_exists(#{n})" for n in _ATTRIBUTES)
    return {
        "ConditionExpression": " AND ".join(same),
        "ExpressionAttributeNames": {f"#{n}": n for n in _ATTRIBUTES},
        "ExpressionAttributeValues": to_item({f":{n}": item[n] for n in _ATTRIBUTES if n in item}),
    }
