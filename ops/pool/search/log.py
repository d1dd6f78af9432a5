"""The access log of one employer for a month, newest first."""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from functions.console.read_log import read_log
from functions.runtime.http.problem import Problem
from ops.ledger.describe import timestamp
from ops.pool.search.connection import SearchConnection
from ops.pool.search.describe import summarise
from ops.pool.search.question import refused
from ops.terminal.progress import say


def show_log(connection: SearchConnection, month: str | None, employer: str | None, *, as_json: bool) -> None:
    """Print who looked at whom, or decided about notices, when and what for."""
    shown = 0
    for line in _lines(connection, month or "", employer):
        shown += 1
        say(json.dumps(line, ensure_ascii=False) if as_json else "\n".join(_describe(line)))
    if not shown and not as_json:
        say(f"The access log has no line of {month or 'this month'}, on {connection.where}")


def _lines(connection: SearchConnection, month: str, employer: str | None) -> Iterator[dict[str, Any]]:
    caller, ports, after = connection.caller(employer), connection.ports, ""
    while True:
        try:
            page = read_log(month, after, caller, ports.now(), access_log=ports.access_log)
        except Problem as problem:
            raise refused(problem) from None
        yield from page["lines"]
        if page["next"] is None:
            return
        # The month of the first page: the next one may begin meanwhile.
        month, after = page["month"], page["next"]


def _describe(line: dict[str, Any]) -> Iterator[str]:
    count = "" if line["count"] is None else str(line["count"])
    roles = ", ".join(line["roles"]) or "AWS credentials"
    yield f"{timestamp(datetime.fromisoformat(line['at']))}  {line['act']:<12} {count:>6}  {line['who']} ({roles})"
    if line["opening"] or line["criteria"]:
        yield f"    for {line['opening'] or 'no opening'}: {summarise(line['criteria']) if line['criteria'] else ''}"
    if line["reason"]:
        yield f"    because {line['reason']}"
