"""Queue of the notices that must be reviewed, by the sweep or by a person. A sparse index holds them."""

from collections.abc import Iterator
from datetime import datetime
from heapq import merge
from typing import TYPE_CHECKING, Any

from functions.domain.notices.notice import Entry, Notice
from functions.domain.notices.review import Review, ReviewEntry, Reviewer, last_moment, next_review
from functions.domain.notices.states import DeliveryStatus, State
from functions.stores.dynamodb.attributes import from_item, to_item, to_text
from functions.stores.dynamodb.transactions import write_groups
from functions.stores.ledger.notice_item import read_notice, write_claim, write_notice
from functions.stores.ledger.repeats import closing_corrected, corrected_cycle
from functions.stores.ledger.review_index import NO_REVIEW, list_of, lists_of, read_entry, review_attributes
from functions.stores.ledger.updates import (
    IN_FLIGHT,
    NO_ADDRESS,
    ConditionalUpdate,
    Values,
    change_one,
    has_room,
    key,
    transition,
)

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


_HELD = frozenset({State.HELD})


class ReviewQueue:
    """The ledger, as far as sweep and operator read and write it. A change returns None where it came too late."""

    def __init__(self, dynamodb: "DynamoDBClient", table: str, index: str) -> None:
        self._dynamodb, self._table, self._index = dynamodb, table, index

    def pending(self, reviewer: Reviewer, until: datetime) -> Iterator[ReviewEntry]:
        """Yield what `reviewer` must look at, longest waiting first. The index may be a moment behind the ledger."""
        return merge(*(self._listed(name, until) for name in lists_of(reviewer)), key=lambda entry: entry.at)

    def _listed(self, name: str, until: datetime) -> Iterator[ReviewEntry]:
        query: Any = {
            "TableName": self._table,
            "IndexName": self._index,
            "KeyConditionExpression": "review = :list AND review_at <= :until",
            "ExpressionAttributeValues": to_item({":list": name, ":until": to_text(until)}),
        }
        for page in self._dynamodb.get_paginator("query").paginate(**query):
            yield from map(read_entry, page["Items"])

    def cycles(self, application: str) -> list[Notice]:
        """Return all notices about one application, from its first cycle on."""
        pages = self._dynamodb.get_paginator("query").paginate(
            TableName=self._table,
            KeyConditionExpression="application = :application AND #cycle > :none",
            ExpressionAttributeNames={"#cycle": "cycle"},
            ExpressionAttributeValues=to_item({":application": application, ":none": 0}),
            ConsistentRead=True,
        )
        return [read_notice(from_item(item)) for page in pages for item in page["Items"]]

    def escalate(self, notice: Notice, at: datetime, cause: str) -> Notice | None:
        """Hand a notice in doubt to a person: no event came. It is UNKNOWN from now on."""
        needs = review_attributes(Review(Reviewer.PERSON, at), notice.ref)
        unproven, compared = _unproven(notice)
        entry, swept = Entry(at, State.UNKNOWN, cause), {**compared, ":sweep": list_of(Reviewer.SWEEP, notice.ref)}
        return self._write(
            transition(notice.ref, entry, needs, f"{unproven} AND review = :sweep", swept, before=IN_FLIGHT)
        )

    def recheck_at(
        self, notice: Notice, at: datetime, until: datetime, cause: str = "past due, enqueued again"
    ) -> Notice | None:
        """Note that a notice that is due was enqueued, and review it again at `until`."""
        entry = Entry(at, State.HELD, cause) if has_room(notice) else None
        needs, held = review_attributes(Review(Reviewer.SWEEP, until), notice.ref), {":held": State.HELD}
        return self._write(ConditionalUpdate(notice.ref, entry, "#state = :held", needs, held, in_review=False))

    def reopen(self, notice: Notice, at: datetime, cause: str, *, once: bool = False) -> Notice | None:
        """Hold a notice in doubt, or refused, for one more attempt. Its last claim is kept. `once`: not a second time.

        None also where it was revoked, or the person was erased.
        """
        if notice.state is State.REFUSED and notice.ses_message_id:
            # The provider took it and rejected it afterwards: a late event of that attempt would speak for the new one.
            return None
        unproven, compared = _unproven(notice)
        first = " AND attribute_not_exists(earlier_claim)" if once else ""
        unclosed = "(attribute_exists(decision) OR attribute_exists(letter)) AND attribute_not_exists(rescinded_at)"
        condition = f"{unproven} AND {unclosed}{first}"
        values: Values = {"claim": None, "delivery_status": None, "delivery_attempt": None}
        if notice.claim and notice.state is not State.REFUSED:
            # Only an attempt in doubt may still speak: of one that was refused, nothing was sent.
            older = [claim for claim in (notice.earlier_claim, *notice.older_claims) if claim]
            values["earlier_claim"] = write_claim(notice.claim)
            values["older_claims"] = [write_claim(claim) for claim in older] or None
        if not once:
            # A person wants it, however late it is.
            values |= {"latest_at": _last_moment(notice, at), "burst_position": None}
        entry = Entry(at, State.HELD, cause)
        return self._write(
            transition(notice.ref, entry, values, condition, compared, before=IN_FLIGHT | {State.REFUSED})
        )

    def open_corrected(self, notice: Notice, at: datetime, cause: str) -> Notice | None:
        """Hold a correction that came after the email in a cycle of its own, and close the one before.

        None: the notice is not one with a correction, or has changed meanwhile.
        """
        answer = self._dynamodb.get_item(TableName=self._table, Key=key(notice.ref), ConsistentRead=True)
        item = from_item(answer.get("Item", {}))
        if "later_decision" not in item or read_notice(item) != notice or notice.refuses_email:
            return None
        held = corrected_cycle(notice, at, cause)
        # Kept for as long after it was opened as the first cycle.
        expires_at = int(item["expires_at"]) + int((at - notice.history[0].at).total_seconds())
        values = {
            **write_notice(held),
            **review_attributes(next_review(held.state, at, at), held.ref),
            "expires_at": expires_at,
        }
        put = {"TableName": self._table, "Item": to_item(values)}
        opening = {"Put": {**put, "ConditionExpression": "attribute_not_exists(application)"}}
        closing = {"Update": closing_corrected(notice, at, cause, item["later_decision"]).request(self._table)}
        return held if write_groups(self._dynamodb, [[closing, opening]]) == [True] else None

    def confirm_sent(self, notice: Notice, at: datetime, cause: str) -> Notice | None:
        """Settle a notice in doubt: a person found out that the provider took the email.

        Also one that is held for review, because the ledger was restored to before it was sent.
        """
        entry = Entry(at, State.ACCEPTED, cause)
        if notice.state is State.HELD:
            if notice.review_reason is None:
                return None
            sent = {"delivery_status": DeliveryStatus.SENT, "review_reason": None}
            is_seen, reason = "review_reason = :reason", {":reason": notice.review_reason}
            return self._write(transition(notice.ref, entry, sent, is_seen, reason, before=_HELD, in_review=None))
        proven = {
            "delivery_status": DeliveryStatus.SENT,
            "delivery_attempt": notice.claim.id if notice.claim else None,
        }
        return self._write(transition(notice.ref, entry, proven, *_unproven(notice), before=IN_FLIGHT))

    def resolve(self, notice: Notice, at: datetime, cause: str) -> Notice | None:
        """End the review of a notice that a person has dealt with. It stays in its state."""
        # A person need not wait for the sweep to say that nobody knows.
        own = tuple(Reviewer) if notice.state is State.UNKNOWN else (Reviewer.PERSON, Reviewer.NOBODY)
        lists = {f":{who.value}": list_of(who, notice.ref) for who in own}
        entry, compared = Entry(at, notice.state, cause), {":seen": notice.state, **lists}
        values = {**NO_REVIEW, "review_reason": None, **NO_ADDRESS}
        condition = f"#state = :seen AND review IN ({', '.join(lists)})"
        return self._write(ConditionalUpdate(notice.ref, entry, condition, values, compared))

    def release(self, notice: Notice, at: datetime, cause: str, *, alone: bool = False) -> Notice | None:
        """Release a notice that was held for review, for a week. `alone`: without the rest of its burst."""
        if notice.review_reason is None:
            return None
        needs = review_attributes(next_review(State.HELD, at, notice.due_at), notice.ref)
        values, compared = (
            {**needs, "review_reason": None, "latest_at": _last_moment(notice, at)}
            | ({"burst_position": None} if alone else {}),
            {":held": State.HELD, ":reason": notice.review_reason},
        )
        entry = Entry(at, State.HELD, cause)
        return self._write(
            ConditionalUpdate(notice.ref, entry, "#state = :held AND review_reason = :reason", values, compared)
        )

    def _write(self, change: ConditionalUpdate) -> Notice | None:
        return change_one(self._dynamodb, self._table, change)


def _last_moment(notice: Notice, at: datetime) -> str | None:
    # A letter of the pool has none: it answers what the person did, and a check right before it is sent looks whether
    # that still stands.
    return None if notice.letter else to_text(last_moment(at, notice.due_at))


def _unproven(notice: Notice) -> tuple[str, Values]:
    """Return the condition that it is the attempt that was seen, and that no event has settled it since."""
    ours = {":claim_id": notice.claim.id if notice.claim else ""}
    if notice.delivery_status is None:
        return "claim.id = :claim_id AND attribute_not_exists(delivery_status)", ours
    return "claim.id = :claim_id AND delivery_status = :status", {**ours, ":status": notice.delivery_status}
