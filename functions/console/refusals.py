"""Refusals of the review desk, as problems of the console's calls."""

from collections.abc import Iterator
from contextlib import contextmanager

from functions.review.refusal import Refusal
from functions.runtime.http.problem import FieldError, Problem

# The refusals of what does not exist for this caller.
_NOTHING_THERE = frozenset({"no-such-notice", "no-reference"})


@contextmanager
def refusing() -> Iterator[None]:
    """Raise Problem notice-not-found, invalid-decision or notice-refused for a refusal."""
    try:
        yield
    except Refusal as refusal:
        raise _problem(refusal) from None


def _problem(refusal: Refusal) -> Problem:
    if refusal.code in _NOTHING_THERE:
        return Problem("notice-not-found")
    if refusal.code == "reason":
        return Problem("invalid-decision", errors=(FieldError("/because", "bad-reason"),))
    # The page shows the list and the history by itself.
    remedy = refusal.remedy if refusal.look is None else "Look at it again."
    why = {"code": refusal.code, "problem": refusal.problem, "remedy": remedy}
    return Problem("notice-refused", members={"detail": f"{refusal.problem}. {remedy}", "refusal": why})
