"""Recovery of emails whose worker stopped on the way."""

from datetime import datetime

from functions.delivery.outcome import SendOutcome
from functions.delivery.ports import DeliveryPorts
from functions.domain.errors import Conflict, Transient
from functions.domain.notices.notice import Claim, Entry, Mark, Notice, NoticeRef
from functions.domain.notices.revocation import Revocation
from functions.domain.notices.states import State


def settle_stale_claim(ref: NoticeRef, claim: Claim, *, ports: DeliveryPorts) -> SendOutcome:
    """Mark another worker's claim UNKNOWN once its lease is over. Raises Transient while that worker may be alive."""
    if ports.now() < claim.at + ports.claim_lease:
        raise Transient("claimed by another worker")
    if not all(ports.ledger.mark_all([Mark(ref, claim, Entry(ports.now(), State.UNKNOWN, "worker lost"))])):
        raise Conflict
    return SendOutcome.UNKNOWN


def close_rescinded(notice: Notice, rescinded_at: datetime, *, ports: DeliveryPorts) -> SendOutcome:
    """End a notice that went back to HELD unsent, and was rescinded while a worker had claimed it."""
    # The history has the cause.
    ports.ledger.rescind(notice.ref, Revocation("rescinded", rescinded_at), ports.now())
    return SendOutcome.RESCINDED
