"""Updates for a rejection that is published again: it is remembered, or it corrects what is held."""

from dataclasses import replace
from datetime import datetime, timedelta

from functions.domain.decisions.rejection import Rejection
from functions.domain.notices.correction import replaced_by_correction
from functions.domain.notices.notice import Entry, Notice
from functions.domain.notices.reference import NoticeRef
from functions.domain.notices.review import CHANGED, Review, Reviewer, last_moment, next_review
from functions.domain.notices.states import State
from functions.stores.dynamodb.attributes import to_text
from functions.stores.ledger.notice_item import write_decision
from functions.stores.ledger.review_index import NO_REVIEW, review_attributes
from functions.stores.ledger.updates import ConditionalUpdate, Values, has_room

_UNCLOSED = "attribute_exists(decision) AND attribute_not_exists(rescinded_at)"


def remembering(
    ref: NoticeRef, later: Rejection | None, entry: Entry, seen: Rejection | None, review_reason: str | None
) -> ConditionalUpdate:
    """Return the update that keeps a later repeat beside the decision.

    The history notes only the first of them, and each that needs review.
    """
    before = "later_decision = :before" if seen else "attribute_not_exists(later_decision)"
    values: Values = {"later_decision": write_decision(later)}
    if review_reason:
        values |= {"review_reason": review_reason, **review_attributes(Review(Reviewer.PERSON, entry.at), ref)}
        entry = replace(entry, cause=f"{entry.cause}, with other content")
    return ConditionalUpdate(
        ref,
        entry if review_reason or seen is None else None,
        f"#state = :seen AND {_UNCLOSED} AND {before}",
        values,
        {":seen": entry.state, ":before": write_decision(seen)},
    )


def correcting(notice: Notice, rejection: Rejection, at: datetime) -> ConditionalUpdate:
    """Return the update that puts a correction in the place of what is held. Slot, burst and review stay."""
    decided_at = notice.decision.decided_at if notice.decision else None
    values: Values = {
        "decision": write_decision(rejection),
        "decided_at": to_text(rejection.decided_at),
        "later_decision": None,
        "first_decided_at": to_text(notice.first_decided_at or decided_at),
        "revision": notice.revision + 1,
        "replaced": list(replaced_by_correction(notice)),
    }
    if notice.review_reason == CHANGED:
        # The correction came while the notice was claimed, and nothing was sent: nobody needs to look at it any more.
        values |= {"review_reason": None, **review_attributes(next_review(State.HELD, at, notice.due_at), notice.ref)}
    return ConditionalUpdate(
        notice.ref,
        Entry(at, State.HELD, "corrected") if has_room(notice) else None,
        f"#state = :held AND {_UNCLOSED} AND {unchanged(notice)}",
        values,
        {":held": State.HELD, **revision_of(notice)},
    )


def corrected_cycle(notice: Notice, at: datetime, cause: str) -> Notice:
    """Return the next cycle, in which a correction that came after the email is held. It is due at once."""
    held = Entry(at, State.HELD, cause)
    decision = notice.later_decision
    ref, source, application_id = notice.ref.next(), notice.source, notice.application_id
    # A person wants it, however late it is; and must hear of it where it does not go out.
    latest_at = last_moment(at, at)
    return Notice(
        ref, State.HELD, source, application_id, due_at=at, latest_at=latest_at, decision=decision, history=(held,)
    )


def closing_corrected(notice: Notice, at: datetime, cause: str, later: str) -> ConditionalUpdate:
    """Return the update that ends the cycle of a notice whose correction goes out. `later`: as the item has it."""
    # Every decision of this cycle belongs to the next one from now on, so it is closed right before the first of them.
    until = notice.decision.decided_at - timedelta(microseconds=1) if notice.decision else None
    return ConditionalUpdate(
        notice.ref,
        Entry(at, notice.state, cause),
        f"#state = :seen AND {_UNCLOSED} AND review_reason = :changed AND later_decision = :later",
        {"rescinded_at": to_text(until), "review_reason": None, **NO_REVIEW},
        {":seen": notice.state, ":changed": CHANGED, ":later": later},
    )


def unchanged(notice: Notice) -> str:
    """Return the condition that the decision was not corrected since it was read."""
    return "revision = :seen_revision" if notice.revision else "attribute_not_exists(revision)"


def revision_of(notice: Notice) -> Values:
    """Return what `unchanged` compares with."""
    return {":seen_revision": notice.revision} if notice.revision else {}
