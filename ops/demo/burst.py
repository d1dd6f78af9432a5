"""A burst over the limit: only the first few go out, an operator reviews it, and a release sends the rest once."""

from collections import Counter
from datetime import datetime

from ops.demo.follow import LOGS
from ops.demo.observer import Observer
from ops.demo.report import Row
from ops.demo.samples import Sample, address_of, burst_of_rejections
from ops.ledger import held_back
from ops.ledger.connection import Connection
from ops.ledger.show import show_pending
from ops.terminal.failure import Failure
from ops.terminal.progress import say, wait_until

# Decisions about one job in an hour that the brake lets through, in the demo's stack.
LIMIT = 12
_SIZE, _FIRST_FEW = 20, 5


class Burst:
    """Twenty rejections about one job at once."""

    def __init__(self, now: datetime, observer: Observer) -> None:
        self._observer = observer
        self._messages = burst_of_rejections(_SIZE, now)

    def publish(self) -> None:
        for message in self._messages.values():
            self._observer.publish(message)

    def play(self, connection: Connection) -> Row:
        """Wait until the brake has stopped it, show what an operator sees, and release the rest."""
        self._wait({"ACCEPTED": _FIRST_FEW, "HELD": _SIZE - _FIRST_FEW})
        say(f"\nOf {_SIZE} rejections about one job {_FIRST_FEW} went out. `make ledger ARGS=pending` says:\n")
        show_pending(connection, everything=False, as_json=False)
        (held,) = {notice.review_reason or "" for notice in held_back.pending(connection)}
        say(f"\nAn operator releases them: make ledger ARGS='release {held} --count {_SIZE - _FIRST_FEW} --because …'")
        held_back.release(connection, held, _SIZE - _FIRST_FEW, "reviewed in the demo")
        self._wait({"ACCEPTED": _SIZE})
        return self._row()

    def _wait(self, expected: dict[str, int]) -> None:
        wait_until(lambda: self._states() == expected, otherwise=lambda: self._overdue(expected))

    def _states(self) -> Counter[str]:
        states = self._observer.states()
        return Counter(states[name] for name in self._messages if name in states)

    def _overdue(self, expected: dict[str, int]) -> Failure:
        return Failure(f"The burst is {dict(self._states())}, not {expected}", LOGS)

    def _row(self) -> Row:
        mails = Counter(address for mail in self._observer.mails() for address in mail.to)
        told = [mails[address_of(name)] for name in self._messages]
        wrong = "" if told == [1] * _SIZE else f"emails per person: {Counter(told)}"
        sample = Sample("A-2000 …", f"{_SIZE} at once, {_SIZE - _FIRST_FEW} of them held for review and released", ())
        return Row(sample, f"{_SIZE} emails sent", wrong)
