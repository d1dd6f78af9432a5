"""The files of an export: a spreadsheet in which no cell is a formula, and lines for a program."""

import csv
import json
import tracemalloc
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import StringIO
from itertools import count
from typing import Any

import pytest

from functions.console.access import Role
from functions.console.caller import Caller
from functions.console.csv_file import COLUMNS, CsvFile
from functions.console.export_facts import ExportFacts, write_file
from functions.console.export_people import stream_people
from functions.console.json_lines_file import JsonLinesFile
from functions.console.search import Search
from functions.console.wording import WORDS_FOLDER
from functions.domain.personal_data import PersonName, one_line
from functions.domain.pool.access import Act, SearchRecord
from functions.domain.pool.membership import Member, OptIn
from functions.domain.pool.search.criteria import Criteria
from functions.domain.pool.search.criteria_record import criteria_of, record_of
from functions.domain.pool.search.entry import SearchEntry, entry_of
from functions.domain.pool.search.position import Position
from functions.runtime.http.words import read_words
from tests.fakes.access_log import FakeAccessLog
from tests.optin_builders import NOW, answers, opt_in, policy

WORDS = read_words(WORDS_FOLDER, "en")
AT = NOW + timedelta(days=1)
CALLER = Caller(who="7c0f", roles=(Role.RECRUITER,), employer="")
CSV, LINES = CsvFile(WORDS), JsonLinesFile()
HEAD = 9
GOLDEN = """\
"dc7e9d53c3ff03ac0e98f6f9ef7b20c6","Zebulon","Quillfeather","zebulon.quill@mailbox.example",\
"2026-11-23T15:04:05.678901+00:00","Warehouse, picking and packing","Day","Full time","Forklift certificate",\
"Vellichor N1G","not said","25","not said","2026-12-01","English","Email","not said",\
"2026-11-23T15:04:05.678901+00:00","2027-11-23T15:04:05.678901+00:00","2"\r
"""


def search(**criteria: Any) -> Search:
    asked = Criteria(**criteria)
    found = SearchRecord(
        id="5" * 32,
        employer="",
        who="7c0f",
        at=NOW,
        opening="R-1042 Forklift driver",
        criteria=record_of(asked),
        count=500,
        is_more=True,
    )
    return Search(found, criteria_of(found.criteria))


def facts(**criteria: Any) -> ExportFacts:
    return ExportFacts(search(**criteria), CALLER, policy(), AT)


def cells(*people: OptIn, **criteria: Any) -> list[dict[str, str]]:
    """The people of a spreadsheet, by their columns."""
    lines = list(csv.reader(StringIO("".join(write_file(CSV, facts(**criteria), people)), newline="")))
    return [dict(zip(COLUMNS, line, strict=True)) for line in lines[HEAD:-1]]


def test_a_persons_line_is_this_one() -> None:
    person = replace(opt_in(), candidate="dc7e9d53c3ff03ac0e98f6f9ef7b20c6")
    assert CSV.person(person, facts()) == GOLDEN


def test_the_first_lines_say_who_when_for_which_opening_and_by_which_criteria() -> None:
    text = "".join(write_file(CSV, facts(licences=("forklift",)), [opt_in()]))
    lines = list(csv.reader(StringIO(text.removeprefix("\ufeff"), newline="")))
    head = {line[0]: line[1] for line in lines[: HEAD - 1]}
    assert text.startswith("\ufeff")
    assert {len(line) for line in lines} == {len(COLUMNS)}
    assert (head["exported_by"], head["exported_at"], head["opening"]) == (
        "7c0f",
        AT.isoformat(),
        "R-1042 Forklift driver",
    )
    assert json.loads(head["criteria"])["licences"] == ["forklift"]
    assert head["count_at_search"] == "at least 500"
    assert lines[HEAD - 1] == list(COLUMNS)
    assert lines[-1][:3] == ["end", "1", "complete: this file ends here"]
    assert text.count("\n") == text.count("\r\n") == len(lines)


def test_what_was_not_said_is_not_no() -> None:
    nothing = answers(shifts=[], hours=[], licences=[], earliest_start=None, area=None, distance_km=None)
    (person,) = cells(opt_in(answers=nothing, given_name=None))
    open_ones = ("shifts", "hours", "licences", "earliest_start", "area", "distance_km", "given_name", "place")
    assert {person[name] for name in open_ones} == {"not said"}


@pytest.mark.parametrize(
    "text",
    [
        "=HYPERLINK(1)",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        " =1",
        "\u00a0=1",
        "＝1",
        "＋1",
        "－1",
        "＠1",
        "\x00=1",
    ],
)
def test_no_cell_is_a_formula(text: str) -> None:
    (person,) = cells(opt_in(answers=answers(area=text), family_name=PersonName(text)))
    assert person["area"] == f"'{text}"
    assert person["family_name"] == f"'{one_line(text)}"


@pytest.mark.parametrize("begins", [";", "; ", ';"', "\t", ";\t"])
def test_no_cell_becomes_a_formula_where_another_sign_separates(begins: str) -> None:
    # A spreadsheet of a country that writes 1,5 reads a line up to the next semicolon, and drops the quotes.
    text = f"Leeds{begins}=HYPERLINK(A1)"
    (person,) = cells(opt_in(answers=answers(area=text)))
    assert "'=HYPERLINK" in person["area"]
    line = CSV.person(opt_in(answers=answers(area=text)), facts())
    for separator in ";\t":
        read = [cell.strip(' "\x00') for row in csv.reader(StringIO(line), delimiter=separator) for cell in row]
        assert [cell for cell in read if cell.startswith(("=", "+", "-", "@"))] == []


@pytest.mark.parametrize("text", ["O'Brien", "Anne-Marie", 'the "boss"', "a, b", "a; b", "José", "王"])
def test_a_name_stays_as_it_is(text: str) -> None:
    (person,) = cells(opt_in(family_name=PersonName(text)))
    assert person["family_name"] == text


@pytest.mark.parametrize("text", ["first\r\nsecond", "first\u202esecond", "first\u2028second", "first\x1b[2Ksecond"])
def test_a_name_neither_ends_a_line_nor_turns_the_text_around(text: str) -> None:
    (person,) = cells(opt_in(given_name=PersonName(text)))
    line = json.loads(LINES.person(opt_in(given_name=PersonName(text)), facts()))
    assert person["given_name"] == line["given_name"] == one_line(text)
    assert one_line(text).startswith("first ")


@pytest.mark.parametrize("text", ["\u3164", "\u2800", "\u200b", "\u202e \x1b", " "])
def test_a_name_in_which_nothing_can_be_read_is_none(text: str) -> None:
    (person,) = cells(opt_in(given_name=PersonName(text)))
    assert person["given_name"] == "not said"
    assert json.loads(LINES.person(opt_in(given_name=PersonName(text)), facts()))["given_name"] is None


@pytest.mark.parametrize("end", ["\x85", "\u2028", "\u2029"])
def test_a_line_for_a_program_ends_at_its_end_alone(end: str) -> None:
    line = LINES.person(opt_in(answers=answers(area=f"Leeds{end}York")), facts())
    assert len(line.splitlines()) == 1
    assert json.loads(line)["answers"]["area"] == f"Leeds{end}York"


def test_an_opening_that_is_a_formula_is_text() -> None:
    found = search()
    made = ExportFacts(Search(replace(found.record, opening="=1+1"), found.criteria), CALLER, policy(), AT)
    assert '"opening","\'=1+1"' in CSV.head(made)


def test_everybody_has_the_same_columns_whatever_they_said() -> None:
    bare = opt_in(answers=answers(shifts=[], licences=[]), place=None)
    assert {tuple(person) for person in cells(opt_in(), bare)} == {COLUMNS}


def test_a_program_reads_facts_people_and_an_end() -> None:
    first, person, end = map(json.loads, "".join(write_file(LINES, facts(), [opt_in()])).splitlines())
    assert (first["kind"], first["exported_by"], first["opening"]) == ("export", "7c0f", "R-1042 Forklift driver")
    assert first["is_more"] is True
    assert (person["kind"], person["email"], person["undeclared"]) == ("person", "zebulon.quill@mailbox.example", [])
    assert person["consent"]["expires_at"] == opt_in().expires_at.isoformat()
    assert end == {"kind": "end", "count": 1, "is_complete": True}


def test_a_part_that_is_not_the_last_says_so() -> None:
    assert "not complete" in CSV.end(2000, is_complete=False)
    assert json.loads(LINES.end(2000, is_complete=False))["is_complete"] is False


class Crowd:
    """A pool of so many people, each of whom is made when they are read."""

    def __init__(self, size: int) -> None:
        self.size = size
        self._template = opt_in()

    def person(self, number: int) -> OptIn:
        return replace(self._template, candidate=f"{number:032x}", joined_at=NOW)

    def entries(self, partitions: Any, after: Position | None = None) -> Iterator[SearchEntry]:
        newest = int(after.candidate, 16) - 1 if after else self.size
        return (entry_of(self.person(number)) for number in range(newest, 0, -1))

    def get_each(self, candidates: Any) -> dict[str, Member]:
        return {candidate: self.person(int(candidate, 16)) for candidate in candidates}

    def get(self, candidate: str) -> Member | None:
        return self.person(int(candidate, 16))


class Forgetful(FakeAccessLog):
    """A log that keeps only how many people it was told of."""

    told = 0

    def record(self, line: Any) -> None:
        assert line.act is Act.EXPORT
        self.told += len(line.ids)


def export_of(size: int) -> tuple[int, int, int]:
    """How many were written, how many are on record, and the most memory that it took, in bytes."""
    crowd, log, clock = Crowd(size), Forgetful(), count()
    now = lambda: datetime(2026, 11, 24, tzinfo=UTC) + timedelta(milliseconds=next(clock))  # noqa: E731
    tracemalloc.start()
    people = stream_people(search(), CALLER, pool=crowd, index=crowd, access_log=log, now=now)
    written = sum(text.count("\r\n") for text in write_file(CSV, facts(), people))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return written - HEAD - 1, log.told, peak


def test_a_stream_has_everybody_each_on_record() -> None:
    for size in (0, 1, 499, 500, 501, 1700):
        assert export_of(size)[:2] == (size, size)


def test_a_long_stream_takes_no_more_memory_than_a_short_one() -> None:
    (_, _, short), (_, told, long) = export_of(1_000), export_of(5_000)
    assert told == 5_000
    assert long <= 1.3 * short
