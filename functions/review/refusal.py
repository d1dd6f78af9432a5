"""The refusal: an act that the desk does not do, and what the person can do about it."""

from functions.domain.errors import KindRegardsError


class Refusal(KindRegardsError):
    """An act that was refused. Nothing was changed.

    `look` is the part of the remedy that names a view, such as `pending` or `show 0e68…-1`, if it has one: each desk
    shows there how to get it.
    """

    def __init__(self, code: str, problem: str, remedy: str, *, look: str | None = None) -> None:
        super().__init__(problem)
        self.code, self.problem, self.remedy, self.look = code, problem, remedy, look


def not_in_state(problem: str, reference: object) -> Refusal:
    """Return the refusal of an act that the notice is not in the state for."""
    return Refusal("wrong-state", problem, f"show {reference}", look=f"show {reference}")


def changed_meanwhile(reference: object) -> Refusal:
    """Return the refusal of an act that came too late."""
    problem = "It has changed since, or somebody has already resolved it"
    return Refusal("changed-meanwhile", problem, f"show {reference}", look=f"show {reference}")


def wrong_count(problem: str) -> Refusal:
    """Return the refusal of an act on another number of notices than the person has seen."""
    return Refusal("wrong-count", f"{problem}; nothing was changed", "look again: pending", look="pending")
