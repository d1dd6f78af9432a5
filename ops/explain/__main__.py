"""`python -m ops.explain [FILE]`, behind `make explain`: when the notice about a decision would go out, and why.

Whatever is wrong with the input is told in a line each; nothing that stood in it is.
"""

import argparse
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pydantic import ValidationError

from functions.domain.decisions.events import Rejected
from functions.domain.decisions.parse import parse_event
from functions.domain.employers.policy import EmployerPolicy, Timing
from functions.domain.errors import Permanent
from ops.deploy.employers import employers, mistakes
from ops.explain.describe import explain
from ops.terminal.failure import Failure
from ops.terminal.progress import say

_YEARS = range(2000, 2200)
# As the function allows the publisher's clock.
_CLOCK_SKEW = timedelta(days=1)


def main(arguments: list[str]) -> int:
    chosen = _parser().parse_args(arguments)
    try:
        all_of_them, now = employers(), _moment(chosen.now)
        event = _rejected(_read(chosen.file), now)
        policy = all_of_them.of(event.source).policy
        for line in explain(event.data, now, policy, _timing(policy, chosen)):
            say(line)
    except Failure as failure:
        print(f"{failure.problem}\nRemedy: {failure.remedy}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


def _rejected(body: str, now: datetime) -> Rejected:
    try:
        intake = parse_event(body)
    except Permanent as err:
        raise _unusable(err.code, err.detail.split("; ")) from None
    if not isinstance(intake.event, Rejected):
        raise _unusable("no rejection", ["type: no notice comes of such an event"])
    if intake.event.data.decided_at > now + _CLOCK_SKEW:
        raise _unusable("in_the_future", ["data.decided_at: more than a day in the future"])
    if intake.unknown_fields:
        say(f"Fields that the contract does not know, and that count for nothing: {intake.unknown_fields}")
    return intake.event


def _unusable(code: str, lines: list[str]) -> Failure:
    listed = "".join(f"\n  {line}" for line in lines)
    return Failure(
        f"No notice can come of that ({code}):{listed}", "correct it; docs/contracts/README.md has the fields"
    )


def _read(path: Path | None) -> str:
    try:
        return (sys.stdin.buffer.read() if path is None else path.read_bytes()).decode()
    except OSError as err:
        raise Failure(f"{path} can't be read: {err.strerror}", "name a file with one decision event") from None
    except UnicodeDecodeError:
        raise _unusable("not_json", ["it is not UTF-8 text"]) from None


def _moment(text: str | None) -> datetime:
    if text is None:
        return datetime.now(UTC)
    try:
        now = datetime.fromisoformat(text)
    except ValueError:
        now = None
    if now is None or now.tzinfo is None or now.year not in _YEARS:
        raise Failure("--now: not a moment of these centuries with its offset", "for example 2026-11-23T10:04:00-05:00")
    return now


def _timing(policy: EmployerPolicy, chosen: argparse.Namespace) -> Timing:
    said = {name: value for name in ("hold", "window") if (value := getattr(chosen, name)) is not None}
    try:
        return Timing.model_validate(dict(policy.timing) | said)
    except ValidationError as err:
        lines = "\n".join(f"--{line}" for line in mistakes(err))
        raise Failure(lines, "as functions/company.toml explains, for example --hold PT0S --window off") from None


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m ops.explain", description=__doc__)
    parser.add_argument("file", nargs="?", type=Path, help="one decision event; without it, standard input")
    parser.add_argument("--hold", help="an ISO 8601 duration instead of company.toml's, as NoticeHold")
    parser.add_argument("--window", help="off, or hours such as 09:00-17:00, instead of company.toml's")
    parser.add_argument("--now", help="the moment at which the decision arrives, ISO 8601 with offset")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
