"""The table of people who opted in: one current record each, and append-only consents.

Key: candidate (32 hex digits), record ("PROFILE", or "CONSENT#" with time and receipt id). The current record and the
consent that explains it are written in one transaction. It is conditional on the revision that was read: where two
requests change the same opt-in at the same moment, the second one fails and decides again from the new record.
"""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from functions.domain.notices.notice import Notice
from functions.domain.pool.consent import Receipt
from functions.domain.pool.membership import Member, OptIn, Withdrawal
from functions.stores.dynamodb.attributes import from_item, to_item, to_text
from functions.stores.dynamodb.transactions import Write
from functions.stores.pool.member_item import PROFILE, read_member, write_opt_in, write_withdrawal

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

type Values = dict[str, Any]
# The ledger's write that opens a notice, for the transaction that records what the notice is about.
type OpenNotice = Callable[[Notice, datetime], Write]


class TalentPool:
    """The pool in DynamoDB. `keep` is how long consents and tombstones remain as proof.

    `open_notice` is the ledger's write for a letter that is owed; it is needed where letters are opened.
    """

    def __init__(
        self, dynamodb: "DynamoDBClient", table: str, keep: timedelta, open_notice: OpenNotice | None = None
    ) -> None:
        self._dynamodb, self._table, self._keep, self._open_notice = dynamodb, table, keep, open_notice

    def get(self, candidate: str) -> Member | None:
        """Return the current record."""
        # Consistent: someone who has just withdrawn must not see, or be found by, the old record.
        key = to_item({"candidate": candidate, "record": PROFILE})
        answer = self._dynamodb.get_item(TableName=self._table, Key=key, ConsistentRead=True)
        return read_member(from_item(answer["Item"])) if "Item" in answer else None

    def consents(self, candidate: str) -> list[Values]:
        """Return every consent and withdrawal on record, oldest first."""
        pages = self._dynamodb.get_paginator("query").paginate(
            TableName=self._table,
            KeyConditionExpression="candidate = :candidate AND begins_with(#record, :prefix)",
            ExpressionAttributeNames={"#record": "record"},
            ExpressionAttributeValues=to_item({":candidate": candidate, ":prefix": "CONSENT#"}),
            ConsistentRead=True,
        )
        return [from_item(item)["consent"] for page in pages for item in page["Items"]]

    def join(self, opt_in: OptIn, owed: Sequence[Notice] = ()) -> bool:
        """Record or replace an opt-in. Return False where the current record is not the one before it."""
        receipt = opt_in.receipt
        consent = {"kind": "given", **receipt.record()}
        return self._replace(
            write_opt_in(opt_in), consent, receipt.given_at, receipt, self._opened(owed, receipt.given_at)
        )

    def withdraw(
        self, withdrawal: Withdrawal, opt_in: OptIn, method: str = "web form", owed: Sequence[Notice] = ()
    ) -> bool:
        """Replace a profile by a tombstone. Return False where the current record is not the one before it."""
        at = withdrawal.withdrawn_at
        consent = {"kind": "withdrawn", "at": to_text(at), "receipt": opt_in.receipt.id, "method": method}
        tombstone = {**write_withdrawal(withdrawal), "expires_at": self._until(at)}
        return self._replace(tombstone, consent, at, opt_in.receipt, self._opened(owed, at))

    def _opened(self, owed: Sequence[Notice], at: datetime) -> list[Write]:
        if not owed:
            return []
        if self._open_notice is None:
            # Leaving them out would record a change of which nobody ever hears.
            raise TypeError("a pool without `open_notice` can't record what is owed")
        return [self._open_notice(letter, at) for letter in owed]

    def _replace(
        self, current: Values, consent: Values, at: datetime, receipt: Receipt, beside: Sequence[Write] = ()
    ) -> bool:
        record = {
            "candidate": current["candidate"],
            "record": f"CONSENT#{to_text(at)}#{receipt.id}",
            "consent": consent,
            # Kept longer than the consent itself, as proof that it was given.
            "expires_at": self._until(receipt.expires_at),
        }
        new: Values = {"ConditionExpression": "attribute_not_exists(candidate)"}
        puts: Any = [self._put(current, _only_after(current["revision"])), self._put(record, new), *beside]
        try:
            self._dynamodb.transact_write_items(TransactItems=puts)
        except self._dynamodb.exceptions.TransactionCanceledException as err:
            codes = {reason.get("Code") for reason in err.response["CancellationReasons"]}
            # Another request has changed the record since it was read, or is changing it now: the caller reads again.
            if codes & {"ConditionalCheckFailed", "TransactionConflict"}:
                return False
            raise
        return True

    def _put(self, values: Values, condition: Values) -> Any:
        return {"Put": {"TableName": self._table, "Item": to_item(values), **condition}}

    def _until(self, at: datetime) -> int:
        return int((at + self._keep).timestamp())


def _only_after(revision: int) -> Values:
    if revision == 1:
        return {"ConditionExpression": "attribute_not_exists(candidate)"}
    return {
        "ConditionExpression": "revision = :before",
        "ExpressionAttributeValues": to_item({":before": revision - 1}),
    }
