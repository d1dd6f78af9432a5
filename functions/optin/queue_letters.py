"""The way of a letter to the queue, once it is on record."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from functions.domain.notices.notice import Notice
from functions.domain.pool.erased_profiles import ErasedProfiles
from functions.optin.ports import DueNotices
from functions.runtime import metrics
from functions.runtime.gather import capture
from functions.runtime.observability import count, log_bug

# Counted from the call's beginning. The person waits, and API Gateway gives up after 30 s: until then, this leaves SQS
# at its slowest the time for all its attempts. What is not queued goes out when the sweep finds it, some minutes later.
QUEUE_WITHIN = timedelta(seconds=15)


def queue_letters(
    letters: Iterable[Notice],
    *,
    due_notices: DueNotices,
    now: datetime,
    started_at: datetime,
    erased: ErasedProfiles | None = None,
) -> None:
    """Have letters sent now, and those ended that were still owed to who was erased.

    Nothing is raised: the sweep finds a letter in the ledger, and one that must not go out ends unsent when it is due.
    """
    for letter in letters:
        if now >= started_at + QUEUE_WITHIN:
            count(metrics.RECEIPT_NOT_QUEUED)
            continue
        failure = capture(due_notices.enqueue, letter.ref)
        if isinstance(failure, Exception):
            count(metrics.RECEIPT_NOT_QUEUED)
            log_bug("letter not queued", failure, notice=str(letter.ref))
    if erased and now < started_at + QUEUE_WITHIN:
        failure = capture(due_notices.enqueue_erased, erased)
        if isinstance(failure, Exception):
            log_bug("erased profiles not queued", failure)
