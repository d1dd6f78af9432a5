"""The end of an opt-in whose owner reported a letter of the talent pool as spam."""

from collections.abc import Iterator
from datetime import datetime

from functions.domain.errors import Transient
from functions.domain.notices.owed_letter import LetterKind, OwedLetter
from functions.domain.pool.membership import OptIn
from functions.domain.pool.moves import follow_moves
from functions.feedback.ports import ComplainersPool

_METHOD = "complaint"


def end_opt_in(letter: OwedLetter, at: datetime, *, pool: ComplainersPool) -> bool:
    """End every profile at the mailbox of the person who complained at `at`. Return whether there was one to end.

    No letter confirms it: they have said that they want none. Raises Transient.
    """
    if letter.kind is LetterKind.CONFIRM_ADDRESS:
        # It went to an address that may be a stranger's, and a stranger ends nobody's opt-in.
        return False
    own = follow_moves(pool.get(letter.candidate), pool.get)
    # Whoever has agreed anew since then wants to be in the pool after all.
    if not isinstance(own, OptIn) or own.receipt.given_at > at:
        return False
    mailbox = pool.mailbox(own.employer, own.email)
    endings = [(opt_in.ended(at, mailbox), opt_in) for opt_in in (own, *_others(own, mailbox, at, pool))]
    if not pool.withdraw(endings, _METHOD):
        raise Transient("the profile has changed meanwhile; look again")
    return True


def _others(own: OptIn, mailbox: str, at: datetime, pool: ComplainersPool) -> Iterator[OptIn]:
    for member in pool.at_mailbox(mailbox):
        if isinstance(member, OptIn) and member.candidate != own.candidate and member.receipt.given_at <= at:
            yield member
