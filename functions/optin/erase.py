"""Erasing: all that the pool holds about the person goes. What they agreed to stays as proof, with no name in it."""

from functions.domain.pool.erased_profiles import ErasedProfiles
from functions.domain.pool.membership import Ending, OptIn, Standing, Withdrawal
from functions.optin.caller import Session
from functions.optin.ports import Ports
from functions.optin.views import withdrawal_view
from functions.optin.withdraw import Left, end_all


def erase(session: Session, *, ports: Ports) -> Left:
    """End every profile at the person's address, expired ones too; a tombstone stays, so that nothing late comes back.

    Raises Problem busy.
    """
    if isinstance(session.member, OptIn):
        return end_all(session, ports=ports, method="erased", ending=Ending.ERASED)
    if isinstance(session.member, Withdrawal):
        # The call before this one may have ended between its two writes.
        is_erased = session.member.ending is Ending.ERASED
        gone = ErasedProfiles((session.member.candidate,)) if is_erased else None
        return Left(withdrawal_view(session.member, profiles=0), erased=gone)
    return Left({"state": Standing.NONE.value, "withdrawn_at": None, "profiles": 0})
