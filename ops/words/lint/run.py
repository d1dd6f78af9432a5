"""`make lint-words`: the checks of the wording, and a report of what they find."""

from dataclasses import replace

from ops.deploy.employers import employers
from ops.terminal.progress import say, step
from ops.words.lint.api_words import api_findings, console_findings
from ops.words.lint.check import Report, check
from ops.words.lint.findings import deduplicated
from ops.words.lint.language_names import name_of


def lint_words() -> int:
    """Check every notice and answer of the API in every language, and print the report.

    Return 1 if there are findings, else 0.
    """
    policy = employers().default.policy
    with step("Checking every notice in every language"):
        report = check(policy)
        of_apis = [*api_findings(report.languages), *console_findings()]
        report = replace(report, findings=[*report.findings, *of_apis])
    for line in lines_of(report):
        say(line)
    return 1 if report.findings else 0


def lines_of(report: Report) -> list[str]:
    """Return the report: one line for what was checked, and one for each kind of finding."""
    findings = deduplicated(report.findings)
    names = ", ".join(map(name_of, report.languages))
    skipped = f"Not checked until their files are correct: notices in {', '.join(map(name_of, report.skipped))}"
    return [
        f"Checked {report.notices} notices in {names}",
        *findings,
        *([skipped] if report.skipped else []),
        f"Findings: {len(findings)}" if findings else "No findings",
    ]
