"""An export as CSV (RFC 4180), for a spreadsheet: every row has the same columns, and no cell is a formula."""

import csv
import json
import re
from collections.abc import Iterator, Sequence
from io import StringIO
from typing import Any

from functions.console.export_facts import ExportFacts
from functions.console.views import row
from functions.domain.pool.labels import ids_in
from functions.domain.pool.membership import OptIn
from functions.runtime.http.words import Words

# The same for everybody who exports.
COLUMNS = (
    *("candidate", "given_name", "family_name", "email", "joined_at", "role_families", "shifts", "hours", "licences"),
    *("area", "place", "distance_km", "distance_to_opening_km", "earliest_start", "language", "channel", "agencies"),
    *("consent_given_at", "consent_valid_until", "consent_version"),
)
# A spreadsheet reads a cell that begins so as a formula, also behind white space and in the wide forms of these signs.
_SIGN = r"[=+\-@＝＋－＠]"
_FORMULA = re.compile(rf"[\s\x00]*{_SIGN}|[\t\r\n]")
# Where a semicolon or a tab is a spreadsheet's own separator, a cell begins behind it, whatever the quotes say.
_FORMULA_WITHIN = re.compile(rf"((?:;|(?!\A)[\t\r\n])[\s\x00\"]*)(?={_SIGN})")
# By which a spreadsheet knows that the text is UTF-8.
_BYTE_ORDER_MARK = "\ufeff"


class CsvFile:
    """The format. `words` say what stands where a person has said nothing."""

    media_type = "text/csv; charset=utf-8; header=absent"
    suffix = "csv"

    def __init__(self, words: Words) -> None:
        self._words = words
        self._not_said = words.say("export", "not-said")

    def head(self, facts: ExportFacts) -> str:
        """Return the lines of facts, and that of the columns."""
        record = facts.record()
        count = str(record.pop("count_at_search"))
        if record.pop("is_more"):
            count = self._words.say("export", "at-least", count=count)
        record["criteria"] = json.dumps(record["criteria"], ensure_ascii=False, sort_keys=True)
        facts_lines = "".join(_line([name, str(value)]) for name, value in {**record, "count_at_search": count}.items())
        return f"{_BYTE_ORDER_MARK}{facts_lines}{_line(COLUMNS)}"

    def person(self, person: OptIn, facts: ExportFacts) -> str:
        """Return a person's line."""
        return _line([cell or self._not_said for cell in _cells(person, facts)])

    def end(self, count: int, *, is_complete: bool) -> str:
        """Return the last line, which says whether anybody comes after it."""
        return _line(["end", str(count), self._words.say("export", "complete" if is_complete else "continues")])


def _cells(person: OptIn, facts: ExportFacts) -> Iterator[str]:
    shown, answers = row(person, facts.policy, facts.search.place), person.answers
    labels, consent, distance = shown["labels"], shown["consent"], shown["distance_m"]
    values: dict[str, Any] = {
        **{name: answers.get(name) for name in ("area", "distance_km", "earliest_start")},
        **{name: shown[name] for name in ("candidate", "given_name", "family_name", "joined_at")},
        **{name: "; ".join(labels[name][one]["label"] for one in ids_in(answers.get(name))) for name in _LABELLED},
        "email": person.email.reveal(),
        "place": _place_name(shown["place"]),
        "distance_to_opening_km": None if distance is None else f"{distance / 1000:.1f}",
        "agencies": "; ".join(agency["name"] for agency in shown["agencies"]),
        "consent_given_at": consent["given_at"],
        "consent_valid_until": consent["expires_at"],
        "consent_version": consent["version"],
    }
    return ("" if values[name] is None else str(values[name]) for name in COLUMNS)


_LABELLED = ("role_families", "shifts", "hours", "licences", "language", "channel")


def _place_name(place: dict[str, Any] | None) -> str:
    return ", ".join(filter(None, (place["name"], place["region"], place["country"]))) if place else ""


def _line(cells: Sequence[str]) -> str:
    text = StringIO()
    # RFC 4180: as many fields in each line, which ends with CRLF.
    padded = [*map(_safe, cells), *[""] * (len(COLUMNS) - len(cells))]
    csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerow(padded)
    return text.getvalue()


def _safe(cell: str) -> str:
    """Return the cell as no spreadsheet takes for a formula: an apostrophe before it makes it text."""
    text = _FORMULA_WITHIN.sub(r"\1'", cell)
    return f"'{text}" if _FORMULA.match(text) else text
