"""DynamoDB as far as new decisions need it: items by key, and a put of a key that is there already fails.

Every condition but that of a put holds, an update sets and adds plain values, and there is neither an index nor a type
check. Only the item that paces all workers is updated as its conditions say.
"""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from bench.stub.expressions import update
from bench.stub.pace import reserve
from bench.stub.refusal import Refusal
from functions.domain.notices.brake import rollout_key

type Json = dict[str, Any]
type Key = tuple[str, ...]

_KEY_ATTRIBUTES = ("id", "application", "cycle", "name", "candidate", "record")
# Every version of the words was sent long ago: the brake has nothing against them, and counts none.
_ROLLOUT = {"since": {"S": "2000-01-01T00:00:00.000000+00:00"}, "sent": {"N": "1"}}
_LOST = "ConditionalCheckFailed"


class Tables:
    """All tables; each operation takes and gives what is in DynamoDB's messages."""

    def __init__(self) -> None:
        self._items: dict[Key, Json] = {}
        self.operations: dict[str, Callable[[Json], Json]] = {
            "PutItem": self._put,
            "UpdateItem": self._update,
            "GetItem": self._get,
            "DeleteItem": self._delete,
            "BatchGetItem": self._get_many,
            "TransactWriteItems": self._write_many,
            "Query": lambda _: {"Items": [], "Count": 0, "ScannedCount": 0},
        }

    def _put(self, request: Json) -> Json:
        key = _key(request["TableName"], request["Item"])
        if key in self._items:
            raise Refusal(f"{_LOST}Exception", Item=self._items[key])
        self._items[key] = request["Item"]
        return {}

    def _update(self, request: Json) -> Json:
        item = self._items.setdefault(_key(request["TableName"], request["Key"]), dict(request["Key"]))
        values = request.get("ExpressionAttributeValues", {})
        if _paces(request["Key"]):
            item["next_at"] = {"N": str(reserve(_number(item.get("next_at")), _numbers(values)))}
        else:
            update(item, request)
        return {"Attributes": item} if request.get("ReturnValues", "NONE") != "NONE" else {}

    def _get(self, request: Json) -> Json:
        item = self._items.get(_key(request["TableName"], request["Key"]))
        return {"Item": item} if item else {}

    def _delete(self, request: Json) -> Json:
        self._items.pop(_key(request["TableName"], request["Key"]), None)
        return {}

    def _get_many(self, request: Json) -> Json:
        asked = {table: [_key(table, key) for key in wish["Keys"]] for table, wish in request["RequestItems"].items()}
        found = {table: [item for item in map(self._find, keys) if item] for table, keys in asked.items()}
        return {"Responses": found, "UnprocessedKeys": {}}

    def _find(self, key: Key) -> Json | None:
        _, name, *_ = key
        if name.startswith(rollout_key("")) and key not in self._items:
            return {"name": {"S": name}, **_ROLLOUT}
        return self._items.get(key)

    def _write_many(self, request: Json) -> Json:
        writes = request["TransactItems"]
        lost = [_key(w["Put"]["TableName"], w["Put"]["Item"]) in self._items if "Put" in w else False for w in writes]
        if any(lost):
            reasons = [{"Code": _LOST if one else "None"} for one in lost]
            raise Refusal("TransactionCanceledException", CancellationReasons=reasons)
        for write in writes:
            ((action, wish),) = write.items()
            self.operations[f"{action}Item"](wish)
        return {}


def _key(table: str, item: Json) -> Key:
    return (table, *(value for name in _KEY_ATTRIBUTES if name in item for value in item[name].values()))


def _paces(key: Json) -> bool:
    return {"S": "pace"} in key.values()


def _number(value: Json | None) -> Decimal | None:
    return Decimal(value["N"]) if value else None


def _numbers(values: Json) -> dict[str, Decimal]:
    return {name: Decimal(value["N"]) for name, value in values.items()}
