"""Profiles that have moved to another address, found from the keys that they had before."""

from collections.abc import Callable

from functions.domain.pool.membership import Member, Withdrawal

# Each move is confirmed from another mailbox. More of them in a row are no person's.
_MOST = 50


def follow_moves(member: Member | None, get: Callable[[str], Member | None]) -> Member | None:
    """Return the record at the end of a member's moves: their own where there is none."""
    for _ in range(_MOST):
        if not isinstance(member, Withdrawal) or not member.moved_to:
            break
        member = get(member.moved_to)
    return member
