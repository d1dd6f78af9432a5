"""The letters that a person is owed for what they have done here, and how they are sent on their way.

Each is written with the change that it is about, in one transaction. notify sends it, at most once, like every email.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from functions.domain.employers.policy import EmployerPolicy
from functions.domain.notices.notice import Notice
from functions.domain.notices.owed_letter import LetterKind, OwedLetter, letter_ref
from functions.domain.personal_data import EmailAddress
from functions.domain.pool.changes import PendingAddress
from functions.domain.pool.membership import Ending, OptIn, Withdrawal
from functions.optin.ports import DueNotices
from functions.runtime import metrics
from functions.runtime.gather import capture
from functions.runtime.observability import count, log_bug

# Counted from the call's beginning. The person waits, and API Gateway gives up after 30 s: until then, this leaves SQS
# at its slowest the time for all its attempts. What is not queued goes out when the sweep finds it, some minutes later.
QUEUE_WITHIN = timedelta(seconds=15)


def owed_receipt(opt_in: OptIn, policy: EmployerPolicy) -> Notice:
    """Return the receipt of a consent. It needs nothing but the opt-in."""
    receipt = opt_in.receipt
    return _letter(LetterKind.RECEIPT, opt_in, policy, receipt.id, at=receipt.given_at, cause="opted in")


def letters_of_request(opt_in: OptIn, pending: PendingAddress, policy: EmployerPolicy) -> list[Notice]:
    """Return the letters about a change of address: one to confirm it, and one to the address of now, to stop it."""
    about, at = pending.id, pending.asked_at
    until = pending.expires_at
    return [
        _letter(
            LetterKind.CONFIRM_ADDRESS,
            opt_in,
            policy,
            about,
            at=at,
            cause="asked for",
            to=pending.email,
            join_until=until,
        ),
        _letter(LetterKind.ADDRESS_CHANGED, opt_in, policy, about, at=at, cause="asked for", to=opt_in.email),
    ]


def farewell(left: Withdrawal, opt_in: OptIn, method: str, policy: EmployerPolicy) -> Notice:
    """Return the letter to a person who has left: somebody else may have had their link."""
    kind = LetterKind.ERASED if left.ending is Ending.ERASED else LetterKind.WITHDRAWN
    about, at = opt_in.receipt.id, left.withdrawn_at
    return _letter(kind, opt_in, policy, about, at=at, cause=left.ending.value, to=opt_in.email, detail=method)


def queue_letters(letters: Iterable[Notice], *, due_notices: DueNotices, now: datetime, started_at: datetime) -> None:
    """Have letters sent now. Nothing is raised: what can't be queued, the sweep finds in the ledger."""
    for letter in letters:
        if now >= started_at + QUEUE_WITHIN:
            count(metrics.RECEIPT_NOT_QUEUED)
            continue
        failure = capture(due_notices.enqueue, letter.ref)
        if isinstance(failure, Exception):
            count(metrics.RECEIPT_NOT_QUEUED)
            log_bug("letter not queued", failure, notice=str(letter.ref))


def _letter(
    kind: LetterKind,
    opt_in: OptIn,
    policy: EmployerPolicy,
    about: str,
    *,
    at: datetime,
    cause: str,
    to: EmailAddress | None = None,
    join_until: datetime | None = None,
    detail: str | None = None,
) -> Notice:
    owed = OwedLetter(
        kind,
        about=about,
        candidate=opt_in.candidate,
        invitation=opt_in.notice,
        join_until=join_until or opt_in.join_until,
        language=policy.languages.of(opt_in.locale),
        # The receipt speaks of its consent.
        at=None if kind is LetterKind.RECEIPT else at,
        detail=detail,
        time_zone=opt_in.time_zone,
        to=to,
    )
    # A person who leaves, joins and leaves again is owed two.
    parts = () if kind is LetterKind.RECEIPT else (at.isoformat(),)
    return Notice.of_letter(
        letter_ref(kind, about, *parts),
        owed,
        source=opt_in.source,
        application_id=opt_in.application_id,
        at=at,
        cause=cause,
    )
