"""Reads and conditional updates of one notice."""

from dataclasses import field, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, Self, cast

from functions.domain.lean_dataclass import dataclass
from functions.domain.notices.notice import Entry, Notice
from functions.domain.notices.reference import NoticeRef
from functions.domain.notices.review import Review, Reviewer, next_review
from functions.domain.notices.states import PRECEDING, SETTLED, State
from functions.stores.dynamodb.attributes import from_item, to_item, to_text
from functions.stores.dynamodb.busy import transient_if_busy
from functions.stores.ledger.notice_item import read_notice, write_entry
from functions.stores.ledger.review_index import NO_REVIEW, review_attributes

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

type Values = dict[str, Any]

# An item must not outgrow its table, however often a notice is postponed, corrected, or enqueued again.
_MAX_HISTORY = 100
# Claimed, and its result is not known yet.
IN_FLIGHT = frozenset({State.CLAIMED, State.UNKNOWN})
# The address of a letter to a person of the pool is kept for as long as the letter may be sent.
NO_ADDRESS: Values = {"letter_to": None}
# Held, and neither in review nor revoked.
WAITS_FREELY = "#state = :held AND attribute_not_exists(rescinded_at) AND attribute_not_exists(review_reason)"
_IN_REVIEW = {None: "", True: " AND attribute_exists(review_reason)", False: " AND attribute_not_exists(review_reason)"}
_REVOKED = {None: "", True: " AND attribute_exists(rescinded_at)", False: " AND attribute_not_exists(rescinded_at)"}


@dataclass(frozen=True)
class ConditionalUpdate:
    """Update of a notice if `condition` holds: a line of history, if any, and attributes to set, or (None) to remove.

    `in_review`: whether the notice must have a review reason; `revoked`: whether it must be revoked; None: either.
    """

    ref: NoticeRef
    entry: Entry | None
    condition: str
    values: Values = field(default_factory=dict)
    compared: Values = field(default_factory=dict)
    in_review: bool | None = None
    revoked: bool | None = None

    def request(self, table: str) -> Any:
        """Return the parameters of an UpdateItem."""
        given = {f":{name}": value for name, value in self.values.items()}
        if self.entry:
            given[":entry"] = [write_entry(self.entry)]
        return {
            "TableName": table,
            "Key": key(self.ref),
            "UpdateExpression": _expression(self.values, notes=self.entry is not None),
            "ConditionExpression": f"attribute_exists(application) AND {self.condition}{self._stands}",
            "ExpressionAttributeNames": {"#state": "state"},
            "ExpressionAttributeValues": to_item(given | self.compared),
        }

    def without_review(self) -> Self:
        """Return this update for a notice whose review stays as it is."""
        return replace(self, values={k: v for k, v in self.values.items() if k not in NO_REVIEW})

    def keeping_review(self) -> Self:
        """Return this update for a notice in review: the review stays, whatever the state becomes."""
        return replace(self.without_review(), in_review=True, revoked=None)

    def of_revoked(self, review_reason: str | None = None) -> Self:
        """Return this update for a revoked notice that is not in review: nobody is owed its answer any more.

        `review_reason`: why it needs a person all the same.
        """
        review = Review(Reviewer.PERSON, self.entry.at) if review_reason and self.entry else None
        needs = {"review_reason": review_reason, **review_attributes(review, self.ref)}
        return replace(self, values={**self.values, **needs}, in_review=False, revoked=True)

    @property
    def _stands(self) -> str:
        return f"{_IN_REVIEW[self.in_review]}{_REVOKED[self.revoked]}"


def key(ref: NoticeRef) -> dict[str, Any]:
    """Return the key of a notice as typed attributes."""
    return to_item({"application": ref.application, "cycle": ref.cycle})


def read_one(dynamodb: "DynamoDBClient", table: str, ref: NoticeRef) -> Notice | None:
    """Read one notice, consistently."""
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
    """Return the update to another state, from one of those `before` it, with the review that the new state needs."""
    states: Values = {f":before{n}": state for n, state in enumerate(sorted(before or PRECEDING[to.state]))}
    condition = f"#state IN ({', '.join(states)})" + (f" AND {also}" if also else "")
    address = NO_ADDRESS if to.state in SETTLED else {}
    moved = {"state": to.state, **review_attributes(next_review(to.state, to.at), ref), **address, **(values or {})}
    return ConditionalUpdate(ref, to, condition, moved, states | (compared or {}), in_review)


def has_room(notice: Notice) -> bool:
    """Return whether the history takes another line of what happens again and again. An item must stay readable."""
    return len(notice.history) < _MAX_HISTORY


def postponement(notice: Notice, until: datetime, entry: Entry) -> ConditionalUpdate:
    """Return the update that puts off a notice's due moment, and the sweep's look with it."""
    seen = notice.postponements
    same = "postponements = :seen" if seen else "attribute_not_exists(postponements)"
    due = {"due_at": to_text(until), "postponements": seen + 1}
    return ConditionalUpdate(
        notice.ref,
        entry if has_room(notice) else None,
        f"{WAITS_FREELY} AND {same}",
        due | review_attributes(next_review(State.HELD, entry.at, until), notice.ref),
        {":held": State.HELD} | ({":seen": seen} if seen else {}),
    )


def write_one(dynamodb: "DynamoDBClient", table: str, change: ConditionalUpdate) -> tuple[Notice | None, bool]:
    """Write an update. Return the notice as it is now, if any, and whether it was changed. Raises Transient."""
    try:
        with transient_if_busy():
            answer = dynamodb.update_item(
                **change.request(table), ReturnValues="ALL_NEW", ReturnValuesOnConditionCheckFailure="ALL_OLD"
            )
    except dynamodb.exceptions.ConditionalCheckFailedException as err:
        item = cast(Values, err.response).get("Item")
        found = read_notice(from_item(item)) if item else None
        # A revocation that came too late may have put the notice in review between the caller's read and this write:
        # the worker, or the provider's event, then writes its result and leaves the review to the person.
        if found and found.review_reason and change.in_review is False:
            return write_one(dynamodb, table, change.keeping_review())
        return found, False
    return read_notice(from_item(answer["Attributes"])), True


def change_one(dynamodb: "DynamoDBClient", table: str, change: ConditionalUpdate) -> Notice | None:
    """Write an update. Return the notice afterwards, or None where the condition did not hold. Raises Transient."""
    notice, made = write_one(dynamodb, table, change)
    return notice if made else None


def _expression(values: Values, *, notes: bool) -> str:
    """Return an update expression. A value of None removes its attribute. `notes`: it adds to the history."""
    # `state` is a reserved word of DynamoDB's expressions.
    names = {name: "#state" if name == "state" else name for name in values}
    kept = [f"{alias} = :{name}" for name, alias in names.items() if values[name] is not None]
    gone = [alias for name, alias in names.items() if values[name] is None]
    removal = f" REMOVE {', '.join(gone)}" if gone else ""
    history = ["history = list_append(history, :entry)"] if notes else []
    return f"SET {', '.join([*kept, *history])}{removal}"
