"""Recovery of emails whose worker stopped on the way."""

from datetime import datetime

from functions.delivery.outcome import SendOutcome
from functions.delivery.ports import DeliveryPorts
from functions.domain.errors import Conflict, Transient
from functions.domain.notices.notice import Claim, Entry, Notice
from functions.domain.notices.reference import NoticeRef
from functions.domain.notices.revocation import Revocation
from functions.domain.notices.sendable import Mark
from functions.domain.notices.states import State


def settle_stale_claim(ref: NoticeRef, claim: Claim, *, ports: DeliveryPorts) -> SendOutcome:
    """Mark another worker's claim UNKNOWN once its lease is over. Raises Transient while that worker may be alive."""
    # The other worker can't run for longer than its lease, so it sends nothing any more. Whether it did send this
    # email, this worker can't know: an event of the provider may still settle it, else the sweep escalates it.
    if ports.now() < claim.at + ports.claim_lease:
        raise Transient("claimed by another worker")
    # Refused where an event of the provider, or another worker, has settled the claim since we read it.
    if not all(ports.ledger.mark_all([Mark(ref, claim, Entry(ports.now(), State.UNKNOWN, "worker lost"))])):
        raise Conflict
    return SendOutcome.UNKNOWN


def close_rescinded(notice: Notice, rescinded_at: datetime, *, ports: DeliveryPorts) -> SendOutcome:
    """End a notice that went back to HELD unsent, and was rescinded while a worker had claimed it."""
    # Not "rescinded": it may have been a hire or an erasure, and neither opens an application again. The history says.
    # Whether it was untrue is kept: the provider may have taken the email all the same, and say so later.
    revocation = Revocation("revoked while claimed", rescinded_at, requires_correction=notice.requires_correction)
    ports.ledger.rescind(notice.ref, revocation, ports.now())
    return SendOutcome.RESCINDED
