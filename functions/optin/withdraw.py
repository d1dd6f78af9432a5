"""Leaving: every profile at the person's address with this employer makes way for a tombstone at once."""

from collections.abc import Sequence
from typing import Any

from functions.domain.lean_dataclass import dataclass
from functions.domain.notices.notice import Notice
from functions.domain.pool.erased_profiles import ErasedProfiles
from functions.domain.pool.membership import Ending, OptIn, Withdrawal
from functions.optin.caller import Caller
from functions.optin.letters import farewell
from functions.optin.ports import MemberPool, Ports
from functions.optin.views import withdrawal_view
from functions.runtime.http.problem import Problem


@dataclass(frozen=True)
class Left:
    """The answer to a person who has left, and the letters that say so.

    `erased`: the profiles of which all is to go, also what was still owed to them.
    """

    view: dict[str, Any]
    owed: Sequence[Notice] = ()
    erased: ErasedProfiles | None = None


def withdraw(caller: Caller, *, ports: Ports, method: str = "web form") -> Left:
    """End the opt-ins; a second withdrawal gets the first one's answer. Raises Problem no-opt-in or busy.

    It needs the pool's own record alone: neither an erasure by the ATS nor an employer that has left keeps anybody in.
    """
    if caller.active:
        return end_all(caller, ports=ports, method=method)
    if isinstance(caller.member, Withdrawal) and caller.member.ending is not Ending.MOVED:
        return Left(withdrawal_view(caller.member))
    raise Problem("no-opt-in")


def end_all(caller: Caller, *, ports: Ports, method: str, ending: Ending = Ending.WITHDRAWN) -> Left:
    """End the person's own profile, and every other at their address with this employer. Raises Problem busy."""
    own = caller.member
    if own is None:
        raise Problem("no-opt-in")
    if isinstance(own, Withdrawal):
        return Left(withdrawal_view(own))
    mailbox = ports.pool.mailbox(own.employer, own.email)
    # The person's own comes first: its tombstone is the answer.
    others = [member for member in _opt_ins_at(mailbox, pool=ports.pool) if member.candidate != own.candidate]
    endings = [(member.ended(caller.now, mailbox, ending), member) for member in (own, *others)]
    owed = _owed(endings, method, ports=ports)
    if ports.pool.withdraw(endings, method, owed):
        erased = ErasedProfiles.of(opt_in for _, opt_in in endings) if ending is Ending.ERASED else None
        return Left(withdrawal_view(endings[0][0], len(endings)), owed, erased)
    # A change from another tab, or a second withdrawal, was recorded first: the withdrawal must end what it left.
    return end_all(caller.reload(pool=ports.pool, now=ports.now), ports=ports, method=method, ending=ending)


def withdraw_rest(caller: Caller, *, ports: Ports, method: str) -> Left:
    """End what stands at the mailbox of a person whose own profile has ended, or where it has moved to.

    Raises Problem busy.
    """
    left = caller.member
    if not isinstance(left, Withdrawal):
        return Left({})
    if left.moved_to:
        moved = Caller(left.moved_to, ports.pool.get(left.moved_to), caller.now)
        if moved.active:
            return end_all(moved, ports=ports, method=method)
    others = _opt_ins_at(left.mailbox, pool=ports.pool)
    endings = [(member.ended(caller.now, left.mailbox), member) for member in others]
    owed = _owed(endings, method, ports=ports)
    if not endings or ports.pool.withdraw(endings, method, owed):
        return Left(withdrawal_view(left), owed)
    return withdraw_rest(caller.reload(pool=ports.pool, now=ports.now), ports=ports, method=method)


def _opt_ins_at(mailbox: str, *, pool: MemberPool) -> list[OptIn]:
    """Return the profiles at a mailbox, those too whose end nobody has swept yet."""
    return [member for member in pool.at_mailbox(mailbox) if isinstance(member, OptIn)]


def _owed(endings: Sequence[tuple[Withdrawal, OptIn]], method: str, *, ports: Ports) -> list[Notice]:
    """Return the one letter to the mailbox; none where nothing has stood there, or the employer has left the file."""
    ended = [(left, opt_in) for left, opt_in in endings if left.withdrawn_at < opt_in.expires_at]
    employer = ports.employers.find(ended[0][1].employer) if ended else None
    return [farewell(*ended[0], method, employer.policy)] if employer else []
