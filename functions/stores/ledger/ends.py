"""Updates that end a cycle, by a revocation, and that ask for the correction of what was told."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from functions.domain.notices.notice import Entry, Notice
from functions.domain.notices.reference import NoticeRef
from functions.domain.notices.review import CHANGED, CORRECT, RESTORED_DUE, Review, Reviewer, next_review
from functions.domain.notices.revocation import Revocation
from functions.domain.notices.states import NEVER_SENT, State
from functions.domain.notices.told import may_have_been_told
from functions.stores.dynamodb.attributes import to_text
from functions.stores.ledger.notice_item import write_decision
from functions.stores.ledger.review_index import NO_REVIEW, review_attributes
from functions.stores.ledger.updates import IN_FLIGHT, ConditionalUpdate, Values, transition

# Nobody is owed such an answer any more once its cycle is closed.
_OWED = frozenset({State.REFUSED, State.BOUNCED, State.SUPPRESSED})
_OFF_LIST: Values = {**NO_REVIEW, "review_reason": None}
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
    yield transition(ref, entry, {**values, **_correct(ref, at)}, doubtful, compared, in_review=None)


def closures(ref: NoticeRef, revocation: Revocation, at: datetime, state: State) -> Iterator[ConditionalUpdate]:
    """Yield the updates of which one closes the cycle of a notice that stays in `state`."""
    values = _revoked(revocation)
    settled = values | _OFF_LIST if state in _OWED else values
    if revocation.is_correction and state in IN_FLIGHT:
        # Its email may be out, with what was corrected since.
        settled = values | _for_review(CHANGED, ref, at)
    seen, entry = (
        "#state = :seen AND attribute_not_exists(rescinded_at)",
        Entry(at, state, f"{revocation.cause}, too late"),
    )
    change = ConditionalUpdate(ref, entry, seen, settled, {":seen": state})
    if not revocation.requires_correction:
        if revocation.closes_sent and state not in _OWED:
            # The candidate withdrew: nobody need speak to them about a correction that came after the email.
            owed = review_attributes(next_review(state, at), ref)
            was_changed, compared = f"{seen} AND review_reason = :changed", {**change.compared, ":changed": CHANGED}
            off_list = {**values, **owed, "review_reason": None}
            yield replace(change, condition=was_changed, values=off_list, compared=compared)
        yield change
        return
    too_late = replace(change, values=values | _correct(ref, at))
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
    values = {"requires_correction": True, **(_correct(closed.ref, at) if may_have_been_told(closed) else {})}
    return ConditionalUpdate(closed.ref, Entry(at, closed.state, cause), condition, values, {":seen": closed.state})


def _revoked(revocation: Revocation) -> Values:
    values: Values = {
        "rescinded_at": to_text(revocation.until),
        "requires_correction": revocation.requires_correction or None,
    }
    if revocation.correction:
        # The newest word, should an operator reopen what a wrong hire has closed.
        values["later_decision"] = write_decision(revocation.correction)
    elif revocation.is_correction:
        values |= {"decision": None, "later_decision": None, "replaced": None}
    return values


def _correct(ref: NoticeRef, at: datetime) -> Values:
    return _for_review(CORRECT, ref, at)


def _for_review(reason: str, ref: NoticeRef, at: datetime) -> Values:
    return {"review_reason": reason, **review_attributes(Review(Reviewer.PERSON, at), ref)}
