"""The receipt that a person is owed for a consent: which opt-ins get one, and how it is sent on its way.

It is written with the opt-in, in one transaction. notify sends it, at most once, like every email.
"""

from datetime import datetime, timedelta

from functions.domain.notices.notice import Notice
from functions.domain.notices.owed_letter import LetterKind, OwedLetter, letter_ref
from functions.domain.pool.membership import OptIn
from functions.optin.caller import Referral, Session
from functions.optin.ports import DueNotices
from functions.runtime import metrics
from functions.runtime.gather import capture
from functions.runtime.observability import count, log_bug

# A person with somebody else's link could fill that mailbox by changing the opt-in to and fro.
_MAX_REVISIONS = 20
# Counted from the call's beginning. The person waits, and API Gateway gives up after 30 s: until then, this leaves SQS
# at its slowest the time for all its attempts. What is not queued goes out when the sweep finds it, some minutes later.
QUEUE_WITHIN = timedelta(seconds=15)


def agrees_to_something_new(before: OptIn | None, opt_in: OptIn) -> bool:
    """Tell whether the person is owed a receipt: a change of their answers alone is not a new consent."""
    return before is None or _terms(opt_in) != _terms(before)


def is_withheld(referral: Referral, opt_in: OptIn) -> bool:
    """Tell whether an owed receipt is not sent: the person wants no email, or has changed the opt-in too often."""
    return referral.refuses_email or opt_in.revision > _MAX_REVISIONS


def owed_receipt(session: Session, referral: Referral, opt_in: OptIn) -> Notice:
    """Return the receipt to be sent, as an item of the ledger."""
    decision, at = referral.decision, opt_in.receipt.given_at
    owed = OwedLetter(
        LetterKind.RECEIPT,
        about=opt_in.receipt.id,
        candidate=opt_in.candidate,
        invitation=session.invitation.notice,
        join_until=session.invitation.expires_at,
        language=referral.policy.languages.of(decision.candidate.locale),
    )
    ref = letter_ref(owed.kind, owed.about)
    return Notice.of_letter(
        ref, owed, source=referral.source, application_id=decision.application_id, at=at, cause="opted in"
    )


def queue_receipt(receipt: Notice, *, due_notices: DueNotices, now: datetime, started_at: datetime) -> None:
    """Have the receipt sent now. Nothing is raised: where it can't be queued, the sweep finds it in the ledger."""
    if now >= started_at + QUEUE_WITHIN:
        count(metrics.RECEIPT_NOT_QUEUED)
        return
    failure = capture(due_notices.enqueue, receipt.ref)
    if isinstance(failure, Exception):
        count(metrics.RECEIPT_NOT_QUEUED)
        log_bug("receipt not queued", failure, notice=str(receipt.ref))


def _terms(opt_in: OptIn) -> tuple[object, ...]:
    receipt = opt_in.receipt
    return receipt.intro, receipt.purposes, receipt.agencies, opt_in.months
