"""The access log of one employer for a month, newest first."""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from functions.console.caller import Caller
from functions.console.read_log import read_log
from functions.domain.employers.employers import UNKNOWN_EMPLOYER
from functions.runtime.http.problem import Problem
from ops.deploy.company_file import COMPANY_FILE
from ops.deploy.consent_versions import recorded_employers
from ops.ledger.describe import timestamp
from ops.pool.search.connection import SearchConnection
from ops.pool.search.describe import summarise
from ops.pool.search.question import refused
from ops.terminal.progress import say


def show_log(
    connection: SearchConnection, month: str | None, employer: str | None, *, as_json: bool, of_nobody: bool = False
) -> None:
    """Print who looked at whom, or decided about notices, when and what for.

    `of_nobody`: the calls that were refused because the caller's groups name no employer.
    """
    caller, shown = _caller(connection, employer, of_nobody=of_nobody), 0
    for line in _lines(connection, month or "", caller):
        shown += 1
        say(json.dumps(line, ensure_ascii=False) if as_json else "\n".join(_describe(line)))
    if not shown and not as_json:
        say(f"The access log has no line of {month or 'this month'}, on {connection.where}")


def _caller(connection: SearchConnection, employer: str | None, *, of_nobody: bool) -> Caller:
    if of_nobody:
        return Caller(who=connection.who, roles=(), employer=UNKNOWN_EMPLOYER)
    # The lines of an employer that has left the file stay as long as those of the others.
    if employer in recorded_employers(COMPANY_FILE):
        return Caller(who=connection.who, roles=(), employer=employer)
    return connection.caller(employer)


def _lines(connection: SearchConnection, month: str, caller: Caller) -> Iterator[dict[str, Any]]:
    ports, after = connection.ports, ""
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
