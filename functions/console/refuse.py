"""Recording a call that was refused: who asked, and for which route. Nothing of what they sent is in it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from functions.console.caller import Caller
from functions.console.ports import LookLog
from functions.domain.employers.employers import UNKNOWN_EMPLOYER
from functions.domain.pool.access import Act
from functions.runtime import metrics
from functions.runtime.observability import count


def record_refusal(code: str, route: str, caller: Caller, *, access_log: LookLog, now: Callable[[], datetime]) -> None:
    """Record the problem and the route in the log of the caller's employer. Raises what the log raises.

    A call in the name of an employer that is not theirs is in the logs of their own: its auditor reads it there.
    """
    count(metrics.CONSOLE_REFUSED)
    is_of_none = caller.employer == UNKNOWN_EMPLOYER
    at, logs = now(), (is_of_none and caller.employers) or (caller.employer,)
    for employer in logs:
        access_log.record(replace(caller, employer=employer).line(Act.REFUSED, at, reason=f"{code} {route}"))
