"""Updates that end something: a claim, by what its worker heard; a cycle, by a revocation."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from functions.domain.notices.notice import Entry, Mark, Notice, NoticeRef
from functions.domain.notices.review import CORRECT, RESTORED_DUE, Review, Reviewer, may_have_been_told
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
    if revocation.requires_correction:
        doubtful, compared = f"({_IN_DOUBT} OR review_reason = :restored)", {":restored": RESTORED_DUE}
    else:
        # A revocation that found a worker's claim may have asked for a correction already: that stays.
        doubtful, compared = f"({_IN_DOUBT} AND review_reason = :correct)", {":correct": CORRECT}
    yield transition(ref, entry, values, f"NOT {doubtful}", compared, in_review=None)
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


def correction(closed: Notice, cause: str, at: datetime) -> ConditionalUpdate:
    """Return the update that asks for the correction of a closed notice, if it was told, or may have been."""
    seen = _IN_DOUBT if closed.earlier_claim else _NO_DOUBT
    condition = (
        f"#state = :seen AND attribute_exists(rescinded_at) AND attribute_not_exists(requires_correction) AND {seen}"
    )
    values = {"requires_correction": True, **(_correct(at) if may_have_been_told(closed) else {})}
    return ConditionalUpdate(closed.ref, Entry(at, closed.state, cause), condition, values, {":seen": closed.state})


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
