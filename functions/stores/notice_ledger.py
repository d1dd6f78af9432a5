"""The table that knows every notice and what became of it. Every transition is one conditional write.

Key: application (32 hex digits), cycle (number). Personal data: `decision`, `later_decision`, `claim.sent_to`.
"""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, cast

from functions.domain.decision import Rejection
from functions.domain.notice import Claim, Entry, Notice, NoticeRef, State, preceding
from functions.stores.items import from_item, to_item, to_text
from functions.stores.notice_item import read_notice, write_claim, write_decision, write_entry, write_notice

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

type Values = dict[str, Any]


class NoticeLedger:
    """The ledger in DynamoDB. `keep` is how long the proof is kept.

    A change returns the notice as it is afterwards, or None where its condition did not hold.
    """

    def __init__(self, dynamodb: "DynamoDBClient", table: str, keep: timedelta) -> None:
        self._dynamodb, self._table, self._keep = dynamodb, table, keep

    def get(self, ref: NoticeRef) -> Notice | None:
        answer = self._dynamodb.get_item(TableName=self._table, Key=_key(ref), ConsistentRead=True)
        return read_notice(from_item(answer["Item"])) if "Item" in answer else None

    def open(self, notice: Notice, at: datetime) -> Notice | None:
        """Writes a notice where there is none. None: written. Else the notice that was there."""
        expires_at = int((at + self._keep).timestamp())
        try:
            self._dynamodb.put_item(
                TableName=self._table,
                Item=to_item({**write_notice(notice), "expires_at": expires_at}),
                ConditionExpression="attribute_not_exists(application)",
                ReturnValuesOnConditionCheckFailure="ALL_OLD",
            )
        except self._dynamodb.exceptions.ConditionalCheckFailedException as err:
            found = read_notice(from_item(cast(Values, err.response)["Item"]))
            # The SDK repeats a write whose answer got lost, and then meets its own.
            return None if found == notice else found
        return None

    def claim(self, ref: NoticeRef, claim: Claim) -> Notice | None:
        """HELD to CLAIMED. None: somebody was faster, or it was taken back."""
        due = Entry(claim.at, State.CLAIMED, "due")
        claimed = self._move(ref, due, {"claim": write_claim(claim)}, "attribute_not_exists(rescinded_at)")
        return claimed or self._own(ref, claim)

    def settle(self, ref: NoticeRef, claim: Claim, end: Entry, ses_message_id: str | None = None) -> Notice | None:
        """CLAIMED to ACCEPTED, REFUSED or UNKNOWN. None: the claim is no longer this one."""
        return self._move(ref, end, {"ses_message_id": ses_message_id}, "claim.id = :claim_id", {":claim_id": claim.id})

    def release(self, ref: NoticeRef, claim: Claim, at: datetime, cause: str) -> Notice | None:
        """CLAIMED back to HELD, where for certain nothing was sent. None: the claim is no longer this one."""
        held = Entry(at, State.HELD, cause)
        return self._move(ref, held, {"claim": None}, "claim.id = :claim_id", {":claim_id": claim.id})

    def suppress(self, ref: NoticeRef, at: datetime, cause: str) -> Notice | None:
        """HELD to SUPPRESSED. None: it is no longer held."""
        return self._move(ref, Entry(at, State.SUPPRESSED, cause), {})

    def take_back(self, ref: NoticeRef, rescinded_at: datetime, at: datetime) -> Notice | None:
        """HELD to RESCINDED. None: it is no longer held."""
        return self._move(ref, Entry(at, State.RESCINDED, "rescinded"), {"rescinded_at": to_text(rescinded_at)})

    def close(self, ref: NoticeRef, rescinded_at: datetime, at: datetime, state: State) -> Notice | None:
        """Ends the cycle of a notice that can't be taken back; it stays in `state`. None: the state has changed."""
        return self._update(
            ref,
            {"rescinded_at": to_text(rescinded_at)},
            "#state = :state AND attribute_not_exists(rescinded_at)",
            {":state": state},
            Entry(at, state, "rescinded, too late"),
        )

    def note_later(
        self, ref: NoticeRef, later: Rejection, at: datetime, state: State, seen: Rejection | None
    ) -> Notice | None:
        """Keeps a later repeat: it opens the next cycle if a rescinding turns out to lie between the two.

        None: the state, or the repeat that was `seen` before, has changed.
        """
        before = "later_decision = :seen" if seen else "attribute_not_exists(later_decision)"
        return self._update(
            ref,
            {"later_decision": write_decision(later)},
            f"#state = :state AND attribute_not_exists(rescinded_at) AND {before}",
            {":state": state, ":seen": write_decision(seen)},
            Entry(at, state, "decided again"),
        )

    def _own(self, ref: NoticeRef, claim: Claim) -> Notice | None:
        # As in open: the claim that was there before may be ours, its answer lost.
        found = self.get(ref)
        return found if found and found.state is State.CLAIMED and found.claim == claim else None

    def _move(
        self, ref: NoticeRef, to: Entry, values: Values, also: str = "", compared: Values | None = None
    ) -> Notice | None:
        before: Values = {f":before{n}": state for n, state in enumerate(sorted(preceding(to.state)))}
        condition = f"#state IN ({', '.join(before)})" + (f" AND {also}" if also else "")
        return self._update(ref, {"state": to.state, **values}, condition, before | (compared or {}), to)

    def _update(self, ref: NoticeRef, values: Values, condition: str, compared: Values, entry: Entry) -> Notice | None:
        given = {f":{name}": value for name, value in values.items()} | {":entry": [write_entry(entry)]}
        try:
            answer = self._dynamodb.update_item(
                TableName=self._table,
                Key=_key(ref),
                UpdateExpression=_changes(values),
                ConditionExpression=f"attribute_exists(application) AND {condition}",
                ExpressionAttributeNames={"#state": "state"},
                ExpressionAttributeValues=to_item(given | compared),
                ReturnValues="ALL_NEW",
            )
        except self._dynamodb.exceptions.ConditionalCheckFailedException:
            return None
        return read_notice(from_item(answer["Attributes"]))


def _key(ref: NoticeRef) -> dict[str, Any]:
    return to_item({"application": ref.application, "cycle": ref.cycle})


def _changes(values: Values) -> str:
    """An update expression: a value of None removes its attribute; every change adds to the history."""
    # `state` is a reserved word of DynamoDB's expressions.
    names = {name: "#state" if name == "state" else name for name in values}
    kept = [f"{alias} = :{name}" for name, alias in names.items() if values[name] is not None]
    gone = [alias for name, alias in names.items() if values[name] is None]
    removal = f" REMOVE {', '.join(gone)}" if gone else ""
    return f"SET {', '.join([*kept, 'history = list_append(history, :entry)'])}{removal}"
