"""Claims: the right to send an email, given to one worker for one attempt, together with what it is about to send."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from functions.delivery.outcome import SendOutcome, SendResult
from functions.delivery.ports import DeliveryPorts
from functions.domain.errors import Conflict, Unfinished
from functions.domain.lean_dataclass import dataclass
from functions.domain.notices.notice import Claim, Entry
from functions.domain.notices.reference import NoticeRef
from functions.domain.notices.review import COMPLAINED, UNDELIVERABLE
from functions.domain.notices.sendable import Sendable
from functions.domain.notices.states import State
from functions.domain.personal_data import EmailAddress
from functions.mail.message import Mail
from functions.runtime.gather import gather_concurrently


@dataclass(frozen=True)
class Draft:
    """An email that is ready to be sent, and what it settles in the ledger. The first item is the email's tag.

    `recipients` has the address on record for each item. It may differ from `mail.to` where one email settles several.
    `keeps_address`: the claim records where the email went. `last_check` is called right before the claim, and returns
    the outcome of what may not go out any more; it has recorded that outcome.
    """

    items: tuple[Sendable, ...]
    recipients: tuple[EmailAddress, ...]
    mail: Mail
    keeps_address: bool = True
    last_check: Callable[[], SendOutcome | None] | None = None

    @property
    def refs(self) -> tuple[NoticeRef, ...]:
        return tuple(item.notice.ref for item in self.items)


def claim_all(
    drafts: Sequence[Draft], *, ports: DeliveryPorts
) -> tuple[list[tuple[Draft, Claim]], dict[NoticeRef, SendResult]]:
    """Claim each draft.

    Return the claimed drafts, and a result for every item that was not claimed. Drafts to suppressed addresses are
    not claimed.
    """
    drafts, results = _check(drafts, ports=ports)
    # Asked last, right before the claim: feedback may have listed an address since the notice was decided.
    suppressed = ports.do_not_contact.among((draft.mail.to for draft in drafts), ports.now())
    wanted = list[tuple[Draft, Claim]]()
    for draft in drafts:
        if cause := suppressed.get(draft.mail.to):
            results |= _suppress(draft, cause, ports=ports)
        else:
            wanted.append((draft, _new_claim(draft, ports=ports)))
    made, error = _claim(wanted, ports=ports)
    for (draft, _), is_ours in zip(wanted, made, strict=True):
        # Another worker has claimed a notice of this email, or a revocation has closed one: none of them is sent now.
        if not is_ours:
            results |= dict.fromkeys(draft.refs, error if error and is_ours is None else Conflict())
    return [claimed for claimed, is_ours in zip(wanted, made, strict=True) if is_ours], results


def _claim(
    wanted: Sequence[tuple[Draft, Claim]], *, ports: DeliveryPorts
) -> tuple[Sequence[bool | None], Exception | None]:
    """Return for each whether it was claimed, and what kept the rest (None) from it."""
    if not wanted:
        return [], None
    try:
        return ports.ledger.claim_all([(draft.items, claim) for draft, claim in wanted]), None
    except Unfinished as err:
        # What was claimed is sent: left alone, it would be in doubt, though certainly nobody was told.
        return err.made, err.error


def _check(drafts: Sequence[Draft], *, ports: DeliveryPorts) -> tuple[list[Draft], dict[NoticeRef, SendResult]]:
    """Make the last checks. Return the drafts that may go out, and the results of the others."""
    checked = [draft for draft in drafts if draft.last_check]
    answers = gather_concurrently(ports.executor, lambda draft: draft.last_check and draft.last_check(), checked)
    results = {
        ref: answer for draft, answer in zip(checked, answers, strict=True) if answer is not None for ref in draft.refs
    }
    return [draft for draft in drafts if draft.refs[0] not in results], results


def _new_claim(draft: Draft, *, ports: DeliveryPorts) -> Claim:
    # The provider's events name the first notice alone: feedback finds the others of the same email by `together`.
    mail, together = draft.mail, draft.refs if len(draft.items) > 1 else ()
    sent_to = mail.to if draft.keeps_address else None
    return Claim(ports.new_id(), ports.now(), mail.template, mail.text_sha256, sent_to, together)


def _suppress(draft: Draft, cause: str, *, ports: DeliveryPorts) -> dict[NoticeRef, SendResult]:
    """Suppress the items whose own address is suppressed. The rest conflict, and are retried at their own address."""
    results: dict[NoticeRef, SendResult] = dict.fromkeys(draft.refs, Conflict())
    for item, recipient in zip(draft.items, draft.recipients, strict=True):
        if recipient.is_same_mailbox(draft.mail.to):
            results[item.notice.ref] = _suppress_item(item, cause, ports=ports)
    return results


def _suppress_item(item: Sendable, cause: str, *, ports: DeliveryPorts) -> SendResult:
    # That its address bounced is our knowledge, not the employer's wish: a person must hear that nobody was told. A
    # letter of the talent pool leaves nobody untold.
    notice, now, line = item.notice, ports.now(), f"do-not-contact: {cause}"
    reason = None if notice.letter else COMPLAINED if cause == "complained" else UNDELIVERABLE
    # A new notice is opened as SUPPRESSED, so that a worker with a repeat of its decision finds it settled.
    if item.is_new:
        suppressed = replace(notice.entered(Entry(now, State.SUPPRESSED, line)), review_reason=reason)
        is_done = ports.ledger.open(suppressed, now) is None
    else:
        is_done = ports.ledger.suppress(notice.ref, now, line, reason) is not None
    return SendOutcome(reason or "suppressed") if is_done else Conflict()
