"""Reading the access log of one employer, a month at a time, newest first."""

import re
from datetime import datetime
from typing import Any

from functions.console.caller import Caller
from functions.console.ports import LookLog
from functions.domain.pool.access import AccessLine
from functions.runtime.http.problem import Problem

PAGE = 50
_MONTH = re.compile(r"20[0-9]{2}-(0[1-9]|1[0-2])")
_CURSOR = re.compile(r"[0-9T:.+-]{1,40}#[0-9a-f]{1,64}")


def read_log(month: str, after: str, caller: Caller, now: datetime, *, access_log: LookLog) -> dict[str, Any]:
    """Return a page of lines, and the cursor of the next one. Raises Problem invalid-month or invalid-cursor."""
    month = month or f"{now:%Y-%m}"
    if not _MONTH.fullmatch(month):
        raise Problem("invalid-month")
    if after and not _CURSOR.fullmatch(after):
        raise Problem("invalid-cursor")
    lines, following = access_log.lines(caller.employer, month, after, PAGE)
    return {"month": month, "lines": list(map(_view, lines)), "next": following}


def _view(line: AccessLine) -> dict[str, Any]:
    return {
        "at": line.at.isoformat(),
        "who": line.who,
        "act": line.act.value,
        "roles": list(line.roles),
        "search": line.search,
        "opening": line.opening,
        "criteria": line.criteria,
        "count": line.count,
        "ids": list(line.ids),
        "request_id": line.request_id,
        "reason": line.reason,
    }
