"""The table of people who opted in: one current record each, append-only consents, and where a mailbox's people are.

Key: candidate and record. A person (32 hex digits) has "PROFILE" and "CONSENT#" with time and receipt id. A mailbox
("mailbox-" and a digest) has "MEMBERS", the set of the profiles that stand there: one item, so that notify can read
those of a whole batch in one call. A consent's words ("text-" and their hash) have "TEXT". The current record, the
consent that explains it, the mailbox's set and the search index are written in one transaction. It is conditional on
the revision that was read: where two requests change the same opt-in at the same moment, the second one fails and
decides again from the new record.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

from functions.domain.notices.notice import Notice
from functions.domain.personal_data import EmailAddress, PersonName
from functions.domain.pool.membership import Member, OptIn, Withdrawal
from functions.stores.dynamodb.attributes import from_item, to_item
from functions.stores.pool.member_item import PROFILE, read_member

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

    from functions.stores.dynamodb.transactions import Write
    from functions.stores.pool.pool_writes import PoolWrites
    from functions.stores.pool.search_writes import SearchWrites

type Values = dict[str, Any]
# The ledger's write that opens a notice, for the transaction that records what the notice is about.
type OpenNotice = Callable[[Notice, datetime], "Write"]


class TalentPool:
    """The pool in DynamoDB. `keep` is how long consents and tombstones remain as proof. `keyed`: see `DigestKey`.

    `search_table` has the search index. `open_notice` is the ledger's write for an email that is owed; it is needed
    where people join.
    """

    def __init__(
        self,
        dynamodb: "DynamoDBClient",
        table: str,
        search_table: str,
        keep: timedelta,
        keyed: Callable[[str], str],
        *,
        open_notice: OpenNotice | None = None,
    ) -> None:
        self._dynamodb, self._table, self._search_table, self._keep = dynamodb, table, search_table, keep
        self._keyed, self._open_notice = keyed, open_notice
        self._texts: set[str] = set()

    def get(self, candidate: str) -> Member | None:
        """Return the current record."""
        # Consistent: someone who has just withdrawn must not see, or be found by, the old record.
        key = to_item({"candidate": candidate, "record": PROFILE})
        answer = self._dynamodb.get_item(TableName=self._table, Key=key, ConsistentRead=True)
        return read_member(from_item(answer["Item"])) if "Item" in answer else None

    def get_each(self, candidates: Collection[str], *, consistent: bool = True) -> dict[str, Member]:
        """Return the current records of many people; who has none is left out."""
        records = self._get_many(sorted(set(candidates)), PROFILE, consistent=consistent)
        return {record["candidate"]: read_member(record) for record in records}

    def mailbox(self, employer: str, email: EmailAddress) -> str:
        """Return the key of all of one employer's profiles at this address. `employer` is the employer's id."""
        return self._writes.mailbox(employer, email)

    def person(
        self, employer: str, email: EmailAddress, given_name: PersonName | None, family_name: PersonName | None
    ) -> str:
        """Return the key of the profile of somebody who is invited so."""
        from functions.domain.pool.person_key import person_digest  # noqa: PLC0415

        return self._keyed(person_digest(employer, email, given_name, family_name))

    def at_mailbox(self, mailbox: str) -> list[Member]:
        """Return every profile that stands at a mailbox, expired ones too."""
        # Consistent: whoever leaves must not leave a profile behind that has just been made.
        return self._at([mailbox], consistent=True)[mailbox]

    def at_mailboxes(self, mailboxes: Collection[str]) -> dict[str, list[Member]]:
        """Return the profiles at each of many mailboxes, as they were a moment ago."""
        return self._at(mailboxes, consistent=False)

    def consents(self, candidate: str) -> list[Values]:
        """Return every consent and withdrawal on record, oldest first."""
        return [item["consent"] for page in self._query(candidate, "CONSENT#") for item in page]

    def last_consents(self, candidate: str, limit: int) -> list[Values]:
        """Return the last consents and withdrawals on record, oldest first."""
        request: Any = {"ScanIndexForward": False, "Limit": limit}
        page = self._dynamodb.query(**self._of(candidate, "CONSENT#"), **request)
        return [from_item(item)["consent"] for item in reversed(page["Items"])]

    def consents_after(self, candidate: str, after: str, limit: int) -> tuple[list[Values], str | None]:
        """Return a page of consents, oldest first, and where the next page goes on. `after` is empty at first."""
        start: Any = (
            {"ExclusiveStartKey": to_item({"candidate": candidate, "record": f"CONSENT#{after}"})} if after else {}
        )
        page = self._dynamodb.query(**self._of(candidate, "CONSENT#"), Limit=limit, **start)
        items = [from_item(item) for item in page["Items"]]
        goes_on = items and "LastEvaluatedKey" in page
        return [item["consent"] for item in items], items[-1]["record"].partition("#")[2] if goes_on else None

    def join(self, opt_in: OptIn, owed: Sequence[Notice] = ()) -> bool:
        """Record an opt-in with a new consent. Return False where the current record is not the one before it."""
        receipt = opt_in.receipt
        return self.change(opt_in, {"kind": "given", **receipt.record()}, receipt.given_at, owed)

    def change(self, opt_in: OptIn, record: Values | None, at: datetime, owed: Sequence[Notice] = ()) -> bool:
        """Replace an opt-in. Return False where the current record is not the one before it.

        `record` goes among the consents; None where the consent stands as it is.
        """
        entered, index = self._index.enter(opt_in)
        consents = [self._writes.consent(opt_in, record, at)] if record else []
        return self._transact([*self._writes.opt_in(entered, at), *consents, *index, *self._opened(owed, at)])

    def withdraw(
        self, endings: Sequence[tuple[Withdrawal, OptIn]], method: str = "web form", owed: Sequence[Notice] = ()
    ) -> bool:
        """Replace profiles by tombstones, as many as fit in one transaction at once: ten of a usual size do.

        Return False where a current record is not the one before it; where they did not fit, some may have ended.
        """
        for number, some in enumerate(self._index.batches(endings, len(owed))):
            writes = [*self._writes.endings(some, method), *self._index.remove(opt_in for _, opt_in in some)]
            if not self._transact([*writes, *self._opened(() if number else owed, some[0][0].withdrawn_at)]):
                return False
        return True

    def move(self, left: Withdrawal, before: OptIn, moved: OptIn, owed: Sequence[Notice] = ()) -> bool:
        """Move a profile to the key of another mailbox. Return False where another call was recorded first."""
        at = left.withdrawn_at
        writes = self._writes.endings([(left, before)], "address changed", kind="moved")
        consent = self._writes.consent(moved, {"kind": "given", **moved.receipt.record()}, at)
        entered, index = self._index.enter(moved, [before])
        return self._transact([*writes, *self._writes.opt_in(entered, at), consent, *index, *self._opened(owed, at)])

    def keep_text(self, sha256: str, text: str) -> None:
        """Keep the words of a consent under their hash, once."""
        # Outside of the transaction: people who join at the same moment would conflict at this item.
        if sha256 not in self._texts:
            item = to_item({"candidate": f"text-{sha256}", "record": "TEXT", "text": text})
            self._dynamodb.put_item(TableName=self._table, Item=item)
            self._texts.add(sha256)

    @cached_property
    def _writes(self) -> "PoolWrites":
        # Whoever opens the page writes nothing: their cold start does without it.
        from functions.stores.pool.pool_writes import PoolWrites  # noqa: PLC0415

        return PoolWrites(self._table, self._keep, self._keyed)

    @cached_property
    def _index(self) -> "SearchWrites":
        from functions.stores.pool.search_writes import SearchWrites  # noqa: PLC0415

        return SearchWrites(self._search_table)

    def _at(self, mailboxes: Collection[str], *, consistent: bool) -> dict[str, list[Member]]:
        sets = {
            item["candidate"]: sorted(item.get("members", ()))
            for item in self._get_many(sorted(set(mailboxes)), "MEMBERS", consistent=consistent)
        }
        known = self.get_each({key for members in sets.values() for key in members}, consistent=consistent)
        return {name: [known[key] for key in sets.get(name, ()) if key in known] for name in mailboxes}

    def _get_many(self, candidates: Iterable[str], record: str, *, consistent: bool) -> Iterator[Values]:
        from functions.stores.dynamodb.batch_get import batch_get  # noqa: PLC0415

        keys = (to_item({"candidate": candidate, "record": record}) for candidate in candidates)
        return batch_get(self._dynamodb, self._table, keys, consistent=consistent)

    def _opened(self, owed: Sequence[Notice], at: datetime) -> "list[Write]":
        if owed and self._open_notice is None:
            # Leaving it out would record an opt-in whose receipt nobody ever sends.
            raise TypeError("a pool without `open_notice` can't record what is owed")
        return [self._open_notice(notice, at) for notice in owed] if self._open_notice else []

    def _query(self, candidate: str, prefix: str) -> Iterable[list[Values]]:
        pages = self._dynamodb.get_paginator("query").paginate(**self._of(candidate, prefix))
        return (list(map(from_item, page["Items"])) for page in pages)

    def _of(self, candidate: str, prefix: str) -> Any:
        return {
            "TableName": self._table,
            "KeyConditionExpression": "candidate = :candidate AND begins_with(#record, :prefix)",
            "ExpressionAttributeNames": {"#record": "record"},
            "ExpressionAttributeValues": to_item({":candidate": candidate, ":prefix": prefix}),
            "ConsistentRead": True,
        }

    def _transact(self, writes: "Sequence[Write]") -> bool:
        from functions.stores.dynamodb.transact import transact  # noqa: PLC0415

        return transact(self._dynamodb, writes)
