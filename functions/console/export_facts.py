"""The facts that stand in each export: who made it, when, for which opening, by which criteria, and where it ends."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Protocol

from functions.console.caller import Caller
from functions.console.search import Search
from functions.domain.employers.policy import EmployerPolicy
from functions.domain.lean_dataclass import dataclass
from functions.domain.pool.membership import OptIn


@dataclass(frozen=True)
class ExportFacts:
    """The first facts of a file, or of a part of one."""

    search: Search
    caller: Caller
    policy: EmployerPolicy
    exported_at: datetime

    def record(self) -> dict[str, Any]:
        """Return the facts as plain JSON values."""
        found = self.search.record
        return {
            "employer": self.policy.brand.name,
            "exported_by": self.caller.who,
            "exported_at": self.exported_at.isoformat(),
            "opening": found.opening,
            "search": found.id,
            "searched_at": found.at.isoformat(),
            "criteria": found.criteria,
            "count_at_search": found.count,
            "is_more": found.is_more,
        }


class ExportFormat(Protocol):
    """A kind of file: the text before the people, that of each person, and the text after them."""

    media_type: str
    suffix: str

    def head(self, facts: ExportFacts) -> str: ...
    def person(self, person: OptIn, facts: ExportFacts) -> str: ...
    def end(self, count: int, *, is_complete: bool) -> str: ...


def write_file(format_: ExportFormat, facts: ExportFacts, people: Iterable[OptIn]) -> Iterable[str]:
    """Yield a whole file, person by person: nothing is kept of those who are written."""
    count = 0
    yield format_.head(facts)
    for person in people:
        count += 1
        yield format_.person(person, facts)
    yield format_.end(count, is_complete=True)
