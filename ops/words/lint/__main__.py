"""`python -m ops.words.lint`, behind `make lint-words`: whether the notices' words are complete, plain and kind."""

import sys

from ops.deploy.employers import employers
from ops.terminal.failure import Failure
from ops.terminal.progress import say, step
from ops.words.lint.check import Report, check
from ops.words.lint.findings import told_once


def main() -> int:
    try:
        policy = employers().default.policy
        with step("Looking at every notice in every language"):
            report = check(policy)
    except Failure as failure:
        print(f"{failure.problem}\nRemedy: {failure.remedy}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    for line in lines_of(report):
        say(line)
    return 1 if report.findings else 0


def lines_of(report: Report) -> list[str]:
    """What was looked at, and what was found: one line each."""
    found = told_once(report.findings)
    waiting = f"Not looked at before their files are right: notices in {', '.join(report.waiting)}"
    result = f"Found: {len(found)}" if found else "Nothing to say"
    return [
        f"Looked at {report.notices} notices in {len(report.languages)} languages",
        *found,
        *([waiting] if report.waiting else []),
        result,
    ]


if __name__ == "__main__":
    sys.exit(main())
