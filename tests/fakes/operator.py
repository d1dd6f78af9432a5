"""An operator at the fakes: the real commands, on the ledger in memory."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, cast

from functions.domain.notices.reference import NoticeRef
from ops.ledger.connection import Connection
from ops.ledger.held_back import discard, hold, release
from ops.ledger.resolve import confirm_sent, resolve, send
from tests.fakes.notify import World

# What an operator can type about one notice. Each refuses, with a Failure, what it can't do.
VERBS: dict[str, Callable[[Connection, str], None]] = {
    "release": lambda connection, ref: release(connection, ref, 1, "looked at it"),
    "discard": lambda connection, ref: discard(connection, ref, 1, "looked at it"),
    "confirm-sent": lambda connection, ref: confirm_sent(connection, ref, "looked at it"),
    "send": lambda connection, ref: send(connection, ref, "looked at it", None),
    "resolve": lambda connection, ref: resolve(connection, ref, "looked at it"),
}


class FakeConnection:
    where = "this test"

    def __init__(
        self, world: World, *, ledger: Any, reviews: Any, enqueue: Callable[[NoticeRef], None] = lambda _ref: None
    ) -> None:
        self.ledger, self.reviews, self.bursts = ledger, reviews, world.bursts
        self.enqueue, self._world = enqueue, world

    def now(self) -> datetime:
        return self._world.now

    def desk(self) -> dict[str, Any]:
        return {"ledger": self.ledger, "reviews": self.reviews, "now": self.now}

    def command(self, arguments: str) -> str:
        return arguments

    def type(self, verb: str, ref: NoticeRef) -> None:
        """Do what an operator types. Raise Failure where the command refuses."""
        VERBS[verb](cast(Connection, self), str(ref))

    def hold(self) -> None:
        """Hold whatever is on its way, as the runbook says of a restored ledger."""
        held = sum(
            notice.state == "HELD" and not notice.review_reason for notice in self._world.ledger.notices.values()
        )
        hold(cast(Connection, self), held)
