"""The update that takes a person out of their notice, and leaves what became of it."""

from datetime import datetime

from functions.domain.notices.notice import Entry, Notice
from functions.domain.notices.review import without_reason
from functions.stores.ledger.notice_item import write_entry
from functions.stores.ledger.updates import NO_ADDRESS, ConditionalUpdate, Values


def erasure(notice: Notice, at: datetime) -> ConditionalUpdate:
    """Return the update, for the notice as it was read: a claim that has come since has the address again."""
    claims = {"claim": notice.claim, "earlier_claim": notice.earlier_claim}
    gone: Values = {"decision": None, "later_decision": None, "replaced": None, **NO_ADDRESS}
    gone |= {f"{name}.sent_to": None for name, claim in claims.items() if claim}
    # Older claims only change together with the earlier one.
    gone |= {f"older_claims[{n}].sent_to": None for n in range(len(notice.older_claims))}
    same = (f"{name}.id = :{name}" if claim else f"attribute_not_exists({name})" for name, claim in claims.items())
    compared: Values = {":seen": notice.state} | {f":{name}": claim.id for name, claim in claims.items() if claim}
    condition = " AND ".join(("#state = :seen", *same))
    entry = Entry(at, notice.state, "personal data erased")
    # An operator's reason should name nobody, and may do so all the same.
    history = tuple(map(without_reason, notice.history))
    if history == notice.history:
        return ConditionalUpdate(notice.ref, entry, condition, gone, compared)
    rewritten = list(map(write_entry, (*history, entry)))
    as_read = {":lines": len(history), **compared}
    return ConditionalUpdate(
        notice.ref, None, f"{condition} AND size(history) = :lines", gone | {"history": rewritten}, as_read
    )
