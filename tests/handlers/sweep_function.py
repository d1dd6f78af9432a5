"""The sweep as its schedule invokes it: the ledger before, the ledger, the queue and the log after, on moto."""

from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from unittest.mock import patch

from functions.domain.notices.notice import Notice
from functions.domain.notices.reference import NoticeRef
from functions.domain.notices.review import SETTLE_WITHIN
from functions.domain.notices.states import State
from functions.domain.personal_data import EmailAddress
from functions.runtime.observability import metrics
from functions.stores.ledger.notice_ledger import NoticeLedger
from functions.sweep import bootstrap
from functions.sweep.handler import lambda_handler
from tests.builders import DECIDED_AT, HOLD, REF, claim, employers, notice
from tests.handlers.function_log import FunctionLog, context, everything_logged
from tests.notify_stack import LEDGER, NotifyStack, environment_of, notify_stack

_SCHEDULED: dict[str, Any] = {"source": "aws.events", "detail-type": "Scheduled Event", "detail": {}}
_TIMEOUT = 300


@dataclass
class SweepFunction:
    """The function and its stack; `now` is its clock, by which everything in the ledger is overdue."""

    stack: NotifyStack
    now: datetime = DECIDED_AT + HOLD + 3 * SETTLE_WITHIN
    log: FunctionLog = field(default_factory=FunctionLog)
    overdue: float | None = None

    def __post_init__(self) -> None:
        self.ledger = NoticeLedger(self.stack.dynamodb, LEDGER, timedelta(days=1096))

    def left(self, state: State, ref: NoticeRef = REF, email: str = "sam@example.com", **values: object) -> None:
        """A notice as nobody has touched it since it was due."""
        held_by = None if state is State.HELD else claim(sent_to=EmailAddress(email))
        self.ledger.open(notice(ref=ref, state=state, claim=held_by, **values), DECIDED_AT)

    def notice(self, ref: NoticeRef = REF) -> Notice:
        found = self.ledger.get(ref)
        assert found is not None
        return found

    def run(self, seconds: int = _TIMEOUT) -> dict[str, float]:
        """One sweep, with that much time; the metrics that it wrote, but for the gauge `overdue`."""
        self.log.seek(0)
        self.log.truncate()
        metrics.clear_metrics()
        with redirect_stdout(self.log):
            lambda_handler(_SCHEDULED, context("sweep", seconds))
        written = self.log.metrics()
        self.overdue = written.pop("NoticesOverdue")
        return written

    def asked(self) -> list[str]:
        """What waits on DueNotices."""
        return [message["Body"] for message in self.stack.messages("DueNotices")]


@contextmanager
def sweep_function(action: str = "ask") -> Iterator[SweepFunction]:
    """The function, deployed with that policy; every log line at every level is kept."""
    with notify_stack() as stack, environment_of(stack, POWERTOOLS_SERVICE_NAME="sweep"):
        function, policy = SweepFunction(stack), employers(doubt={"action": action})
        bootstrap.ports.cache_clear()
        clock = patch.object(bootstrap, "_now", lambda: function.now)
        try:
            with clock, patch.object(bootstrap, "read_employers", lambda: policy), everything_logged(function.log):
                yield function
        finally:
            bootstrap.ports.cache_clear()
