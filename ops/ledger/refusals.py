"""Refusals of the review desk, as the command says them."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from functions.review.reason import cause as reason_of
from functions.review.refusal import Refusal
from ops.ledger.connection import Connection
from ops.terminal.failure import Failure


@contextmanager
def explaining_refusals(connection: Connection) -> Iterator[None]:
    """Raise Failure for a refusal, with the line that shows what its remedy speaks of."""
    try:
        yield
    except Refusal as refusal:
        raise _failure(refusal, connection.command) from None


def cause(because: str) -> str:
    """Return the reason as the ledger keeps it. Raise Failure if it is empty, too long, or holds an address."""
    try:
        return reason_of(because)
    except Refusal as refusal:
        raise _failure(refusal, str) from None


def _failure(refusal: Refusal, command: Callable[[str], str]) -> Failure:
    remedy = refusal.remedy
    if refusal.look:
        remedy = remedy.replace(refusal.look, command(refusal.look))
    if refusal.code == "reason":
        remedy = f"--because with {remedy}"
    return Failure(refusal.problem, remedy)
