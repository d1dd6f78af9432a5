"""Each call of the console, as a recruiter or an auditor makes it."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from functions.domain.pool.access import Act
from tests.console_builders import GUELPH, OPENING, WHO, claims, search_body
from tests.handlers.console_stack import (
    EXPORT,
    LOG,
    PEOPLE,
    PERSON,
    SEARCHES,
    Console,
    console_function,
)
from tests.optin_builders import NOW, answers

ME, PLACES = "GET /api/console/me", "GET /api/console/places"


@pytest.fixture
def console() -> Iterator[Console]:
    with console_function() as console:
        yield console


def place(lat: float = 43.55, lon: float = -80.26) -> dict[str, object]:
    return {"id": GUELPH, "name": "Guelph", "region": "Ontario", "country": "CA", "lat": lat, "lon": lon}


def test_who_logs_in_is_told_what_they_may_do_and_what_a_search_can_ask_for(console: Console) -> None:
    shown = console.call(ME).json
    assert (shown["who"], shown["roles"], shown["can"]) == (WHO, ["recruiter"], ["search", "export"])
    assert shown["employer"] == {"id": "first", "name": "Acme Logistics"}
    assert shown["employers"] == [shown["employer"]]
    assert {"id": "warehouse", "label": "Warehouse, picking and packing"} in shown["choices"]["role_families"]
    assert set(shown["choices"]) == {"role_families", "shifts", "hours", "licences", "languages", "channels"}
    assert all(set(agency) == {"id", "name"} for agency in shown["agencies"])
    assert shown["unit"] == "km"


def test_choices_are_in_the_language_of_the_call(console: Console) -> None:
    shown = console.call(ME, language="de").json
    labels = {choice["id"]: choice["label"] for choice in shown["choices"]["shifts"]}
    assert (shown["language"], labels["night"]) == ("de", "Nachtschicht")


def test_a_typed_place_is_looked_up(console: Console) -> None:
    found = console.call(PLACES, q="Guelph, Ontario").json
    assert (found["verdict"], [one["id"] for one in found["places"]]) == ("found", [GUELPH])
    assert found["message"]


def test_a_search_counts_and_is_on_record(console: Console) -> None:
    console.join("Sam")
    console.join("Kim", answers=answers(licences=[]))
    found = console.search(licences=["forklift"])
    assert (found["count"], found["is_more"], found["opening"]) == (1, False, OPENING)
    assert found["criteria"]["licences"] == ["forklift"]
    (line,) = console.lines()
    assert (line.act, line.who, line.roles, line.search) == (Act.COUNT, WHO, ("recruiter",), found["id"])
    assert (line.opening, line.count, line.ids) == (OPENING, 1, ())


def test_a_place_finds_those_within_their_own_distance_and_says_who_is_not_placed(console: Console) -> None:
    console.join("Near", place=place(43.6, -80.3))
    console.join("Far", place=place(45.42, -75.69))
    console.join("Unplaced")
    found = console.search(place=GUELPH)
    assert (found["count"], found["area_unknown"], found["criteria"]["place"]["name"]) == (2, 1, "Guelph")
    assert console.search(place=GUELPH, undeclared=[])["count"] == 1


def test_more_than_five_hundred_are_counted_on_request_only(console: Console, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("functions.console.record_search.MAX_COUNT", 2)
    for number in range(3):
        console.join(f"P{number}", minute=number)
    assert [console.search()[name] for name in ("count", "is_more")] == [2, True]
    exact = console.call(SEARCHES, body=search_body(exact=True)).json
    assert (exact["count"], exact["is_more"]) == (3, False)


def test_a_page_has_people_newest_first_without_their_address(console: Console) -> None:
    sam = console.join("Sam", place=place(43.6, -80.3))
    console.join("Kim", minute=1, answers=answers(shifts=[], earliest_start=None))
    search = console.search(place=GUELPH)
    reply = console.call(PEOPLE, id=search["id"])
    kim, row = reply.json["people"]
    assert [kim["given_name"], row["given_name"]] == ["Kim", "Sam"]
    assert (row["candidate"], row["family_name"], row["undeclared"]) == (sam.candidate, "Quillfeather", [])
    assert kim["undeclared"] == ["shifts", "earliest_start"]
    assert row["distance_m"] == pytest.approx(6430, abs=100)
    assert kim["distance_m"] is None
    assert row["consent"] == {
        "given_at": sam.receipt.given_at.isoformat(),
        "expires_at": sam.receipt.expires_at.isoformat(),
        "version": "2",
        "language": "en",
    }
    assert row["labels"]["licences"] == {"forklift": {"label": "Forklift certificate", "offered": True}}
    assert (reply.json["next"], reply.json["count_at_search"]) == (None, 2)
    assert "@" not in reply.text


def test_a_search_goes_page_by_page(console: Console) -> None:
    # All in the same moment.
    for number in range(60):
        console.join(f"P{number}")
    search, after, seen = console.search(), "", []
    while after is not None:
        shown = console.call(PEOPLE, id=search["id"], after=after).json
        seen.append([person["given_name"] for person in shown["people"]])
        after = shown["next"]
    assert [len(page) for page in seen] == [25, 25, 10]
    assert {name for page in seen for name in page} == {f"P{number}" for number in range(60)}


def test_a_full_last_page_says_that_it_is_the_last(console: Console) -> None:
    for number in range(25):
        console.join(f"P{number}")
    assert console.call(PEOPLE, id=console.search()["id"]).json["next"] is None


def test_people_are_shown_for_an_opening_only(console: Console) -> None:
    sam = console.join()
    counted = console.search(opening=None)
    assert counted["count"] == 1
    blank = console.search(opening=" \n ")
    for search in (counted, blank):
        calls: list[tuple[str, dict[str, Any]]] = [(PEOPLE, {}), (PERSON, {"candidate": sam.candidate}), (EXPORT, {})]
        replies = [console.call(route, id=search["id"], **more) for route, more in calls]
        assert [reply.problem for reply in replies] == ["opening-needed"] * 3
    assert {line.act for line in console.lines()} == {Act.COUNT}


def test_a_card_has_the_address_and_the_consent_in_full(console: Console) -> None:
    sam = console.join("Sam")
    shown = console.call(PERSON, id=console.search()["id"], candidate=sam.candidate).json
    assert (shown["email"], shown["source"], shown["notice"]) == ("sam@mailbox.example", sam.source, str(sam.notice))
    assert shown["consent"]["purposes"] == [{"id": "openings", "text": "May keep these details."}]
    assert (shown["consent"]["intro"], shown["consent"]["id"]) == ("You decide.", "receipt-Sam")
    assert console.lines()[-1].ids == (sam.candidate,)


def test_every_look_is_on_record_with_its_opening_and_the_people(console: Console) -> None:
    sam, kim = console.join("Sam"), console.join("Kim", minute=1)
    search = console.search()
    console.call(PEOPLE, id=search["id"])
    console.call(PERSON, id=search["id"], candidate=sam.candidate)
    console.call(EXPORT, id=search["id"])
    lines = [(line.act, line.ids, line.count, line.opening, line.request_id) for line in console.lines()[1:]]
    both = (kim.candidate, sam.candidate)
    assert lines == [
        (Act.PAGE, both, 2, OPENING, "r-1"),
        (Act.CARD, (sam.candidate,), 1, OPENING, "r-1"),
        (Act.EXPORT, both, 2, OPENING, "r-1"),
    ]
    assert [look.act for look in console.log.looks(sam.candidate)] == [Act.PAGE, Act.CARD, Act.EXPORT]


def test_an_export_comes_in_parts_with_a_link_to_the_next(console: Console, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("functions.console.export_people.PART", 2)
    for number in range(5):
        console.join(f"P{number}", minute=number)
    after: str | None = ""
    search, parts = console.search(), list[list[str]]()
    while after is not None:
        reply = console.call(EXPORT, id=search["id"], format="json", after=after)
        parts.append([line.get("given_name") or line["kind"] for line in map(json.loads, reply.text.splitlines())])
        link = reply.headers.get("Link")
        assert link is None or link.startswith(f"</api/console/searches/{search['id']}/export?format=json&after=")
        after = link.partition("after=")[2].partition(">")[0] if link else None
    assert parts == [["export", "P4", "P3", "end"], ["export", "P2", "P1", "end"], ["export", "P0", "end"]]
    assert [len(line.ids) for line in console.lines() if line.act is Act.EXPORT] == [2, 2, 1]


def test_a_file_is_a_spreadsheet_unless_it_is_to_be_read_by_a_program(console: Console) -> None:
    console.join()
    search = console.search()
    csv = console.call(EXPORT, id=search["id"])
    assert csv.headers["Content-Type"].startswith("text/csv")
    assert csv.headers["Content-Disposition"] == 'attachment; filename="talent-pool.csv"'
    assert csv.text.startswith('\ufeff"employer","Acme Logistics"')
    assert "sam@mailbox.example" in csv.text
    lines = console.call(EXPORT, id=search["id"], format="json")
    assert lines.headers["Content-Type"] == "application/x-ndjson"
    assert console.call(EXPORT, id=search["id"], format="xls").problem == "invalid-format"


def test_an_auditor_reads_what_everybody_did(console: Console) -> None:
    console.join()
    search = console.search()
    console.call(PEOPLE, id=search["id"])
    shown = console.call(LOG, "auditor").json
    assert [(line["act"], line["count"], line["opening"]) for line in shown["lines"]] == [
        ("page", 1, OPENING),
        ("count", 1, OPENING),
    ]
    assert (shown["month"], shown["next"]) == ("2026-11", None)
    assert shown["lines"][1]["criteria"]["undeclared"] == ["area", "earliest_start", "hours", "shifts"]
    assert console.call(LOG, "auditor", month="2026-10").json["lines"] == []
    assert console.call(LOG, "auditor", month="2026-13").problem == "invalid-month"


def test_the_log_comes_in_pages_of_fifty(console: Console) -> None:
    for second in range(60):
        console.now = NOW + timedelta(seconds=second)
        console.search()
    first = console.call(LOG, "auditor").json
    second_page = console.call(LOG, "auditor", after=first["next"]).json
    assert [len(first["lines"]), len(second_page["lines"]), second_page["next"]] == [50, 10, None]
    assert console.call(LOG, "auditor", after="'; drop").problem == "invalid-cursor"


@pytest.mark.parametrize(
    ("criteria", "pointer"),
    [
        ({"shifts": ["dusk"]}, "/criteria/shifts"),
        ({"agency": "nobody"}, "/criteria/agency"),
        ({"language": "tlh"}, "/criteria/language"),
        ({"place": "0"}, "/criteria/place"),
        ({"starts_on": "soon"}, "/criteria/starts_on"),
        ({"undeclared": ["name"]}, "/criteria/undeclared"),
        ({"age": 30}, "/criteria/age"),
        ({"shifts": ["day"] * 51}, "/criteria/shifts"),
        ({"shifts": "day"}, "/criteria/shifts"),
    ],
)
def test_a_search_for_what_nobody_can_say_is_refused(console: Console, criteria: dict[str, Any], pointer: str) -> None:
    reply = console.call(SEARCHES, body=search_body(**criteria))
    assert reply.problem == "invalid-search"
    assert [error["pointer"] for error in reply.json["errors"]] == [pointer]
    assert console.lines() == []


@pytest.mark.parametrize(
    "body", [{}, {"criteria": None}, {"criteria": {}, "opening": "x" * 201}, {"criteria": {}, "exact": 1}]
)
def test_a_body_that_is_no_search_is_refused(console: Console, body: dict[str, object]) -> None:
    assert console.call(SEARCHES, body=body).problem == "invalid-search"


def test_who_may_do_everything_has_everything_offered(console: Console) -> None:
    shown = console.call(ME, said=claims("admin", "recruiter")).json
    assert shown["roles"] == ["recruiter", "admin"]
    assert shown["can"] == ["search", "export", "audit", "read_notices", "decide_notices"]
