"""The writes of the talent pool's transactions."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from functions.domain.personal_data import EmailAddress
from functions.domain.pool.membership import OptIn, Withdrawal
from functions.domain.pool.person_key import mailbox_digest
from functions.stores.dynamodb.attributes import to_item, to_text
from functions.stores.dynamodb.transactions import Write
from functions.stores.pool.member_item import write_opt_in, write_withdrawal

type Values = dict[str, Any]
# From the last write of any profile there: an opt-in lasts for two years at most.
_LONGER_THAN_ANY_OPT_IN = timedelta(days=800)


class PoolWrites:
    """The writes, for one table. `keep` is how long consents and tombstones remain as proof."""

    def __init__(self, table: str, keep: timedelta, keyed: Callable[[str], str]) -> None:
        self._table, self._keep, self._keyed = table, keep, keyed

    def mailbox(self, employer: str, email: EmailAddress) -> str:
        """Return the partition of a mailbox's people."""
        return f"mailbox-{self._keyed(mailbox_digest(employer, email))}"

    def opt_in(self, opt_in: OptIn, at: datetime) -> list[Write]:
        """Return the writes of the current record, and of its entry at the mailbox."""
        values = {":members": frozenset({opt_in.candidate}), ":end": int((at + _LONGER_THAN_ANY_OPT_IN).timestamp())}
        mailbox = self.mailbox(opt_in.employer, opt_in.email)
        entered = self._update(mailbox, "ADD members :members SET expires_at = :end", values)
        return [self._put(write_opt_in(opt_in), _only_after(opt_in.revision)), entered]

    def consent(self, opt_in: OptIn, consent: Values, at: datetime) -> Write:
        """Return the write of one line among the consents: it is new, and stays as it is."""
        receipt = opt_in.receipt
        record = {
            "candidate": opt_in.candidate,
            "record": f"CONSENT#{to_text(at)}#{receipt.id}",
            "consent": consent,
            # Kept longer than the consent itself, as proof that it was given.
            "expires_at": self._until(receipt.expires_at),
        }
        return self._put(record, {"ConditionExpression": "attribute_not_exists(candidate)"})

    def endings(self, endings: Sequence[tuple[Withdrawal, OptIn]], method: str, kind: str = "withdrawn") -> list[Write]:
        """Return the writes of tombstones, of the lines that explain them, and of the end of the mailbox's entries."""
        writes, left = list[Write](), defaultdict[str, set[str]](set)
        for withdrawal, opt_in in endings:
            at = withdrawal.withdrawn_at
            consent = {"kind": kind, "at": to_text(at), "receipt": opt_in.receipt.id, "method": method}
            tombstone = {**write_withdrawal(withdrawal), "expires_at": self._until(at)}
            writes += [self._put(tombstone, _only_after(withdrawal.revision)), self.consent(opt_in, consent, at)]
            left[self.mailbox(opt_in.employer, opt_in.email)].add(opt_in.candidate)
        # A transaction writes an item once.
        entries = [
            self._update(mailbox, "DELETE members :members", {":members": frozenset(members)})
            for mailbox, members in left.items()
        ]
        return [*writes, *entries]

    def _update(self, mailbox: str, expression: str, values: Values) -> Write:
        return {
            "Update": {
                "TableName": self._table,
                "Key": to_item({"candidate": mailbox, "record": "MEMBERS"}),
                "UpdateExpression": expression,
                "ExpressionAttributeValues": to_item(values),
            }
        }

    def _put(self, values: Values, condition: Values | None = None) -> Write:
        return {"Put": {"TableName": self._table, "Item": to_item(values), **(condition or {})}}

    def _until(self, at: datetime) -> int:
        return int((at + self._keep).timestamp())


def _only_after(revision: int) -> Values:
    if revision == 1:
        return {"ConditionExpression": "attribute_not_exists(candidate)"}
    return {
        "ConditionExpression": "revision = :before",
        "ExpressionAttributeValues": to_item({":before": revision - 1}),
    }
