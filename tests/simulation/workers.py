"""Workers that stop at every moment of their lives, before and after each call of a port, until they are let go on.

Each is a greenlet: real code, on one thread, in exactly the order that a history says.
"""

from collections.abc import Callable
from datetime import datetime

from greenlet import getcurrent, greenlet

from tests.fakes.review import Crash

type Life = Callable[[], None]


class Worker:
    """One life; `moment` is where it stands ("before send"), "" before it began and after it ended.

    `times` are those of the clock at which it went on.
    """

    def __init__(self, life: Life) -> None:
        self._flow = greenlet(life)
        self.moment = ""
        self.times: list[datetime] = []

    @property
    def is_over(self) -> bool:
        return bool(self._flow.dead)

    def go_on(self) -> None:
        """To the next moment, or to the end."""
        self.moment = self._flow.switch() or ""

    def die(self) -> None:
        """Whatever it has written stays written; nothing else comes."""
        self.moment = ""
        self._flow.throw(Crash)


def reach(moment: str) -> None:
    """A worker stops here; anybody else passes."""
    flow = getcurrent()
    if flow.parent is not None:
        flow.parent.switch(moment)
