"""Letters to people of the talent pool: composed while what each is about stands, and checked again before the claim.

A withdrawal is a write to the talent pool, and so is joining again. Neither touches the letter's item in the ledger:
its claim can't notice them.
"""

from collections.abc import Sequence
from concurrent.futures import Executor
from functools import partial

from functions.delivery.claims import Draft
from functions.delivery.outcome import SendOutcome, SendResult
from functions.domain.errors import Conflict
from functions.domain.notices.objection import REFUSES_EMAIL
from functions.domain.notices.owed_letter import OwedLetter
from functions.domain.notices.reference import NoticeRef
from functions.domain.notices.revocation import Revocation
from functions.domain.notices.sendable import Sendable
from functions.letters.pool_letter import LetterSubject
from functions.notify.dispatch.letter_subjects import find_subject
from functions.notify.ports import DispatchPorts
from functions.runtime.gather import gather_concurrently


def compose_letters(
    letters: Sequence[Sendable], *, ports: DispatchPorts, executor: Executor
) -> tuple[list[Draft], dict[NoticeRef, SendResult]]:
    """Compose each letter. Return the drafts, and the results of what is not sent or could not be composed."""
    drafts, results = list[Draft](), dict[NoticeRef, SendResult]()
    # Concurrently: a talent pool that answers slowly must not use up the batch's time, letter by letter.
    composed = gather_concurrently(executor, partial(_compose, ports=ports), letters)
    for item, draft in zip(letters, composed, strict=True):
        if isinstance(draft, Draft):
            drafts.append(draft)
        else:
            results[item.ref] = draft
    return drafts, results


def _compose(item: Sendable, *, ports: DispatchPorts) -> Draft | SendOutcome:
    found = _check(item, ports=ports)
    if isinstance(found, SendOutcome):
        return found
    owed, subject = found
    mail = ports.composer.compose_letter(item.notice, owed, subject, ports.now())
    return Draft((item,), (mail.to,), mail, keeps_address=False, last_check=partial(_last_check, item, ports=ports))


def _last_check(item: Sendable, *, ports: DispatchPorts) -> SendOutcome | None:
    outcome = _check(item, ports=ports)
    return outcome if isinstance(outcome, SendOutcome) else None


def _check(item: Sendable, *, ports: DispatchPorts) -> tuple[OwedLetter, LetterSubject] | SendOutcome:
    """Return what the letter is about; where it may not go out any more, record that, and its outcome."""
    owed, now = item.notice.letter, ports.now()
    subject = find_subject(owed, item.notice, ports=ports) if owed else None
    if owed is None or subject is None:
        if ports.ledger.rescind(item.ref, Revocation("what it is about has ended", now), now) is None:
            raise Conflict
        return SendOutcome.RESCINDED
    # The ATS may have reported it after the person opted in.
    invitation = ports.ledger.get(owed.invitation)
    if invitation and invitation.refuses_email:
        if ports.ledger.suppress(item.ref, now, REFUSES_EMAIL) is None:
            raise Conflict
        return SendOutcome.SUPPRESSED
    return owed, subject
