"""The marks that end claims, many in one transaction."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from functions.domain.errors import Transient, Unfinished
from functions.domain.notices.notice import Mark
from functions.domain.notices.states import DeliveryStatus, State
from functions.stores.dynamodb.transactions import write_groups
from functions.stores.ledger.updates import IN_FLIGHT, ConditionalUpdate, transition

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
    # A revocation came while the worker was sending: the notice is in review, and stays so.
    failed = [n for n, done in enumerate(made) if not done]
    try:
        again = write([changes[n].keeping_review() for n in failed])
    except (Transient, Unfinished) as err:
        # The first round's marks are made, whatever became of the second.
        known = dict(zip(failed, err.made if isinstance(err, Unfinished) else [None] * len(failed), strict=True))
        error = err.error if isinstance(err, Unfinished) else err
        raise Unfinished([done or known[n] for n, done in enumerate(made)], error) from err
    return [done or again[failed.index(n)] for n, done in enumerate(made)]


def _mark(mark: Mark) -> ConditionalUpdate:
    """Return the update for the end of a claim. It never overrides a status that an event has proven."""
    ours, compared = "claim.id = :claim_id AND attribute_not_exists(delivery_status)", {":claim_id": mark.claim.id}
    match mark.entry.state:
        case State.HELD:
            return transition(mark.ref, mark.entry, {"claim": None}, ours, compared, before=_CLAIMED)
        case State.UNKNOWN:
            return transition(mark.ref, mark.entry, {}, ours, compared, before=_CLAIMED)
        case state:
            proven = {"delivery_status": _STATUS_BY_STATE[state], "ses_message_id": mark.ses_message_id}
            return transition(mark.ref, mark.entry, proven, ours, compared, before=IN_FLIGHT)
