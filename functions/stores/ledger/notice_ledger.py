"""The table of all notices and of what became of them. Every transition is one conditional write.

Key: application (32 hex digits), cycle (number). Personal data: `decision`, `later_decision`, `letter_to`,
each claim's `sent_to`.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, cast

from functions.domain.decisions.rejection import Rejection
from functions.domain.notices.notice import Claim, Entry, Notice
from functions.domain.notices.reference import NoticeRef
from functions.domain.notices.review import Review, Reviewer, first_review, next_review
from functions.domain.notices.revocation import Revocation
from functions.domain.notices.sendable import Mark, Sendable
from functions.domain.notices.states import State
from functions.stores.dynamodb.attributes import from_item, to_item
from functions.stores.dynamodb.batch_get import batch_get
from functions.stores.dynamodb.busy import transient_if_busy
from functions.stores.dynamodb.transactions import Write, write_groups
from functions.stores.ledger.ends import closures, correction, rescissions
from functions.stores.ledger.erasure import erasure
from functions.stores.ledger.marks import write_marks
from functions.stores.ledger.notice_item import read_notice, write_claim, write_notice
from functions.stores.ledger.other_ends import write_other_end
from functions.stores.ledger.repeats import correcting, remembering, revision_of, unchanged
from functions.stores.ledger.review_index import review_attributes
from functions.stores.ledger.updates import (
    WAITS_FREELY,
    ConditionalUpdate,
    Values,
    change_one,
    key,
    postponement,
    read_one,
    transition,
)

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


class NoticeLedger:
    """The ledger in DynamoDB. `keep`: how long it keeps a notice as proof.

    A single change returns the notice as it is afterwards, or None where its condition did not hold.
    """

    def __init__(self, dynamodb: "DynamoDBClient", table: str, keep: timedelta) -> None:
        self._dynamodb, self._table, self._keep = dynamodb, table, keep

    def get(self, ref: NoticeRef) -> Notice | None:
        return read_one(self._dynamodb, self._table, ref)

    def get_many(self, refs: Iterable[NoticeRef]) -> dict[NoticeRef, Notice]:
        """Return those of the notices that exist."""
        keys = map(key, sorted(set(refs)))
        notices = map(read_notice, batch_get(self._dynamodb, self._table, keys, consistent=True))
        return {notice.ref: notice for notice in notices}

    def open(self, notice: Notice, at: datetime) -> Notice | None:
        """Write a notice where there is none. Return None, or the notice that was there. Raises Transient."""
        try:
            with transient_if_busy():
                self._dynamodb.put_item(**self._put(notice, at), ReturnValuesOnConditionCheckFailure="ALL_OLD")
        except self._dynamodb.exceptions.ConditionalCheckFailedException as err:
            found = read_notice(from_item(cast(Values, err.response)["Item"]))
            # The SDK retries a put whose response was lost. The retry then fails on our own item, so an equal item
            # means success.
            return None if found == notice else found
        return None

    def opening(self, notice: Notice, at: datetime) -> Write:
        """Return the write that opens a notice, for a transaction that spans tables."""
        return {"Put": self._put(notice, at)}

    def claim_all(self, claims: Sequence[tuple[Sequence[Sendable], Claim]]) -> list[bool]:
        """Claim the notices of each email, all or none: HELD to CLAIMED, or opened so.

        False: another worker was faster, or a notice was rescinded. Raises Transient, or Unfinished.
        """
        return write_groups(self._dynamodb, [[self._claim(item, claim) for item in items] for items, claim in claims])

    def mark_all(self, marks: Sequence[Mark]) -> list[bool]:
        """Write the end of each claim, or HELD again.

        False: another worker has claimed the notice since, or an event of the provider was faster. Raises Transient, or
        Unfinished.
        """
        return write_marks(self._dynamodb, self._table, marks)

    def suppress(self, ref: NoticeRef, at: datetime, cause: str, review_reason: str | None = None) -> Notice | None:
        """Suppress a notice that is HELD. None: it is no longer held."""
        review = next_review(State.SUPPRESSED, at, review_reason=review_reason)
        values = {"review_reason": review_reason, **review_attributes(review, ref)}
        return self._change(transition(ref, Entry(at, State.SUPPRESSED, cause), values, in_review=None))

    def require_review(self, ref: NoticeRef, at: datetime, review_reason: str) -> Notice | None:
        """Keep a notice HELD until a person has reviewed it. None: it is no longer held, or in review already."""
        entry = Entry(at, State.HELD, f"held for review: {review_reason}")
        values = {"review_reason": review_reason, **review_attributes(Review(Reviewer.PERSON, at), ref)}
        return self._change(ConditionalUpdate(ref, entry, WAITS_FREELY, values, {":held": State.HELD}))

    def postpone(self, notice: Notice, until: datetime, at: datetime, cause: str) -> Notice | None:
        """Put off the due moment of a notice that is HELD. None: it is no longer held, in review, or was put off."""
        return self._change(postponement(notice, until, Entry(at, State.HELD, cause)))

    def rescind(self, ref: NoticeRef, revocation: Revocation, at: datetime) -> Notice | None:
        """Rescind a notice that is HELD. An earlier attempt in doubt may have told it. None: it is no longer held."""
        return self._change_first(rescissions(ref, revocation, at))

    def close(self, ref: NoticeRef, revocation: Revocation, at: datetime, state: State) -> Notice | None:
        """Close the cycle of a notice that can't be rescinded; it stays in `state`. None: the state has changed."""
        return self._change_first(closures(ref, revocation, at, state))

    def require_correction(self, closed: Notice, cause: str, at: datetime) -> Notice | None:
        """Note that what a closed notice told, or may tell yet, is untrue. None: it has changed meanwhile."""
        return self._change(correction(closed, cause, at))

    def keep_other_end(self, ref: NoticeRef, revocation: Revocation) -> None:
        """Keep a revocation of a cycle that is closed already, should an operator reopen it. Raises Transient."""
        write_other_end(self._dynamodb, self._table, ref, revocation)

    def erase(self, notice: Notice, at: datetime) -> Notice | None:
        """Remove everything about the person, and keep what became of the notice. None: it has changed meanwhile."""
        return self._change(erasure(notice, at))

    def remember_repeat(
        self,
        ref: NoticeRef,
        later: Rejection | None,
        at: datetime,
        state: State,
        seen: Rejection | None,
        *,
        review_reason: str | None = None,
    ) -> Notice | None:
        """Keep a later repeat: it opens the next cycle if a revocation turns out to lie between the two.

        `later`: None where its person was erased. `review_reason`: why a person must look at it. None: the state, or
        the repeat that was `seen`, has changed.
        """
        return self._change(remembering(ref, later, Entry(at, state, "decided again"), seen, review_reason))

    def correct(self, notice: Notice, rejection: Rejection, at: datetime) -> Notice | None:
        """Correct what a notice that is HELD is about. None: it is no longer held, or was corrected since."""
        return self._change(correcting(notice, rejection, at))

    def _change(self, change: ConditionalUpdate) -> Notice | None:
        return change_one(self._dynamodb, self._table, change)

    def _change_first(self, changes: Iterable[ConditionalUpdate]) -> Notice | None:
        """Write the first update whose condition holds."""
        return next(filter(None, map(self._change, changes)), None)

    def _claim(self, item: Sendable, claim: Claim) -> Write:
        if item.is_new:
            return self.opening(item.claimed(claim), claim.at)
        # The email is about the decision as it was read: a correction since then must not be lost.
        unclosed = f"attribute_not_exists(rescinded_at) AND {unchanged(item.notice)}"
        entry, values = item.claim_entry(claim), {"claim": write_claim(claim)}
        update = transition(item.ref, entry, values, unclosed, revision_of(item.notice))
        return {"Update": update.request(self._table)}

    def _put(self, notice: Notice, at: datetime) -> Any:
        review = review_attributes(first_review(notice, at), notice.ref)
        expires_at = int((at + self._keep).timestamp())
        return {
            "TableName": self._table,
            "Item": to_item({**write_notice(notice), **review, "expires_at": expires_at}),
            "ConditionExpression": "attribute_not_exists(application)",
        }
