"""The table that knows every notice and what became of it. Every transition is one conditional write.

Key: application (32 hex digits), cycle (number). Personal data: `decision`, `later_decision`, `claim.sent_to`.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, cast

from functions.domain.decisions.rejection import Rejection
from functions.domain.notices.notice import Claiming, Entry, Mark, Notice, NoticeRef
from functions.domain.notices.review import CORRECT, Review, Reviewer, needs_correction, next_review
from functions.domain.notices.revocation import Revocation
from functions.domain.notices.states import DeliveryStatus, State
from functions.stores.dynamodb.attributes import from_item, to_item, to_text
from functions.stores.dynamodb.batch_get import batch_get
from functions.stores.dynamodb.transactions import Write, write_groups
from functions.stores.ledger.notice_item import read_notice, write_claim, write_decision, write_notice
from functions.stores.ledger.updates import (
    IN_FLIGHT,
    ConditionalUpdate,
    Values,
    change_one,
    key,
    read_one,
    review_attributes,
    transition,
)

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_CLAIMED = frozenset({State.CLAIMED})
_PROOFS = {State.ACCEPTED: DeliveryStatus.SENT, State.REFUSED: DeliveryStatus.REJECTED}


class NoticeLedger:
    """The ledger in DynamoDB. `keep` is how long the proof is kept.

    A single change returns the notice as it is afterwards, or None where its condition did not hold.
    """

    def __init__(self, dynamodb: "DynamoDBClient", table: str, keep: timedelta) -> None:
        self._dynamodb, self._table, self._keep = dynamodb, table, keep

    def get(self, ref: NoticeRef) -> Notice | None:
        return read_one(self._dynamodb, self._table, ref)

    def get_many(self, refs: Iterable[NoticeRef]) -> dict[NoticeRef, Notice]:
        """Those notices that there are."""
        keys = map(key, sorted(set(refs)))
        notices = map(read_notice, batch_get(self._dynamodb, self._table, keys, consistent=True))
        return {notice.ref: notice for notice in notices}

    def open(self, notice: Notice, at: datetime) -> Notice | None:
        """Writes a notice where there is none. None: written. Else the notice that was there."""
        try:
            self._dynamodb.put_item(**self._put(notice, at), ReturnValuesOnConditionCheckFailure="ALL_OLD")
        except self._dynamodb.exceptions.ConditionalCheckFailedException as err:
            found = read_notice(from_item(cast(Values, err.response)["Item"]))
            # The SDK repeats a write whose answer got lost, and then meets its own.
            return None if found == notice else found
        return None

    def claim_all(self, mails: Sequence[Sequence[Claiming]]) -> list[bool]:
        """HELD to CLAIMED, or opened so: all notices of a mail, or none. False: lost to another, or taken back."""
        return write_groups(self._dynamodb, [[self._claim(claiming) for claiming in mail] for mail in mails])

    def mark_all(self, marks: Sequence[Mark]) -> list[bool]:
        """CLAIMED to what came of it, or back to HELD. False: the claim is no longer this one, or SES has proven
        something meanwhile."""
        changes = [_mark(mark) for mark in marks]
        made = self._change_each(changes)
        # Taken back too late while it was sent: a person has something to do.
        left = [n for n, done in enumerate(made) if not done]
        again = dict(zip(left, self._change_each([changes[n].keeping_review() for n in left]), strict=True))
        return [done or again[n] for n, done in enumerate(made)]

    def suppress(self, ref: NoticeRef, at: datetime, cause: str) -> Notice | None:
        """HELD to SUPPRESSED. None: it is no longer held."""
        return self._change(
            transition(ref, Entry(at, State.SUPPRESSED, cause), {"review_reason": None}, in_review=None)
        )

    def hold_back(self, ref: NoticeRef, at: datetime, review_reason: str) -> Notice | None:
        """HELD, and it stays so until a person has seen to it. None: it is no longer held, or held back already."""
        entry, needs = (
            Entry(at, State.HELD, f"held back: {review_reason}"),
            review_attributes(Review(Reviewer.PERSON, at)),
        )
        free = "#state = :held AND attribute_not_exists(rescinded_at) AND attribute_not_exists(review_reason)"
        return self._change(
            ConditionalUpdate(ref, entry, free, {"review_reason": review_reason, **needs}, {":held": State.HELD})
        )

    def take_back(self, ref: NoticeRef, back: Revocation, at: datetime) -> Notice | None:
        """HELD to RESCINDED. None: it is no longer held."""
        values = {"rescinded_at": to_text(back.until), "review_reason": None}
        return self._change(transition(ref, Entry(at, State.RESCINDED, back.cause), values, in_review=None))

    def close(self, ref: NoticeRef, back: Revocation, at: datetime, state: State) -> Notice | None:
        """Ends the cycle of a notice that can't be taken back; it stays in `state`. None: the state has changed."""
        values: Values = {"rescinded_at": to_text(back.until)}
        if needs_correction(state, back):
            values |= {"review_reason": CORRECT, **review_attributes(Review(Reviewer.PERSON, at))}
        return self._change(
            ConditionalUpdate(
                ref,
                Entry(at, state, f"{back.cause}, too late"),
                "#state = :seen AND attribute_not_exists(rescinded_at)",
                values,
                {":seen": state},
            ),
        )

    def erase(self, notice: Notice, at: datetime) -> Notice | None:
        """Everything about the person is gone; what became of the notice stays. None: it has changed meanwhile."""
        claims = {"claim": notice.claim, "earlier_claim": notice.earlier_claim}
        people = {f"{name}.sent_to": None for name, claim in claims.items() if claim}
        same = " AND ".join(
            f"{name}.id = :{name}" if claim else f"attribute_not_exists({name})" for name, claim in claims.items()
        )
        return self._change(
            ConditionalUpdate(
                notice.ref,
                Entry(at, notice.state, "erased"),
                f"#state = :seen AND {same}",
                {"decision": None, "later_decision": None, **people},
                {":seen": notice.state} | {f":{name}": claim.id for name, claim in claims.items() if claim},
            ),
        )

    def remember_repeat(
        self, ref: NoticeRef, later: Rejection, at: datetime, state: State, seen: Rejection | None
    ) -> Notice | None:
        """Keeps a later repeat: it opens the next cycle if a rescinding turns out to lie between the two.

        None: the state, or the repeat that was `seen` before, has changed.
        """
        before = "later_decision = :before" if seen else "attribute_not_exists(later_decision)"
        return self._change(
            ConditionalUpdate(
                ref,
                Entry(at, state, "decided again"),
                f"#state = :seen AND attribute_exists(decision) AND attribute_not_exists(rescinded_at) AND {before}",
                {"later_decision": write_decision(later)},
                {":seen": state, ":before": write_decision(seen)},
            ),
        )

    def _change(self, change: ConditionalUpdate) -> Notice | None:
        return change_one(self._dynamodb, self._table, change)

    def _change_each(self, changes: Sequence[ConditionalUpdate]) -> list[bool]:
        return write_groups(self._dynamodb, [[{"Update": change.request(self._table)}] for change in changes])

    def _claim(self, claiming: Claiming) -> Write:
        if claiming.is_new:
            return {"Put": self._put(claiming.claimed(), claiming.claim.at)}
        values = {"claim": write_claim(claiming.claim)}
        claim = transition(claiming.notice.ref, claiming.entry, values, "attribute_not_exists(rescinded_at)")
        return {"Update": claim.request(self._table)}

    def _put(self, notice: Notice, at: datetime) -> Any:
        needs = Review(Reviewer.PERSON, at) if notice.review_reason else next_review(notice.state, at, notice.due_at)
        expires_at = int((at + self._keep).timestamp())
        return {
            "TableName": self._table,
            "Item": to_item({**write_notice(notice), **review_attributes(needs), "expires_at": expires_at}),
            "ConditionExpression": "attribute_not_exists(application)",
        }


def _mark(mark: Mark) -> ConditionalUpdate:
    """What a worker knows never overrides what SES has proven."""
    ours, compared = "claim.id = :claim_id AND attribute_not_exists(delivery_status)", {":claim_id": mark.claim.id}
    match mark.entry.state:
        case State.HELD:
            return transition(mark.ref, mark.entry, {"claim": None}, ours, compared, before=_CLAIMED)
        case State.UNKNOWN:
            return transition(mark.ref, mark.entry, {}, ours, compared, before=_CLAIMED)
        case state:
            proven = {"delivery_status": _PROOFS[state], "ses_message_id": mark.ses_message_id}
            return transition(mark.ref, mark.entry, proven, ours, compared, before=IN_FLIGHT)
