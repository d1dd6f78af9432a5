"""Withdrawing: the profile makes way for a tombstone at once."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from functions.domain.pool.membership import Withdrawal
from functions.optin.caller import Caller
from functions.optin.ports import MemberPool
from functions.optin.views import withdrawal_view


def withdraw(
    caller: Caller, *, pool: MemberPool, now: Callable[[], datetime], method: str = "web form"
) -> dict[str, Any]:
    """End the opt-in; a second withdrawal gets the first one's answer. Raises Problem no-opt-in or busy."""
    if isinstance(caller.member, Withdrawal):
        return withdrawal_view(caller.member)
    opt_in = caller.opt_in()
    withdrawal = Withdrawal(caller.candidate, opt_in.revision + 1, caller.now)
    if pool.withdraw(withdrawal, opt_in, method):
        return withdrawal_view(withdrawal)
    # A change from another tab, or a second withdrawal, was recorded first: the withdrawal must end what it left.
    return withdraw(caller.reload(pool=pool, now=now), pool=pool, now=now, method=method)
