"""An export from the command line: a whole file or none, everybody in it on record."""

import csv
import gc
import json
from types import SimpleNamespace

import pytest

from functions.domain.errors import Transient
from functions.domain.pool.access import Act
from functions.stores.pool.access_log import AccessLog
from ops.ledger import connection as ledger_connection
from tests.unit.ops.pool.search_desk import FIRST, OPENING, SearchDesk


def test_a_spreadsheet_has_the_facts_the_people_and_its_end(search_desk: SearchDesk) -> None:
    sam = search_desk.joins("Sam", shifts=[])
    said = search_desk.export("people.csv", "--family", "warehouse")
    assert "1 person is in " in said
    assert "delete it after use" in said
    raw = (search_desk.folder / "people.csv").read_bytes()
    assert raw.startswith("\ufeff".encode())
    assert b"\r\r\n" not in raw
    rows = list(csv.reader(raw.decode("utf-8-sig").splitlines()))
    assert ["opening", "R-1042 Forklift driver"] in [row[:2] for row in rows]
    assert rows[-1][:2] == ["end", "1"]
    person = dict(zip(rows[-3], rows[-2], strict=True))
    assert (person["given_name"], person["shifts"]) == ("Sam", "not said")
    assert person["email"] == sam.email.reveal()


def test_a_program_reads_a_line_for_each_person(search_desk: SearchDesk) -> None:
    search_desk.joins("Sam")
    search_desk.joins("Noor", days_ago=1)
    search_desk.export("people.jsonl", "--format", "json")
    lines = [json.loads(line) for line in (search_desk.folder / "people.jsonl").read_text("utf-8").splitlines()]
    assert [line["kind"] for line in lines] == ["export", "person", "person", "end"]
    assert [line["given_name"] for line in lines[1:3]] == ["Sam", "Noor"]
    assert lines[0]["exported_by"].startswith("arn:aws:")


def test_everybody_who_is_exported_is_on_record_with_the_opening(search_desk: SearchDesk) -> None:
    people = [search_desk.joins(f"Person{number}", days_ago=number) for number in range(3)]
    search_desk.export("people.csv")
    exported, counted = search_desk.lines()
    assert (exported.act, exported.opening) == (Act.EXPORT, "R-1042 Forklift driver")
    assert exported.ids == tuple(person.candidate for person in people)
    assert counted.act is Act.COUNT
    (look,) = search_desk.log.looks(people[0].candidate)
    assert look.act is Act.EXPORT


def test_without_an_opening_nothing_is_exported(search_desk: SearchDesk) -> None:
    said = search_desk.refuses("export", *FIRST, "--to", str(search_desk.folder / "people.csv"), status=2)
    assert "--opening" in said
    assert search_desk.lines() == []


def test_a_file_that_is_there_is_replaced_on_request_only(search_desk: SearchDesk) -> None:
    search_desk.joins("Sam")
    file = search_desk.folder / "people.csv"
    file.write_text("mine")
    said = search_desk.refuses("export", *OPENING, *FIRST, "--to", str(file))
    assert "is there already" in said
    assert file.read_text() == "mine"
    assert search_desk.lines() == []
    search_desk.export("people.csv", "--force")
    assert "Sam" in file.read_text("utf-8")


def test_a_folder_that_is_not_there_is_said_before_anything_is_recorded(search_desk: SearchDesk) -> None:
    for path in (search_desk.folder, search_desk.folder / "nowhere" / "people.csv"):
        assert "--to with the name of a new file" in search_desk.refuses("export", *OPENING, *FIRST, "--to", str(path))
    assert search_desk.lines() == []


def test_an_export_that_fails_leaves_no_part_of_a_file(
    search_desk: SearchDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    search_desk.joins("Sam")
    monkeypatch.setattr(AccessLog, "record", _fail)
    said = search_desk.refuses("export", *OPENING, *FIRST, "--to", str(search_desk.folder / "people.csv"))
    assert "busy at this moment" in said
    assert list(search_desk.folder.iterdir()) == []


def test_memory_is_given_back_while_a_command_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    """An export of 100,000 people would otherwise hold garbage of all of them, as would whatever reads a table."""
    stack = SimpleNamespace(describe_stack_resources=lambda **_: {"StackResources": []})
    session = SimpleNamespace(client=lambda *_, **__: stack)
    monkeypatch.setattr(ledger_connection, "caller_identity", lambda: (session, "eu-west-1", "123456789012"))
    gc.set_threshold(2_000_000)
    ledger_connection.clients_of(local=False)
    assert gc.get_threshold()[0] <= 10_000


def test_only_its_owner_can_read_the_file(search_desk: SearchDesk) -> None:
    search_desk.export("people.csv")
    assert (search_desk.folder / "people.csv").stat().st_mode & 0o077 == 0


def _fail(*_: object) -> None:
    raise Transient("throttled")
