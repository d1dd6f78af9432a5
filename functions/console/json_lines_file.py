"""An export as JSON Lines, for a program: the facts, then a person in each line, then the end."""

import json
from typing import Any

from functions.console.export_facts import ExportFacts
from functions.console.views import row
from functions.domain.pool.membership import OptIn

# JSON lets them stand in a text, and some readers of lines end one there.
_LINE_ENDS = {ord(end): f"\\u{ord(end):04x}" for end in "\x85\u2028\u2029"}


class JsonLinesFile:
    """The format."""

    media_type = "application/x-ndjson"
    suffix = "jsonl"

    def head(self, facts: ExportFacts) -> str:
        """Return the line of facts."""
        return _line({"kind": "export", **facts.record()})

    def person(self, person: OptIn, facts: ExportFacts) -> str:
        """Return a person's line: what a page has of them, and their address."""
        shown = row(person, facts.policy, facts.search.place)
        return _line({"kind": "person", **shown, "email": person.email.reveal()})

    def end(self, count: int, *, is_complete: bool) -> str:
        """Return the last line, which says whether anybody comes after it."""
        return _line({"kind": "end", "count": count, "is_complete": is_complete})


def _line(values: dict[str, Any]) -> str:
    return json.dumps(values, ensure_ascii=False).translate(_LINE_ENDS) + "\n"
