"""Leaving: every profile at the person's address with this employer makes way for a tombstone at once."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from functions.domain.notices.notice import Notice
from functions.domain.pool.letters import letter_of_ending
from functions.domain.pool.membership import Ending, OptIn, Withdrawal
from functions.optin.caller import Caller
from functions.optin.ports import MemberPool
from functions.optin.views import withdrawal_view
from functions.runtime.http.problem import Problem


def withdraw(
    caller: Caller, *, pool: MemberPool, now: Callable[[], datetime], method: str = "web form"
) -> dict[str, Any]:
    """End the opt-ins; a second withdrawal gets the first one's answer. Raises Problem no-opt-in or busy.

    It needs the pool's own record alone: neither an erasure by the ATS nor an employer that has left keeps anybody in.
    """
    if caller.active:
        return end_all(caller, pool=pool, now=now, method=method)
    if isinstance(caller.member, Withdrawal) and caller.member.ending is not Ending.MOVED:
        return withdrawal_view(caller.member)
    raise Problem("no-opt-in")


def end_all(
    caller: Caller,
    *,
    pool: MemberPool,
    now: Callable[[], datetime],
    method: str,
    ending: Ending = Ending.WITHDRAWN,
) -> dict[str, Any]:
    """End the person's own profile, and every other at their address with this employer. Raises Problem busy."""
    own = caller.member
    if own is None:
        raise Problem("no-opt-in")
    if isinstance(own, Withdrawal):
        return withdrawal_view(own)
    mailbox = pool.mailbox(own.employer, own.email)
    # The person's own comes first: its tombstone is the answer.
    others = [member for member in opt_ins_at(mailbox, pool=pool) if member.candidate != own.candidate]
    endings = [(member.ended(caller.now, mailbox, ending), member) for member in (own, *others)]
    if pool.withdraw(endings, method, owed_to_leavers(endings, method)):
        return withdrawal_view(endings[0][0], len(endings))
    # A change from another tab, or a second withdrawal, was recorded first: the withdrawal must end what it left.
    return end_all(caller.reload(pool=pool, now=now), pool=pool, now=now, method=method, ending=ending)


def withdraw_rest(caller: Caller, *, pool: MemberPool, now: Callable[[], datetime], method: str) -> None:
    """End what stands at the mailbox of a person whose own profile has ended, or where it has moved to.

    Raises Problem busy.
    """
    left = caller.member
    if not isinstance(left, Withdrawal):
        return
    if left.moved_to:
        moved = Caller(left.moved_to, pool.get(left.moved_to), caller.now)
        if moved.active:
            end_all(moved, pool=pool, now=now, method=method)
    others = opt_ins_at(left.mailbox, pool=pool)
    endings = [(member.ended(caller.now, left.mailbox), member) for member in others]
    if endings and not pool.withdraw(endings, method, owed_to_leavers(endings, method)):
        withdraw_rest(caller.reload(pool=pool, now=now), pool=pool, now=now, method=method)


def opt_ins_at(mailbox: str, *, pool: MemberPool) -> list[OptIn]:
    """Return the profiles at a mailbox, those too whose end nobody has swept yet."""
    return [member for member in pool.at_mailbox(mailbox) if isinstance(member, OptIn)]


def owed_to_leavers(endings: Sequence[tuple[Withdrawal, OptIn]], method: str) -> list[Notice]:
    """Return the one letter that is owed to a mailbox of which profiles have ended: about the first of them."""
    for left, opt_in in endings:
        # Whose consent had ended before was told so then.
        if left.withdrawn_at < opt_in.expires_at:
            return [letter_of_ending(opt_in, left.ending, left.withdrawn_at, method)]
    return []
