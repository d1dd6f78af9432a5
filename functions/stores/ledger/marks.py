"""The marks that end claims, many in one transaction."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from functions.domain.errors import Transient, Unfinished
from functions.domain.notices.notice import Claim
from functions.domain.notices.sendable import Mark
from functions.domain.notices.states import DeliveryStatus, State
from functions.stores.dynamodb.transactions import write_groups
from functions.stores.ledger.notice_item import write_claim
from functions.stores.ledger.status_conditions import weaker_status
from functions.stores.ledger.updates import IN_FLIGHT, ConditionalUpdate, Values, transition

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_CLAIMED = frozenset({State.CLAIMED})
_STATUS_BY_STATE = {State.ACCEPTED: DeliveryStatus.SENT, State.REFUSED: DeliveryStatus.REJECTED}


def write_marks(dynamodb: "DynamoDBClient", table: str, marks: Sequence[Mark]) -> list[bool]:
    """Write each mark whose claim still stands, and return for each whether it was written.

    Raises Transient, or Unfinished.
    """

    def write(changes: Sequence[ConditionalUpdate]) -> list[bool]:
        return write_groups(dynamodb, [[{"Update": change.request(table)}] for change in changes])

    changes = [_mark(mark) for mark in marks]
    made = write(changes)
    # A revocation came while the worker was sending: the notice is in review, and stays so; or nobody is owed the
    # answer any more, and it needs no review.
    made = _complete(made, {n: changes[n].keeping_review() for n, done in enumerate(made) if not done}, write)
    closed = {n: changes[n].of_revoked() for n, done in enumerate(made) if not done and changes[n].revoked is False}
    return _complete(made, closed, write) if closed else made


def _complete(
    made: Sequence[bool],
    changes: Mapping[int, ConditionalUpdate],
    write: Callable[[Sequence[ConditionalUpdate]], list[bool]],
) -> list[bool]:
    """Write other changes for some of those that were not made. Return for each whether it is made now."""
    try:
        again = dict(zip(changes, write(list(changes.values())), strict=True))
    except (Transient, Unfinished) as err:
        # What was made before stays made, whatever became of these.
        known = dict(zip(changes, err.made if isinstance(err, Unfinished) else [None] * len(changes), strict=True))
        error = err.error if isinstance(err, Unfinished) else err
        raise Unfinished([done or known.get(n, False) for n, done in enumerate(made)], error) from err
    return [done or again.get(n, False) for n, done in enumerate(made)]


def _mark(mark: Mark) -> ConditionalUpdate:
    """Return the update for the end of a claim. It never overrides a status that an event has proven."""
    is_ours = "claim.id = :claim_id"
    compared: Values = {":claim_id": mark.claim.id}
    unproven = f"{is_ours} AND attribute_not_exists(delivery_status)"
    match mark.entry.state:
        case State.HELD:
            values = {"claim": None, **_given_back(mark.claim)}
            return transition(mark.ref, mark.entry, values, unproven, compared, before=_CLAIMED)
        case State.UNKNOWN:
            return transition(mark.ref, mark.entry, {}, unproven, compared, before=_CLAIMED)
        case State.ACCEPTED:
            # An event about an earlier attempt may have come meanwhile: that one was rejected, and this one was not.
            weaker, outweighed = weaker_status(DeliveryStatus.SENT, mark.claim.id)
            condition = f"{is_ours} AND {weaker} AND (#state <> :refused OR attribute_exists(delivery_status))"
            compared |= {":refused": State.REFUSED, **outweighed}
            before = IN_FLIGHT | {State.REFUSED}
            return transition(mark.ref, mark.entry, _proven(mark), condition, compared, before=before)
        case _:
            change = transition(mark.ref, mark.entry, _proven(mark), unproven, compared, before=IN_FLIGHT)
            # Nobody is owed an answer that was refused and is revoked: that needs no review.
            return replace(change, revoked=False)


def _given_back(claim: Claim) -> Values:
    # Should the provider have taken the email all the same, its event finds the others of that email by this.
    return {"given_back": write_claim(replace(claim, sent_to=None))} if claim.together else {}


def _proven(mark: Mark) -> Values:
    return {
        "delivery_status": _STATUS_BY_STATE[mark.entry.state],
        "delivery_attempt": mark.claim.id,
        "ses_message_id": mark.ses_message_id,
    }
