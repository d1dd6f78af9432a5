"""What the linter has to say: where, what is wrong, and what to do about it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

_NUMBER = re.compile(r"\d+(?:\.\d+)?")


@dataclass(frozen=True)
class Finding:
    """`where`: a combination's name, or a file and a place in it; `says`: what is wrong there, and what to do.

    What differs in `where` and in numbers only, and is of one `group`, is one finding for whoever reads it.
    """

    where: str
    says: str
    group: str = ""

    def __str__(self) -> str:
        return f"{self.where}: {self.says}"

    @property
    def kind(self) -> tuple[str, str]:
        return self.group or self.where, _NUMBER.sub("#", self.says)


def deduplicated(findings: Iterable[Finding]) -> list[str]:
    """A line for each kind of finding: the first of them, how many more there are, and how far they go."""
    kinds: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        kinds.setdefault(finding.kind, []).append(finding)
    return [
        f"{first} (and {len(more)} more{_range([first, *more])})" if more else str(first)
        for first, *more in kinds.values()
    ]


def _range(findings: Iterable[Finding]) -> str:
    """From where to where the first number goes, where it is not the same in all."""
    numbers = [match[0] for one in findings if (match := _NUMBER.search(one.says))]
    least, most = min(numbers, key=float, default=""), max(numbers, key=float, default="")
    return f", from {least} to {most}" if least != most else ""
