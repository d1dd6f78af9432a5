"""Findings of the linter: where, what is wrong, and what to do about it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

_NUMBER = re.compile(r"\d+(?:\.\d+)?")


@dataclass(frozen=True)
class Finding:
    """A mistake. `where`: a combination's name, or a file and a place in it; `message`: what is wrong, and the remedy.

    Findings of one `group` that differ only in `where` and in numbers are reported as one.
    """

    where: str
    message: str
    group: str = ""

    def __str__(self) -> str:
        return f"{self.where}: {self.message}"

    @property
    def kind(self) -> tuple[str, str]:
        """Return what findings that are reported as one have in common."""
        return self.group or self.where, _NUMBER.sub("#", self.message)


def deduplicated(findings: Iterable[Finding]) -> list[str]:
    """Return one line per kind of finding: the first one, how many more there are, and the range of their numbers."""
    kinds: dict[tuple[str, str], list[Finding]] = {}
    for finding in dict.fromkeys(findings):
        kinds.setdefault(finding.kind, []).append(finding)
    return [
        f"{first} (and {len(more)} more{_range([first, *more])})" if more else str(first)
        for first, *more in kinds.values()
    ]


def _range(findings: Iterable[Finding]) -> str:
    """Return the range of the first number in each message, if they differ."""
    numbers = [match[0] for finding in findings if (match := _NUMBER.search(finding.message))]
    least, most = min(numbers, key=float, default=""), max(numbers, key=float, default="")
    return f", from {least} to {most}" if least != most else ""
