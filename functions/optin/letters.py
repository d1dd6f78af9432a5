"""The letters that a person is owed for what they have done here, and how they are sent on their way.

Each is written with the change that it is about, in one transaction. notify sends it, at most once, like every email.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from functions.domain.employers.policy import EmployerPolicy
from functions.domain.notices.notice import Notice
from functions.domain.pool.changes import PendingAddress
from functions.domain.pool.erased_profiles import ErasedProfiles
from functions.domain.pool.letters import letter_of_ending, letters_of_address, letters_of_consent, letters_of_end
from functions.domain.pool.membership import OptIn, Withdrawal
from functions.optin.ports import DueNotices
from functions.runtime import metrics
from functions.runtime.gather import capture
from functions.runtime.observability import count, log_bug

# Counted from the call's beginning. The person waits, and API Gateway gives up after 30 s: until then, this leaves SQS
# at its slowest the time for all its attempts. What is not queued goes out when the sweep finds it, some minutes later.
QUEUE_WITHIN = timedelta(seconds=15)


def owed_for_consent(opt_in: OptIn, policy: EmployerPolicy) -> list[Notice]:
    """Return what is owed for a new consent: its receipt first, and what is said before and at its end."""
    return letters_of_consent(opt_in, policy.languages.of(opt_in.locale))


def owed_for_end(opt_in: OptIn, policy: EmployerPolicy, at: datetime) -> list[Notice]:
    """Return what is said before and at the end of a consent that has moved, or that ends sooner than it did."""
    return list(letters_of_end(opt_in, policy.languages.of(opt_in.locale), at))


def letters_of_request(opt_in: OptIn, pending: PendingAddress, policy: EmployerPolicy) -> list[Notice]:
    """Return the letters about a change of address: one to confirm it, and one to the address of now, to stop it."""
    return letters_of_address(opt_in, pending, policy.languages.of(opt_in.locale))


def farewell(left: Withdrawal, opt_in: OptIn, method: str, policy: EmployerPolicy) -> Notice:
    """Return the letter to a person who has left: somebody else may have had their link."""
    return letter_of_ending(opt_in, policy.languages.of(opt_in.locale), left.ending, left.withdrawn_at, method)


def queue_letters(
    letters: Iterable[Notice],
    erased: ErasedProfiles | None = None,
    *,
    due_notices: DueNotices,
    now: datetime,
    started_at: datetime,
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
