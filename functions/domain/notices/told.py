"""Knowledge of whether a candidate was told, and whether what they were told is untrue."""

from functions.domain.notices.notice import Notice
from functions.domain.notices.review import RESTORED_DUE
from functions.domain.notices.revocation import Revocation
from functions.domain.notices.states import NEVER_SENT, State
from functions.domain.personal_data import EmailAddress

# Not told, or nobody knows: these may still go out, or somebody still owes them the answer.
_UNTOLD = frozenset({State.HELD, State.CLAIMED, State.UNKNOWN, State.REFUSED, State.BOUNCED})


def is_untold(notice: Notice) -> bool:
    """Return whether the answer is still to be told, as far as we know."""
    # An address that bounced, or complained, earlier: we did not send it, and the employer may still owe the answer.
    return notice.state in _UNTOLD or (notice.state is State.SUPPRESSED and notice.review_reason is not None)


def recipients(notice: Notice) -> tuple[EmailAddress, ...]:
    """Return where the emails of all attempts on record went, or may have gone."""
    return tuple(claim.sent_to for claim in notice.claims if claim.sent_to)


def went_to(notice: Notice, address: EmailAddress) -> bool:
    """Return whether an email of any attempt went to this mailbox, or may have."""
    return any(recipient.is_same_mailbox(address) for recipient in recipients(notice))


def may_have_been_told(notice: Notice) -> bool:
    """Return whether any attempt told the candidate, or may have.

    The last one, an earlier one in doubt, or one that a restored ledger has forgotten.
    """
    # BOUNCED counts as told: an auto-reply is reported as a soft bounce, and that email arrived.
    is_doubtful = notice.earlier_claim is not None or notice.review_reason == RESTORED_DUE
    return notice.state not in NEVER_SENT or is_doubtful


def needs_correction(notice: Notice, revocation: Revocation) -> bool:
    """Return whether the candidate was, or may have been, told something that has since been revoked.

    Someone must then call them.
    """
    return revocation.requires_correction and may_have_been_told(notice)


def proves_untrue(revoked: Notice, state: State) -> bool:
    """Return whether a revoked notice that enters `state` turns out to have told something untrue.

    Where that was known before, somebody has the review already, or has resolved it.
    """
    return revoked.requires_correction and state not in NEVER_SENT and not may_have_been_told(revoked)
