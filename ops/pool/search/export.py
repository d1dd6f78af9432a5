"""The people of a search in a file, person by person: it takes no more memory for many than for few."""

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from functions.console.csv_file import CsvFile
from functions.console.export_facts import ExportFacts, ExportFormat, write_file
from functions.console.export_people import stream_people
from functions.console.json_lines_file import JsonLinesFile
from functions.console.search import search_for_names
from functions.console.wording import WORDS_FOLDER
from functions.domain.pool.membership import OptIn
from functions.runtime.http.words import read_words
from ops.pool.search.connection import SearchConnection
from ops.pool.search.new_file import check_new, new_file
from ops.pool.search.question import Question
from ops.pool.search.search import count
from ops.terminal.progress import say

type Format = Literal["csv", "json"]


def export(connection: SearchConnection, question: Question, format_: Format, path: Path, *, force: bool) -> None:
    """Write everybody whom the search finds. Each is on record before they are in the file."""
    # Before anything is recorded: an export that can't be written shows nobody.
    check_new(path, force=force)
    ports, caller = connection.ports, connection.caller(question.employer)
    policy = connection.policy(caller)
    found = search_for_names(count(connection, question, caller, policy)["id"], caller, access_log=ports.access_log)
    people = _Counted(
        stream_people(found, caller, pool=ports.pool, index=ports.index, access_log=ports.access_log, now=ports.now)
    )
    facts = ExportFacts(found, caller, policy, ports.now())
    with new_file(path, force=force) as file:
        file.writelines(write_file(_format(format_), facts, people))
    said = "1 person is" if people.count == 1 else f"{people.count} people are"
    say(f"{said} in {path}, and in the access log with the opening and your ARN")
    say("The file does not know who leaves, pauses or changes later: delete it after use, and export anew")


class _Counted:
    """People, counted as they go by."""

    def __init__(self, people: Iterator[OptIn]) -> None:
        self.count = 0
        self._people = people

    def __iter__(self) -> Iterator[OptIn]:
        for person in self._people:
            self.count += 1
            yield person


def _format(name: Format) -> ExportFormat:
    return CsvFile(read_words(WORDS_FOLDER, "en")) if name == "csv" else JsonLinesFile()
