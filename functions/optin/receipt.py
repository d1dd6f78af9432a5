"""The receipt that a person is owed for a consent: which opt-ins get one, and how it is sent on its way.

It is written with the opt-in, in one transaction. notify sends it, at most once, like every email.
"""

from datetime import datetime, timedelta

from functions.domain.employers.policy import EmployerPolicy
from functions.domain.notices.notice import Notice
from functions.domain.notices.owed_letter import LetterKind, OwedLetter, letter_ref
from functions.domain.pool.membership import OptIn
from functions.optin.ports import DueNotices
from functions.runtime import metrics
from functions.runtime.gather import capture
from functions.runtime.observability import count, log_bug

# Counted from the call's beginning. The person waits, and API Gateway gives up after 30 s: until then, this leaves SQS
# at its slowest the time for all its attempts. What is not queued goes out when the sweep finds it, some minutes later.
QUEUE_WITHIN = timedelta(seconds=15)


def owed_receipt(opt_in: OptIn, policy: EmployerPolicy) -> Notice:
    """Return the receipt to be sent, as an item of the ledger. It needs nothing but the opt-in."""
    at = opt_in.receipt.given_at
    owed = OwedLetter(
        LetterKind.RECEIPT,
        about=opt_in.receipt.id,
        candidate=opt_in.candidate,
        invitation=opt_in.notice,
        join_until=opt_in.join_until,
        language=policy.languages.of(opt_in.locale),
    )
    return Notice.of_letter(
        letter_ref(owed.kind, owed.about),
        owed,
        source=opt_in.source,
        application_id=opt_in.application_id,
        at=at,
        cause="opted in",
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
