"""Drafts of what is about to be sent: the letters are composed only now, with fresh links."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from functions.delivery.claims import Draft
from functions.domain.errors import Conflict
from functions.domain.notices.notice import NoticeRef, OwedReceipt, Sendable
from functions.domain.notices.revocation import Revocation
from functions.domain.pool.consent import Receipt
from functions.domain.pool.membership import OptIn, Standing, standing
from functions.notify.dispatch.bundles import Bundle
from functions.notify.outcome import NoticeOutcome, Result
from functions.notify.ports import DispatchPorts
from functions.runtime.gather import capture_each


def compose_all(
    bundles: Sequence[Bundle], receipts: Sequence[Sendable], *, ports: DispatchPorts
) -> tuple[list[Draft], dict[NoticeRef, Result]]:
    """Compose each bundle and each receipt. Return the drafts, and the results of what could not be composed."""
    drafts, results = list[Draft](), dict[NoticeRef, Result]()
    for bundle, draft in zip(bundles, capture_each(partial(_compose, ports=ports), bundles), strict=True):
        if isinstance(draft, Draft):
            drafts.append(draft)
        else:
            results |= dict.fromkeys((item.ref for item in bundle.notices), draft)
    for item, composed in zip(receipts, capture_each(partial(_compose_receipt, ports=ports), receipts), strict=True):
        if isinstance(composed, Draft):
            drafts.append(composed)
        else:
            results[item.ref] = composed
    return drafts, results


def _compose(bundle: Bundle, *, ports: DispatchPorts) -> Draft:
    notices = [item.notice for item in bundle.notices]
    mail = ports.composer.compose(notices, ports.now(), others_open=bundle.others_open)
    return Draft(bundle.notices, tuple(item.decision.candidate.email for item in bundle.notices), mail)


def _compose_receipt(item: Sendable, *, ports: DispatchPorts) -> Draft | NoticeOutcome:
    """Compose a receipt, unless the person has withdrawn since: then no receipt is sent."""
    owed = item.notice.receipt
    opt_in = _opt_in_of(owed, ports=ports) if owed else None
    if owed is None or opt_in is None:
        if ports.ledger.rescind(item.ref, Revocation("withdrawn", ports.now()), ports.now()) is None:
            raise Conflict
        return NoticeOutcome.RECEIPT_REVOKED
    mail = ports.composer.compose_receipt(item.notice, owed, opt_in)
    return Draft((item,), (mail.to,), mail, keeps_address=False)


def _opt_in_of(owed: OwedReceipt, *, ports: DispatchPorts) -> OptIn | None:
    """Return the opt-in with the consent that this receipt is about; None where it does not stand any more."""
    member = ports.pool.get(owed.candidate)
    if not isinstance(member, OptIn) or standing(member, ports.now()) is not Standing.ACTIVE:
        return None
    if member.receipt.id == owed.id:
        return member
    # The person has changed an answer since. What they agreed to then is in the append-only record.
    receipts = map(_receipt, ports.pool.consents(owed.candidate))
    return next((replace(member, receipt=receipt) for receipt in receipts if receipt and receipt.id == owed.id), None)


def _receipt(consent: dict[str, Any]) -> Receipt | None:
    record = {name: value for name, value in consent.items() if name != "kind"}
    return Receipt.of(record) if consent["kind"] == "given" else None
