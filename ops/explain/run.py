"""`make explain`: when the notice about one decision would go out, and why.

Each mistake in the input is reported in one line, without the value that was given.
"""

import sys
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pydantic import ValidationError

from functions.domain.decisions.events import Rejected
from functions.domain.decisions.parse import parse_event
from functions.domain.employers.employers import UNKNOWN_EMPLOYER
from functions.domain.employers.policy import EmployerPolicy, Timing
from functions.domain.errors import Permanent
from ops.deploy.company_mistakes import mistakes
from ops.deploy.employers import employers
from ops.deploy.forms import check
from ops.explain.adjustments import describe_adjustments
from ops.explain.describe import explain
from ops.terminal.failure import Failure
from ops.terminal.progress import say

_YEARS = range(2000, 2200)
# The function allows the publisher's clock the same.
_CLOCK_SKEW = timedelta(days=1)


def explain_event(file: Path | None, *, hold: str | None, window: str | None, now: str | None) -> None:
    """Print the plan for the event in `file`, or on standard input. Raise Failure if there can be none."""
    all_employers, moment = employers(), _moment(now)
    event = _rejected(_read(file), moment)
    if all_employers.id_of(event.source) == UNKNOWN_EMPLOYER:
        say("Held for review: none of the employers in functions/company.toml has this source (sources)")
        return
    policy = all_employers.of(event.source).policy
    for line in explain(event.data, moment, policy, _timing(policy, hold=hold, window=window)):
        say(line)


def _rejected(body: str, now: datetime) -> Rejected:
    try:
        intake = parse_event(body)
    except Permanent as err:
        raise _unusable(f"This event would be dead-lettered ({err.code})", err.detail.split("; ")) from None
    if not isinstance(intake.event, Rejected):
        remedy = "give it a rejection; docs/contracts/README.md says what the other events do"
        raise Failure("This event sends no notice: only a rejection does", remedy)
    if intake.event.data.decided_at > now + _CLOCK_SKEW:
        in_the_future = ["data.decided_at: more than a day in the future"]
        raise _unusable("This event would be dead-lettered (in_the_future)", in_the_future)
    if intake.unknown_fields:
        say(f"Fields that the contract does not have, and that are ignored: {intake.unknown_fields}")
    for line in describe_adjustments(intake.adjustments):
        say(line)
    return intake.event


def _unusable(problem: str, lines: Sequence[str]) -> Failure:
    listed = "".join(f"\n  {line}" for line in lines)
    return Failure(f"{problem}:{listed}", "correct it; docs/contracts/README.md lists the fields")


def _read(path: Path | None) -> str:
    if path is None and _is_terminal():
        say("Paste one decision event as JSON, then press Ctrl-D; or: make explain < decision.json")
    try:
        return (sys.stdin.buffer.read() if path is None else path.read_bytes()).decode()
    except OSError as err:
        raise Failure(f"{path} can't be read: {err.strerror}", "name a file with one decision event") from None
    except UnicodeDecodeError:
        raise _unusable("This event would be dead-lettered (not_json)", ["it is not UTF-8 text"]) from None


def _is_terminal() -> bool:
    return sys.stdin.isatty()


def _moment(text: str | None) -> datetime:
    if text is None:
        return datetime.now(UTC)
    try:
        now = datetime.fromisoformat(text)
    except ValueError:
        now = None
    if now is None or now.tzinfo is None or now.year not in _YEARS:
        problem = f"--now: not a moment with an offset between {_YEARS[0]} and {_YEARS[-1]}"
        raise Failure(problem, "for example 2026-11-23T10:04:00-05:00")
    return now


def _timing(policy: EmployerPolicy, **options: str | None) -> Timing:
    given = {name: value for name, value in options.items() if value is not None}
    try:
        return check(Timing, vars(policy.timing) | given)
    except ValidationError as err:
        lines = "\n".join(f"--{line}" for line in mistakes(err))
        raise Failure(lines, "as functions/company.toml explains, for example --hold PT0S --window off") from None
