"""The table of all notices and of what became of them. Every transition is one conditional write.

Key: application (32 hex digits), cycle (number). Personal data: `decision`, `later_decision`, `claim.sent_to`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, cast

from functions.domain.decisions.rejection import Rejection
from functions.domain.notices.notice import Claim, Entry, Mark, Notice, NoticeRef, Sendable
from functions.domain.notices.review import CORRECT, Review, Reviewer, next_review
from functions.domain.notices.revocation import Revocation
from functions.domain.notices.states import NEVER_SENT, DeliveryStatus, State
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
# Nobody is owed such an answer any more once its cycle is closed.
_OWED = frozenset({State.REFUSED, State.BOUNCED, State.SUPPRESSED})
_OFF_LIST: Values = {**review_attributes(None), "review_reason": None}
_STATUS_BY_STATE = {State.ACCEPTED: DeliveryStatus.SENT, State.REFUSED: DeliveryStatus.REJECTED}


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
        """Write a notice where there is none. Return None, or the notice that was there."""
        try:
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

        False: another worker was faster, or a notice was rescinded.
        """
        return write_groups(self._dynamodb, [[self._claim(item, claim) for item in items] for items, claim in claims])

    def mark_all(self, marks: Sequence[Mark]) -> list[bool]:
        """Write the end of each claim, or HELD again.

        False: another worker has claimed the notice since, or an event of the provider was faster.
        """
        changes = [_mark(mark) for mark in marks]
        made = self._change_each(changes)
        # A revocation came while the worker was sending: the notice is in review, and stays so; or nobody is owed the
        # answer any more, and it needs no review.
        failed = [n for n, done in enumerate(made) if not done]
        again = dict(zip(failed, self._change_each([changes[n].keeping_review() for n in failed]), strict=True))
        closed = [n for n, done in again.items() if not done and changes[n].revoked is False]
        again |= zip(closed, self._change_each([changes[n].of_revoked() for n in closed]), strict=True)
        return [done or again[n] for n, done in enumerate(made)]

    def suppress(self, ref: NoticeRef, at: datetime, cause: str, review_reason: str | None = None) -> Notice | None:
        """Suppress a notice that is HELD. None: it is no longer held."""
        review = next_review(State.SUPPRESSED, at, review_reason=review_reason)
        values = {"review_reason": review_reason, **review_attributes(review)}
        return self._change(transition(ref, Entry(at, State.SUPPRESSED, cause), values, in_review=None))

    def require_review(self, ref: NoticeRef, at: datetime, review_reason: str) -> Notice | None:
        """Keep a notice HELD until a person has reviewed it. None: it is no longer held, or in review already."""
        entry = Entry(at, State.HELD, f"held for review: {review_reason}")
        values = {"review_reason": review_reason, **review_attributes(Review(Reviewer.PERSON, at))}
        free = "#state = :held AND attribute_not_exists(rescinded_at) AND attribute_not_exists(review_reason)"
        return self._change(ConditionalUpdate(ref, entry, free, values, {":held": State.HELD}))

    def rescind(self, ref: NoticeRef, revocation: Revocation, at: datetime) -> Notice | None:
        """Rescind a notice that is HELD. An earlier attempt in doubt may have told it. None: it is no longer held."""
        entry, values = Entry(at, State.RESCINDED, revocation.cause), {**_revoked(revocation), "review_reason": None}
        never_told, doubtful = "attribute_not_exists(earlier_claim)", "attribute_exists(earlier_claim)"
        compared: Values = {}
        if not revocation.requires_correction:
            # A revocation that found a worker's claim may have asked for a correction already: that stays.
            is_known, compared = "review_reason = :correct", {":correct": CORRECT}
            never_told = f"({never_told} OR attribute_not_exists(review_reason) OR NOT {is_known})"
            doubtful = f"{doubtful} AND {is_known}"
        in_time = transition(ref, entry, values, never_told, compared, in_review=None)
        too_late = transition(ref, entry, {**values, **_correct(at)}, doubtful, compared, in_review=None)
        return self._change(in_time) or self._change(too_late)

    def close(self, ref: NoticeRef, revocation: Revocation, at: datetime, state: State) -> Notice | None:
        """Close the cycle of a notice that can't be rescinded; it stays in `state`. None: the state has changed."""
        entry, compared = Entry(at, state, f"{revocation.cause}, too late"), {":seen": state}
        condition, values = "#state = :seen AND attribute_not_exists(rescinded_at)", _revoked(revocation)
        settled = values | _OFF_LIST if state in _OWED else values
        if not revocation.requires_correction:
            return self._change(ConditionalUpdate(ref, entry, condition, settled, compared))
        too_late = ConditionalUpdate(ref, entry, condition, values | _correct(at), compared)
        if state not in NEVER_SENT:
            return self._change(too_late)
        # An earlier attempt in doubt may have told the candidate.
        never_told = replace(too_late, values=settled, condition=f"{condition} AND attribute_not_exists(earlier_claim)")
        doubtful = replace(too_late, condition=f"{condition} AND attribute_exists(earlier_claim)")
        return self._change(never_told) or self._change(doubtful)

    def erase(self, notice: Notice, at: datetime) -> Notice | None:
        """Remove everything about the person, and keep what became of the notice. None: it has changed meanwhile."""
        claims = {"claim": notice.claim, "earlier_claim": notice.earlier_claim}
        people = {f"{name}.sent_to": None for name, claim in claims.items() if claim}
        # Older claims only change together with the earlier one.
        people |= {f"older_claims[{n}].sent_to": None for n in range(len(notice.older_claims))}
        same = " AND ".join(
            f"{name}.id = :{name}" if claim else f"attribute_not_exists({name})" for name, claim in claims.items()
        )
        return self._change(
            ConditionalUpdate(
                notice.ref,
                Entry(at, notice.state, "personal data erased"),
                f"#state = :seen AND {same}",
                {"decision": None, "later_decision": None, **people},
                {":seen": notice.state} | {f":{name}": claim.id for name, claim in claims.items() if claim},
            ),
        )

    def remember_repeat(
        self, ref: NoticeRef, later: Rejection, at: datetime, state: State, seen: Rejection | None
    ) -> Notice | None:
        """Keep a later repeat: it opens the next cycle if a revocation turns out to lie between the two.

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

    def _claim(self, item: Sendable, claim: Claim) -> Write:
        if item.is_new:
            return self.opening(item.claimed(claim), claim.at)
        update = transition(
            item.ref, item.claim_entry(claim), {"claim": write_claim(claim)}, "attribute_not_exists(rescinded_at)"
        )
        return {"Update": update.request(self._table)}

    def _put(self, notice: Notice, at: datetime) -> Any:
        review = next_review(notice.state, at, notice.due_at, notice.review_reason)
        expires_at = int((at + self._keep).timestamp())
        return {
            "TableName": self._table,
            "Item": to_item({**write_notice(notice), **review_attributes(review), "expires_at": expires_at}),
            "ConditionExpression": "attribute_not_exists(application)",
        }


def _mark(mark: Mark) -> ConditionalUpdate:
    """Return the update for the end of a claim. It never overrides a status that an event has proven."""
    ours, compared = "claim.id = :claim_id AND attribute_not_exists(delivery_status)", {":claim_id": mark.claim.id}
    match mark.entry.state:
        case State.HELD:
            return transition(mark.ref, mark.entry, {"claim": None}, ours, compared, before=_CLAIMED)
        case State.UNKNOWN:
            return transition(mark.ref, mark.entry, {}, ours, compared, before=_CLAIMED)
        case state:
            proven = {
                "delivery_status": _STATUS_BY_STATE[state],
                "delivery_attempt": mark.claim.id,
                "ses_message_id": mark.ses_message_id,
            }
            change = transition(mark.ref, mark.entry, proven, ours, compared, before=IN_FLIGHT)
            # Nobody is owed an answer that was refused and is revoked: that needs no review.
            return replace(change, revoked=False) if state is State.REFUSED else change


def _revoked(revocation: Revocation) -> Values:
    return {
        "rescinded_at": to_text(revocation.until),
        "requires_correction": revocation.requires_correction or None,
    }


def _correct(at: datetime) -> Values:
    return {"review_reason": CORRECT, **review_attributes(Review(Reviewer.PERSON, at))}
