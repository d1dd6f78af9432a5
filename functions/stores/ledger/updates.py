"""How one notice is read, and written on a condition."""

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Self, cast

from functions.domain.errors import Transient
from functions.domain.notices.notice import Entry, Notice, NoticeRef
from functions.domain.notices.review import Review, next_review
from functions.domain.notices.states import State, preceding
from functions.stores.dynamodb.attributes import from_item, to_item, to_text
from functions.stores.ledger.notice_item import read_notice, write_entry

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

type Values = dict[str, Any]

# Claimed, and nothing is known of it yet.
IN_FLIGHT = frozenset({State.CLAIMED, State.UNKNOWN})
_TASK = {None: "", True: " AND attribute_exists(review_reason)", False: " AND attribute_not_exists(review_reason)"}


@dataclass(frozen=True)
class ConditionalUpdate:
    """What becomes of a notice if `condition` holds: a line of history, and attributes to set, or (None) to remove.

    `has_task`: whether a person has something to do about it; None: either way.
    """

    ref: NoticeRef
    entry: Entry
    condition: str
    values: Values = field(default_factory=dict)
    compared: Values = field(default_factory=dict)
    in_review: bool | None = None

    def request(self, table: str) -> Any:
        """The parameters of an UpdateItem."""
        given = {f":{name}": value for name, value in self.values.items()} | {":entry": [write_entry(self.entry)]}
        return {
            "TableName": table,
            "Key": key(self.ref),
            "UpdateExpression": _expression(self.values),
            "ConditionExpression": f"attribute_exists(application) AND {self.condition}{_TASK[self.in_review]}",
            "ExpressionAttributeNames": {"#state": "state"},
            "ExpressionAttributeValues": to_item(given | self.compared),
        }

    def keeping_review(self) -> Self:
        """The same where a person has something to do: they still have, whatever state it is in now."""
        values = {name: value for name, value in self.values.items() if name not in review_attributes(None)}
        return replace(self, values=values, in_review=True)


def key(ref: NoticeRef) -> dict[str, Any]:
    return to_item({"application": ref.application, "cycle": ref.cycle})


def read_one(dynamodb: "DynamoDBClient", table: str, ref: NoticeRef) -> Notice | None:
    answer = dynamodb.get_item(TableName=table, Key=key(ref), ConsistentRead=True)
    return read_notice(from_item(answer["Item"])) if "Item" in answer else None


def transition(
    ref: NoticeRef,
    to: Entry,
    values: Values | None = None,
    also: str = "",
    compared: Values | None = None,
    *,
    before: frozenset[State] | None = None,
    in_review: bool | None = False,
) -> ConditionalUpdate:
    """A change of state, from one of those `before` it; the index that sweep and people read goes with it."""
    states: Values = {f":before{n}": state for n, state in enumerate(sorted(before or preceding(to.state)))}
    condition = f"#state IN ({', '.join(states)})" + (f" AND {also}" if also else "")
    moved = {"state": to.state, **review_attributes(next_review(to.state, to.at)), **(values or {})}
    return ConditionalUpdate(ref, to, condition, moved, states | (compared or {}), in_review)


def review_attributes(by: Review | None) -> Values:
    """The attributes of the sparse index."""
    return {"review": by.who.value if by else None, "review_at": to_text(by.at) if by else None}


def write_one(dynamodb: "DynamoDBClient", table: str, change: ConditionalUpdate) -> tuple[Notice | None, bool]:
    """The notice as it is now (None: there is none), and whether the change was made. Raises Transient."""
    try:
        answer = dynamodb.update_item(
            **change.request(table), ReturnValues="ALL_NEW", ReturnValuesOnConditionCheckFailure="ALL_OLD"
        )
    except dynamodb.exceptions.ConditionalCheckFailedException as err:
        item = cast(Values, err.response).get("Item")
        found = read_notice(from_item(item)) if item else None
        if found and found.review_reason and change.in_review is False:
            return write_one(dynamodb, table, change.keeping_review())
        return found, False
    except dynamodb.exceptions.TransactionConflictException as err:
        raise Transient("the notice is being written") from err
    return read_notice(from_item(answer["Attributes"])), True


def change_one(dynamodb: "DynamoDBClient", table: str, change: ConditionalUpdate) -> Notice | None:
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
