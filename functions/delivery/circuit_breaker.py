"""The circuit breaker of one worker: it stops the emails that are not attempted yet, and tells the other workers.

The provider throttles us or pauses the account: this worker's remaining emails wait. It refuses several attempts in a
row, or does not answer them: those of all workers wait, and one probe at a time goes out until one is accepted.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from threading import Lock

from functions.delivery.ports import DeliveryPorts
from functions.domain.errors import CircuitOpen, NoSendSlot, Stopped, Throttled, Transient
from functions.domain.notices.circuit import MAX_FAILURES, Circuit
from functions.runtime import metrics
from functions.runtime.gather import capture
from functions.runtime.observability import count, log_bug, logger

# The provider answers within a fraction of a second. What has waited for so long is about to end in doubt.
_NO_ANSWER = timedelta(seconds=3)
_POLL = 0.02


class CircuitBreaker:
    """The circuit as one worker sees it while it sends a batch. Attempts end on several threads."""

    def __init__(self, ports: DeliveryPorts, deadline: datetime) -> None:
        self._ports, self._deadline, self._lock = ports, deadline, Lock()
        self.reason: Transient | None = None
        self._seen = Circuit()
        # Since the last acceptance: those of all workers before this part, and those of this part.
        self._earlier = self._failures = self._unanswered = 0
        self._has_accepted = self._has_opened = False

    def trip(self, reason: Transient) -> None:
        self.reason = self.reason or reason

    def check(self) -> None:
        """Raise the reason of the stop, if there is one."""
        if self.reason:
            raise self.reason

    def admit(self, wanted: int) -> int:
        """Return how many emails may be claimed now. Raises CircuitOpen where none may."""
        # Looked at when the first moment to send is near: other workers may have failed while this one waited for it.
        self._seen = self._ports.circuit.read()
        self._earlier, self._failures, self._has_accepted = self._seen.failures, 0, False
        if not self._seen.is_open:
            return wanted
        now = self._ports.now()
        if not (self._seen.may_probe(now) and self._ports.circuit.take_probe(self._seen, now)):
            self.trip(CircuitOpen())
            self.check()
        return 1

    def wait_for_room(self) -> None:
        """Return when another attempt may begin: while none is answered, only a few may be under way."""
        limit, since = self._ports.rate_limiter.max_unanswered, self._ports.now()
        while not self.reason and self._unanswered >= limit:
            if self._ports.now() - since >= _NO_ANSWER:
                self._open()
            else:
                self._ports.sleep(_POLL)
        if self._ports.now() > self._deadline:
            self.trip(NoSendSlot("no time left in the invocation"))

    def begin(self) -> None:
        """Note that an attempt was handed to a thread. It ends in `attempt`."""
        with self._lock:
            self._unanswered += 1

    def attempt(self, send: Callable[[], str]) -> str:
        """Make an attempt that has begun, unless sending has stopped meanwhile."""
        with self._answer():
            self.check()
            answer = send()
        with self._lock:
            self._earlier, self._failures, self._has_accepted = 0, 0, True
        return answer

    def report(self) -> None:
        """Tell the other workers how the attempts ended. It is a call only where something was or is in trouble."""
        circuit, now = self._ports.circuit, self._ports.now()
        if self._has_accepted and (self._has_opened or not self._seen.is_untroubled):
            circuit.close()
        if self._failures and circuit.record_failures(self._failures, now).is_open:
            self.trip(CircuitOpen())

    @contextmanager
    def _answer(self) -> Iterator[None]:
        """Count the end of an attempt: not accepted, unless it returns or was certainly not sent."""
        is_failure = True
        try:
            yield
            is_failure = False
        except Transient as err:
            is_failure = False
            if isinstance(err, Throttled | Stopped):
                self.trip(err)
            raise
        finally:
            with self._lock:
                self._unanswered -= 1
                self._failures += is_failure
                is_too_much = is_failure and self._earlier + self._failures >= MAX_FAILURES
            if is_too_much and not self.reason:
                self._stop()

    def _open(self) -> None:
        """Stop all workers before the answers that this one waits for are due: they may never come."""
        self._has_opened = True
        self._stop()
        opened = capture(self._ports.circuit.open, self._ports.now())
        if isinstance(opened, Exception):
            log_bug("the circuit could not be opened", opened)

    def _stop(self) -> None:
        self.trip(CircuitOpen())
        count(metrics.SENDING_STOPPED)
        logger.warning("sending stopped", extra={"reason": str(self.reason)})
