"""Updates that end something: a claim, by what its worker heard; a cycle, by a revocation."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from functions.domain.notices.notice import Entry, Mark, NoticeRef
from functions.domain.notices.review import CORRECT, Review, Reviewer
from functions.domain.notices.revocation import Revocation
from functions.domain.notices.states import NEVER_SENT, DeliveryStatus, State
from functions.stores.dynamodb.attributes import to_text
from functions.stores.ledger.updates import IN_FLIGHT, ConditionalUpdate, Values, review_attributes, transition

_CLAIMED = frozenset({State.CLAIMED})
# Nobody is owed such an answer any more once its cycle is closed.
_OWED = frozenset({State.REFUSED, State.BOUNCED, State.SUPPRESSED})
_OFF_LIST: Values = {**review_attributes(None), "review_reason": None}
_STATUS_BY_STATE = {State.ACCEPTED: DeliveryStatus.SENT, State.REFUSED: DeliveryStatus.REJECTED}
_NO_DOUBT, _IN_DOUBT = "attribute_not_exists(earlier_claim)", "attribute_exists(earlier_claim)"


def rescissions(ref: NoticeRef, revocation: Revocation, at: datetime) -> Iterator[ConditionalUpdate]:
    """Yield the updates of which one rescinds a notice that is HELD. An earlier attempt may have told it."""
    entry, values = Entry(at, State.RESCINDED, revocation.cause), {**_revoked(revocation), "review_reason": None}
    never_told, doubtful = _NO_DOUBT, _IN_DOUBT
    compared: Values = {}
    if not revocation.requires_correction:
        # A revocation that found a worker's claim may have asked for a correction already: that stays.
        is_known, compared = "review_reason = :correct", {":correct": CORRECT}
        never_told = f"({never_told} OR attribute_not_exists(review_reason) OR NOT {is_known})"
        doubtful = f"{doubtful} AND {is_known}"
    yield transition(ref, entry, values, never_told, compared, in_review=None)
    yield transition(ref, entry, {**values, **_correct(at)}, doubtful, compared, in_review=None)


def closures(ref: NoticeRef, revocation: Revocation, at: datetime, state: State) -> Iterator[ConditionalUpdate]:
    """Yield the updates of which one closes the cycle of a notice that stays in `state`."""
    values = _revoked(revocation)
    settled = values | _OFF_LIST if state in _OWED else values
    seen, entry = (
        "#state = :seen AND attribute_not_exists(rescinded_at)",
        Entry(at, state, f"{revocation.cause}, too late"),
    )
    change = ConditionalUpdate(ref, entry, seen, settled, {":seen": state})
    if not revocation.requires_correction:
        yield change
        return
    too_late = replace(change, values=values | _correct(at))
    if state in NEVER_SENT:
        # The last attempt told nobody; an earlier one in doubt may have.
        yield replace(change, condition=f"{seen} AND {_NO_DOUBT}")
        yield replace(too_late, condition=f"{seen} AND {_IN_DOUBT}")
    else:
        yield too_late


def end_of_claim(mark: Mark) -> ConditionalUpdate:
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
