"""The end of an opt-in whose owner reported a letter of the talent pool as spam."""

from collections.abc import Iterator
from datetime import datetime

from functions.domain.errors import Transient
from functions.domain.notices.owed_letter import LetterKind, OwedLetter
from functions.domain.pool.membership import Member, OptIn, Withdrawal
from functions.feedback.ports import ComplainersPool

_METHOD = "complaint"


def end_opt_in(letter: OwedLetter, at: datetime, *, pool: ComplainersPool) -> bool:
    """End every profile at the mailbox of the person who complained at `at`. Return whether there was one to end.

    No letter confirms it: they have said that they want none. Raises Transient.
    """
    if letter.kind is LetterKind.CONFIRM_ADDRESS:
        # It went to an address that may be a stranger's, and a stranger ends nobody's opt-in.
        return False
    own = _where_it_is(letter.candidate, pool)
    # Whoever has agreed anew since then wants to be in the pool after all.
    if not isinstance(own, OptIn) or own.receipt.given_at > at:
        return False
    mailbox = pool.mailbox(own.employer, own.email)
    endings = [(opt_in.ended(at, mailbox), opt_in) for opt_in in (own, *_others(own, mailbox, at, pool))]
    if not pool.withdraw(endings, _METHOD):
        raise Transient("the profile has changed meanwhile; look again")
    return True


def _where_it_is(candidate: str, pool: ComplainersPool) -> Member | None:
    member = pool.get(candidate)
    is_moved = isinstance(member, Withdrawal) and member.moved_to
    return pool.get(member.moved_to) if is_moved and isinstance(member, Withdrawal) and member.moved_to else member


def _others(own: OptIn, mailbox: str, at: datetime, pool: ComplainersPool) -> Iterator[OptIn]:
    for member in pool.at_mailbox(mailbox):
        if isinstance(member, OptIn) and member.candidate != own.candidate and member.receipt.given_at <= at:
            yield member
