"""An address that a person has given up: what led them here still has it."""

from functions.domain.personal_data import EmailAddress
from functions.domain.pool.membership import Ending, OptIn, Withdrawal
from functions.optin.caller import Session
from functions.optin.ports import MemberPool


def has_moved(session: Session, email: EmailAddress, *, pool: MemberPool) -> bool:
    """Return whether the person's profile stood at another mailbox than this one when it ended.

    Their code comes from there, and the address there is deleted: joining would record one that they have left.
    """
    match session.member:
        case OptIn() as opt_in:
            return not email.is_same_mailbox(opt_in.email)
        case Withdrawal(ending=Ending.WITHDRAWN | Ending.ERASED) as left:
            return left.mailbox not in ("", pool.mailbox(left.employer, email))
    return False
