"""Receipts of opt-ins: composed while the opt-in stands, and checked once more right before the claim.

A withdrawal is a write to the talent pool, and so is joining again. Neither touches the receipt's item in the ledger:
its claim can't notice them.
"""

from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import replace
from functools import partial
from typing import Any

from functions.delivery.claims import Draft
from functions.delivery.outcome import SendOutcome, SendResult
from functions.domain.errors import Conflict
from functions.domain.notices.objection import REFUSES_EMAIL
from functions.domain.notices.owed_letter import OwedLetter
from functions.domain.notices.reference import NoticeRef
from functions.domain.notices.revocation import Revocation
from functions.domain.notices.sendable import Sendable
from functions.domain.pool.consent import Receipt
from functions.domain.pool.membership import OptIn, Standing, standing
from functions.notify.ports import DispatchPorts
from functions.runtime.gather import gather_concurrently


def compose_receipts(
    receipts: Sequence[Sendable], *, ports: DispatchPorts, executor: Executor
) -> tuple[list[Draft], dict[NoticeRef, SendResult]]:
    """Compose each receipt. Return the drafts, and the results of what is not sent or could not be composed."""
    drafts, results = list[Draft](), dict[NoticeRef, SendResult]()
    # Concurrently: a talent pool that answers slowly must not use up the batch's time, receipt by receipt.
    composed = gather_concurrently(executor, partial(_compose, ports=ports), receipts)
    for item, draft in zip(receipts, composed, strict=True):
        if isinstance(draft, Draft):
            drafts.append(draft)
        else:
            results[item.ref] = draft
    return drafts, results


def _compose(item: Sendable, *, ports: DispatchPorts) -> Draft | SendOutcome:
    standing_or_outcome = _check(item, ports=ports)
    if isinstance(standing_or_outcome, SendOutcome):
        return standing_or_outcome
    owed, opt_in = standing_or_outcome
    mail = ports.composer.compose_receipt(item.notice, owed, opt_in, ports.now())
    return Draft((item,), (mail.to,), mail, keeps_address=False, last_check=partial(_last_check, item, ports=ports))


def _last_check(item: Sendable, *, ports: DispatchPorts) -> SendOutcome | None:
    outcome = _check(item, ports=ports)
    return outcome if isinstance(outcome, SendOutcome) else None


def _check(item: Sendable, *, ports: DispatchPorts) -> tuple[OwedLetter, OptIn] | SendOutcome:
    """Return the opt-in that the receipt is about; where none may go out any more, record that, and its outcome."""
    owed, now = item.notice.letter, ports.now()
    opt_in = _opt_in_of(owed, ports=ports) if owed else None
    if owed is None or opt_in is None:
        if ports.ledger.rescind(item.ref, Revocation("the opt-in has ended", now), now) is None:
            raise Conflict
        return SendOutcome.RESCINDED
    # The ATS may have reported it after the person opted in.
    invitation = ports.ledger.get(owed.invitation)
    if invitation and invitation.refuses_email:
        if ports.ledger.suppress(item.ref, now, REFUSES_EMAIL) is None:
            raise Conflict
        return SendOutcome.SUPPRESSED
    return owed, opt_in


def _opt_in_of(owed: OwedLetter, *, ports: DispatchPorts) -> OptIn | None:
    """Return the opt-in with the consent that this receipt is about; None where that consent no longer stands."""
    member = ports.pool.get(owed.candidate)
    if not isinstance(member, OptIn) or standing(member, ports.now()) is not Standing.ACTIVE:
        return None
    if member.receipt.id == owed.about:
        return member
    # The person has changed an answer since. What they agreed to then is in the append-only record. A consent from
    # before they joined was withdrawn or has run out, and the one of today does not bring it back.
    receipts = map(_receipt, ports.pool.consents(owed.candidate))
    return next(
        (
            replace(member, receipt=receipt)
            for receipt in receipts
            if receipt and receipt.id == owed.about and receipt.given_at >= member.joined_at
        ),
        None,
    )


def _receipt(consent: dict[str, Any]) -> Receipt | None:
    record = {name: value for name, value in consent.items() if name != "kind"}
    return Receipt.of(record) if consent["kind"] == "given" else None
