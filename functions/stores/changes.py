"""How one notice is read, and written on a condition: alone or many at a time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

from functions.domain.attention import Attention, attention
from functions.domain.errors import Transient
from functions.domain.notice import Entry, Notice, NoticeRef, State, preceding
from functions.stores.items import from_item, to_item, to_text
from functions.stores.notice_item import read_notice, write_entry

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

type Values = dict[str, Any]
type Write = Mapping[str, Any]

# Claimed, and nothing is known of it yet.
IN_FLIGHT = frozenset({State.CLAIMED, State.UNKNOWN})
# Actions in one transaction.
MOST_WRITES = 100
# A conflict is another writer at the same moment, who is gone a moment later.
_ROUNDS = 8
_LOST, _CONFLICT = "ConditionalCheckFailed", "TransactionConflict"


@dataclass(frozen=True)
class Change:
    """What becomes of a notice if `condition` holds: a line of history, and attributes to set, or (None) to remove."""

    ref: NoticeRef
    entry: Entry
    condition: str
    values: Values = field(default_factory=dict)
    compared: Values = field(default_factory=dict)

    def request(self, table: str) -> Any:
        """The parameters of an UpdateItem."""
        given = {f":{name}": value for name, value in self.values.items()} | {":entry": [write_entry(self.entry)]}
        return {
            "TableName": table,
            "Key": key(self.ref),
            "UpdateExpression": _expression(self.values),
            "ConditionExpression": f"attribute_exists(application) AND {self.condition}",
            "ExpressionAttributeNames": {"#state": "state"},
            "ExpressionAttributeValues": to_item(given | self.compared),
        }


def key(ref: NoticeRef) -> dict[str, Any]:
    return to_item({"application": ref.application, "cycle": ref.cycle})


def read_one(dynamodb: "DynamoDBClient", table: str, ref: NoticeRef) -> Notice | None:
    answer = dynamodb.get_item(TableName=table, Key=key(ref), ConsistentRead=True)
    return read_notice(from_item(answer["Item"])) if "Item" in answer else None


def move(
    ref: NoticeRef,
    to: Entry,
    values: Values | None = None,
    also: str = "",
    compared: Values | None = None,
    *,
    before: frozenset[State] | None = None,
) -> Change:
    """A change of state, from one of those `before` it; the index that sweep and people read goes with it."""
    states: Values = {f":before{n}": state for n, state in enumerate(sorted(before or preceding(to.state)))}
    condition = f"#state IN ({', '.join(states)})" + (f" AND {also}" if also else "")
    moved = {"state": to.state, **watched(attention(to.state, to.at)), **(values or {})}
    return Change(ref, to, condition, moved, states | (compared or {}))


def watched(by: Attention | None) -> Values:
    """The attributes of the sparse index."""
    return {"attention": by.who.value if by else None, "attention_at": to_text(by.at) if by else None}


def write_each(dynamodb: "DynamoDBClient", writes: Sequence[Write]) -> list[bool]:
    """Makes each write whose condition holds, in as few calls as can be; says which were made.

    A transaction is all or nothing: it is repeated without those that would fail, and those that somebody else is
    writing come in the next. The SDK may repeat an unanswered one safely, as each has a token of its own.
    """
    made, now, later = [False] * len(writes), list(range(len(writes))), list[int]()
    for _ in range(_ROUNDS):
        try:
            if now:
                dynamodb.transact_write_items(TransactItems=[writes[n] for n in now])  # type: ignore[misc]
        except dynamodb.exceptions.TransactionCanceledException as err:
            codes = [reason.get("Code") for reason in err.response["CancellationReasons"]]
            if not {_LOST, _CONFLICT} & set(codes):
                raise
            later += [n for n, code in zip(now, codes, strict=True) if code == _CONFLICT]
            now = [n for n, code in zip(now, codes, strict=True) if code not in (_LOST, _CONFLICT)]
        else:
            made = [done or n in now for n, done in enumerate(made)]
            now, later = later, []
            if not now:
                break
    return made


def write_one(dynamodb: "DynamoDBClient", table: str, change: Change) -> tuple[Notice | None, bool]:
    """The notice as it is now (None: there is none), and whether the change was made. Raises Transient."""
    try:
        answer = dynamodb.update_item(
            **change.request(table), ReturnValues="ALL_NEW", ReturnValuesOnConditionCheckFailure="ALL_OLD"
        )
    except dynamodb.exceptions.ConditionalCheckFailedException as err:
        found = cast(Values, err.response).get("Item")
        return (read_notice(from_item(found)) if found else None), False
    except dynamodb.exceptions.TransactionConflictException as err:
        raise Transient("the notice is being written") from err
    return read_notice(from_item(answer["Attributes"])), True


def change_one(dynamodb: "DynamoDBClient", table: str, change: Change) -> Notice | None:
    """The notice after the change, or None where its condition did not hold. Raises Transient."""
    notice, made = write_one(dynamodb, table, change)
    return notice if made else None


def _expression(values: Values) -> str:
    """An update expression: a value of None removes its attribute; every change adds to the history."""
    # `state` is a reserved word of DynamoDB's expressions.
    names = {name: "#state" if name == "state" else name for name in values}
    kept = [f"{alias} = :{name}" for name, alias in names.items() if values[name] is not None]
    gone = [alias for name, alias in names.items() if values[name] is None]
    removal = f" REMOVE {', '.join(gone)}" if gone else ""
    return f"SET {', '.join([*kept, 'history = list_append(history, :entry)'])}{removal}"
