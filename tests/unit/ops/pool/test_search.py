"""A search of the talent pool from the command line: the count, the filters in words, and who, page by page."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from functions.domain.employers.employers import UNKNOWN_EMPLOYER
from functions.domain.pool.access import AccessLine, Act
from tests.unit.ops.pool.search_desk import FIRST, OPENING, SearchDesk


def test_without_an_opening_there_is_a_count_and_no_name(search_desk: SearchDesk) -> None:
    search_desk.joins("Sam")
    said = search_desk.does("search", *FIRST, "--family", "warehouse")
    assert "1 person is found" in said
    assert "Sam" not in said
    assert "add --opening" in said
    assert [line.act for line in search_desk.lines()] == [Act.COUNT]


def test_for_an_opening_people_are_shown_and_it_is_on_record_by_whom(search_desk: SearchDesk) -> None:
    sam = search_desk.joins("Sam")
    said = search_desk.search("--family", "warehouse", "--area", "Guelph, Ontario")
    assert "Sam" in said
    assert "Guelph, Ontario  0 km away" in said
    assert "mailbox.example" not in said
    page, counted = search_desk.lines()
    assert (page.act, page.ids, page.opening) == (Act.PAGE, (sam.candidate,), "R-1042 Forklift driver")
    assert (counted.act, counted.count) == (Act.COUNT, 1)
    assert page.who == counted.who
    assert page.who.startswith("arn:aws:")
    assert f"in the access log as {page.who}" in said


def test_who_asks_for_the_count_only_sees_nobody(search_desk: SearchDesk) -> None:
    search_desk.joins("Sam")
    said = search_desk.search("--count-only")
    assert "1 person is found" in said
    assert "Sam" not in said
    assert [line.act for line in search_desk.lines()] == [Act.COUNT]


def test_each_filter_says_whom_it_finds_and_whether_it_is_asked_for(search_desk: SearchDesk) -> None:
    said = search_desk.search(
        *("--family", "warehouse", "--family", "driving", "--shift", "night", "--only-declared", "shifts"),
        *("--hours", "full_time", "--licence", "forklift", "--starts-on", "2026-12-01", "--channel", "email"),
    )
    lines = {line.split()[0]: " ".join(line.split()[1:]) for line in said.splitlines() if line.startswith("  --")}
    assert lines == {
        "--family": "warehouse, driving named any of these roles",
        "--shift": "night named any of these",
        "--hours": "full_time named any of these, or did not say",
        "--licence": "forklift named all of these",
        "--area": "- anybody",
        "--starts-on": "2026-12-01 can start on that day, or before, or did not say",
        "--language": "- anybody",
        "--channel": "email chose this way of contact",
        "--agency": "- anybody",
    }


@pytest.mark.parametrize(
    ("arguments", "names"),
    [
        (["--shift", "night"], {"Night", "Open"}),
        (["--shift", "night", "--only-declared", "shifts"], {"Night"}),
        (["--licence", "first-aid"], {"Aid"}),
        (["--licence", "first-aid", "--also-undeclared", "licences"], {"Aid", "Open"}),
        (["--agency", "northstaff"], {"Aid"}),
        (["--language", "fr"], {"Night"}),
        (["--starts-on", "2026-12-01", "--only-declared", "earliest_start"], {"Night"}),
        (["--area", "Hamilton, Ontario"], {"Night"}),
    ],
)
def test_the_filters_find_whom_they_say(search_desk: SearchDesk, arguments: list[str], names: set[str]) -> None:
    night: dict[str, Any] = {"shifts": ["night"], "language": "fr", "earliest_start": "2026-11-30", "distance_km": 100}
    search_desk.joins("Night", **night)
    search_desk.joins("Open", shifts=[], licences=[])
    search_desk.joins("Aid", licences=["forklift", "first-aid"], agencies=[{"id": "northstaff", "name": "NorthStaff"}])
    search_desk.joins("Paused", shifts=["night"], paused_until=(datetime.now(UTC) + timedelta(days=9)).date())
    search_desk.joins("Harbours", shifts=["night"], employer="harbour")
    said = search_desk.search(*arguments)
    assert {name for name in ("Night", "Open", "Aid", "Paused", "Harbours") if f"  {name} " in said} == names


def test_pages_are_shown_and_recorded_as_they_are_asked_for(search_desk: SearchDesk) -> None:
    for number in range(30):
        search_desk.joins(f"Person{number:02}", days_ago=number)
    said = search_desk.search(typed="q\n")
    assert ("Person24" in said, "Person25" in said) == (True, False)
    assert [line.count for line in search_desk.lines()] == [25, 30]
    assert "Person29" in search_desk.search(typed="\n")
    # No terminal, as in a script: the first page, and how to get the others.
    assert "Person25" not in search_desk.search()
    everybody = search_desk.search("--all")
    assert "Person29" in everybody
    assert "q ends" not in everybody


def test_a_place_of_which_there_are_several_is_asked_back(search_desk: SearchDesk) -> None:
    said = search_desk.refuses("search", *OPENING, *FIRST, "--area", "Springfield")
    assert "There are several places with this name" in said
    assert "Springfield, Illinois, US" in said
    assert "Remedy: --place with one of these ids instead of --area" in said
    assert search_desk.lines() == []
    identifier = next(line.split()[0] for line in said.splitlines() if "Illinois" in line)
    assert f"Springfield, Illinois, US ({identifier})" in search_desk.search("--place", identifier)


def test_a_place_that_is_unknown_is_said_to_be(search_desk: SearchDesk) -> None:
    assert "We do not know this place" in search_desk.refuses("search", *FIRST, "--area", "Vellichor")
    assert "--area: Choose one of the places" in search_desk.refuses("search", *FIRST, "--place", "1")


def test_an_unknown_id_is_answered_with_those_that_there_are(search_desk: SearchDesk) -> None:
    said = search_desk.refuses("search", *FIRST, "--family", "warehause", "--agency", "south")
    assert "--family: Choose only from the options" in said
    assert "warehouse          Warehouse, picking and packing" in said
    assert "northstaff         NorthStaff Inc." in said
    assert "Night" not in said


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--area", "Guelph", "--place", "5967629"], "--area and --place name the same thing"),
        (["--also-undeclared", "area", "--only-declared", "area"], "both name area"),
        (["--only-declared", "age"], "age is no field that people may leave open: shifts, hours"),
        (["--starts-on", "soon"], "does not match the format"),
        (["--family", ""], "it is empty"),
    ],
)
def test_options_that_make_no_sense_are_refused(search_desk: SearchDesk, arguments: list[str], said: str) -> None:
    assert said in search_desk.refuses("search", *FIRST, *arguments, status=2)


def test_with_several_employers_one_has_to_be_named(search_desk: SearchDesk) -> None:
    search_desk.joins("Harbours", employer="harbour")
    assert "add --employer, one of: first, harbour" in search_desk.refuses("search", *OPENING)
    assert "--employer with one of: first, harbour" in search_desk.refuses("search", "--employer", "acme")
    assert "Harbours" in search_desk.does("search", *OPENING, "--employer", "harbour")
    assert search_desk.lines() == []
    assert len(search_desk.lines("harbour")) == 2


def test_the_log_has_who_looked_newest_first(search_desk: SearchDesk) -> None:
    sam = search_desk.joins("Sam")
    search_desk.search("--family", "warehouse")
    said = search_desk.does("log", *FIRST)
    page, counted = (said.index(f" {act} ") for act in ("page", "count"))
    assert page < counted
    assert "R-1042 Forklift driver: --family warehouse" in said
    assert "(AWS credentials)" in said
    assert sam.candidate not in said
    newest = json.loads(search_desk.does("log", *FIRST, "--json").splitlines()[0])
    assert (newest["act"], newest["ids"]) == ("page", [sam.candidate])


@pytest.mark.parametrize(
    ("employer", "asked"), [(UNKNOWN_EMPLOYER, ("--of-nobody",)), ("gone", ("--employer", "gone"))]
)
def test_the_log_of_nobody_and_of_an_employer_that_has_left_is_read_as_well(
    search_desk: SearchDesk, employer: str, asked: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ops.pool.search.log.recorded_employers", lambda _: {"", "gone"})
    now = datetime.now(UTC)
    search_desk.log.record(AccessLine(employer=employer, at=now, who="7c0f", act=Act.REFUSED, reason="no-employer"))
    assert "because no-employer" in search_desk.does("log", *asked)
    assert "No employer of company.toml has this id" in search_desk.refuses("log", "--employer", "never")
    assert "give one of them" in search_desk.refuses("log", "--of-nobody", *FIRST, status=2)


def test_a_month_of_the_log_without_a_line_says_so(search_desk: SearchDesk) -> None:
    assert "The access log has no line of 2020-01" in search_desk.does("log", *FIRST, "--month", "2020-01")
    assert "Give a month as year and month" in search_desk.refuses("log", *FIRST, "--month", "November")


def test_a_log_of_many_lines_is_shown_to_its_end(search_desk: SearchDesk) -> None:
    for _ in range(60):
        search_desk.does("search", *FIRST)
    assert len(search_desk.does("log", *FIRST, "--json").splitlines()) == 60
