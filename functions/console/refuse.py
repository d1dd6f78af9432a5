"""Recording a call that was refused: who asked, and for which route. Nothing of what they sent is in it."""

from collections.abc import Callable
from datetime import datetime

from functions.console.caller import Caller
from functions.console.ports import LookLog
from functions.domain.pool.access import Act
from functions.runtime import metrics
from functions.runtime.observability import count


def record_refusal(code: str, route: str, caller: Caller, *, access_log: LookLog, now: Callable[[], datetime]) -> None:
    """Record the problem and the route in the log of the caller's employer. Raises what the log raises."""
    count(metrics.CONSOLE_REFUSED)
    access_log.record(caller.line(Act.REFUSED, now(), reason=f"{code} {route}"))
