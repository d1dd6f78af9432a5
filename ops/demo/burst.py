"""A burst over the limit: only the first go out, an operator reviews it, and a release sends the rest once."""

from collections import Counter
from collections.abc import Callable
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
_SIZE = 20


class Burst:
    """Twenty rejections about one job at once."""

    def __init__(self, now: datetime, observer: Observer) -> None:
        self._observer = observer
        self._messages = burst_of_rejections(_SIZE, now)

    def publish(self) -> None:
        for message in self._messages.values():
            self._observer.publish(message)

    def play(self, connection: Connection) -> Row:
        """Wait until the brake has stopped it, show what an operator sees, and release the rest.

        How many went out before the count passed the limit depends on how many messages came in one batch.
        """
        self._wait(self._is_braked, f"{_SIZE} emailed or held, at most {LIMIT} of them emailed")
        emailed = self._states()["ACCEPTED"]
        say(f"\nOf {_SIZE} rejections about one job, {emailed} went out. `{connection.command('pending')}` says:\n")
        show_pending(connection, everything=False, as_json=False)
        (held,) = {notice.review_reason or "" for notice in held_back.pending(connection)}
        line = connection.command(f'release {held} --count {_SIZE - emailed} --because "…"')
        say(f"\nAn operator releases them: {line}")
        held_back.release(connection, held, _SIZE - emailed, "reviewed in the demo")
        self._wait(lambda: self._states()["ACCEPTED"] == _SIZE, f"{_SIZE} emailed")
        return self._row(_SIZE - emailed)

    def _is_braked(self) -> bool:
        states = self._states()
        return states["ACCEPTED"] + states["HELD"] == _SIZE and 0 < states["ACCEPTED"] <= LIMIT

    def _wait(self, condition: Callable[[], bool], expected: str) -> None:
        wait_until(condition, otherwise=lambda: self._overdue(expected))

    def _states(self) -> Counter[str]:
        states = self._observer.states()
        return Counter(states[name] for name in self._messages if name in states)

    def _overdue(self, expected: str) -> Failure:
        return Failure(f"The burst is {dict(self._states())}, not {expected}", LOGS)

    def _row(self, held: int) -> Row:
        mails = Counter(address for mail in self._observer.mails() for address in mail.to)
        told = [mails[address_of(name)] for name in self._messages]
        wrong = "" if told == [1] * _SIZE else f"emails per person: {Counter(told)}"
        sample = Sample("A-2000 …", f"{_SIZE} at once, {held} of them held for review and released", ())
        return Row(sample, f"{_SIZE} emails sent", wrong)
