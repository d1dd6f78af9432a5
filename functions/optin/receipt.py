"""The receipt that a person is owed for a consent: which opt-ins get one, and how it is sent on its way.

It is written with the opt-in, in one transaction. notify sends it, at most once, like every email.
"""

from datetime import datetime, timedelta

from functions.domain.employers.policy import EmployerPolicy
from functions.domain.notices.notice import Notice
from functions.domain.pool.letters import letters_of_consent
from functions.domain.pool.membership import OptIn
from functions.optin.ports import DueNotices
from functions.runtime import metrics
from functions.runtime.gather import capture
from functions.runtime.observability import count, log_bug

# Counted from the call's beginning. The person waits, and API Gateway gives up after 30 s: until then, this leaves SQS
# at its slowest the time for all its attempts. What is not queued goes out when the sweep finds it, some minutes later.
QUEUE_WITHIN = timedelta(seconds=15)


def owed_for_consent(opt_in: OptIn, policy: EmployerPolicy) -> list[Notice]:
    """Return what is owed for a new consent, as items of the ledger: its receipt first, to be sent now."""
    return letters_of_consent(opt_in, policy.languages.of(opt_in.locale))


def queue_receipt(receipt: Notice, *, due_notices: DueNotices, now: datetime, started_at: datetime) -> None:
    """Have the receipt sent now. Nothing is raised: where it can't be queued, the sweep finds it in the ledger."""
    if now >= started_at + QUEUE_WITHIN:
        count(metrics.RECEIPT_NOT_QUEUED)
        return
    failure = capture(due_notices.enqueue, receipt.ref)
    if isinstance(failure, Exception):
        count(metrics.RECEIPT_NOT_QUEUED)
        log_bug("receipt not queued", failure, notice=str(receipt.ref))
