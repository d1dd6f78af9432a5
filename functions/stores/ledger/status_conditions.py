"""Conditions on the delivery status that a notice has on record."""

from functions.domain.notices.attempts import OUTWEIGHED
from functions.domain.notices.states import DeliveryStatus
from functions.stores.ledger.updates import Values


def weaker_status(delivery_status: DeliveryStatus, attempt: str | None) -> tuple[str, Values]:
    """Return the condition that the status on record is weaker, and the values that it compares with."""
    if attempt is None:
        return "(attribute_not_exists(delivery_status) OR delivery_status < :delivery_status)", {}
    is_own = "(attribute_not_exists(delivery_attempt) OR delivery_attempt = :delivery_attempt)"
    weaker = ["attribute_not_exists(delivery_status)", f"({is_own} AND delivery_status < :delivery_status)"]
    outweighed = {f":outweighed{n}": status for n, status in enumerate(sorted(OUTWEIGHED[delivery_status]))}
    if outweighed:
        is_other = "(attribute_exists(delivery_attempt) AND delivery_attempt <> :delivery_attempt)"
        weaker.append(f"({is_other} AND delivery_status IN ({', '.join(outweighed)}))")
    return f"({' OR '.join(weaker)})", outweighed
