"""The receipt that a person is owed for a consent: which opt-ins get one, and how it is sent on its way.

It is written with the opt-in, in one transaction. notify sends it, at most once, like every email.
"""

from functions.domain.digest import digest
from functions.domain.notices.notice import Entry, Notice, NoticeRef, OwedReceipt
from functions.domain.notices.states import State
from functions.domain.pool.membership import OptIn
from functions.optin.caller import Referral, Session
from functions.optin.ports import DueNotices
from functions.runtime import metrics
from functions.runtime.gather import capture
from functions.runtime.observability import count, log_bug

# A person with somebody else's link could fill that mailbox by changing the opt-in to and fro.
_MAX_REVISIONS = 20


def owed_receipt(session: Session, referral: Referral, opt_in: OptIn) -> Notice | None:
    """Return the receipt to be sent; None where nothing new was agreed to, or the person wants no email."""
    before = session.active
    if before and _terms(opt_in) == _terms(before):
        return None
    if referral.refuses_email or opt_in.revision > _MAX_REVISIONS:
        count(metrics.RECEIPT_WITHHELD)
        return None
    decision, at = referral.decision, opt_in.receipt.given_at
    owed = OwedReceipt(
        id=opt_in.receipt.id,
        candidate=opt_in.candidate,
        invitation=session.invitation.notice,
        join_until=session.invitation.expires_at,
        language=referral.policy.languages.of(decision.candidate.locale),
    )
    ref = NoticeRef(digest("receipt", opt_in.receipt.id))
    notice = Notice(ref, State.HELD, referral.source, decision.application_id, due_at=at, receipt=owed)
    return notice.entered(Entry(at, State.HELD, "opted in"))


def queue_receipt(receipt: Notice, *, due_notices: DueNotices) -> None:
    """Have the receipt sent now. Nothing is raised: where it can't be queued, the sweep finds it in the ledger."""
    failure = capture(due_notices.enqueue, receipt.ref)
    if isinstance(failure, Exception):
        count(metrics.RECEIPT_NOT_QUEUED)
        log_bug("receipt not queued", failure, notice=str(receipt.ref))


def _terms(opt_in: OptIn) -> tuple[object, ...]:
    receipt = opt_in.receipt
    return receipt.intro, receipt.purposes, receipt.agencies, opt_in.months
