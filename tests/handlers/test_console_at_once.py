"""Whoever leaves, pauses, expires, is erased or changes is shown to nobody from that moment, also between two pages."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from functions.domain.pool.membership import Ending, OptIn
from tests.handlers.console_stack import EXPORT, PEOPLE, PERSON, Console, console_function
from tests.optin_builders import answers, receipt

type End = Callable[[Console, OptIn], None]


@pytest.fixture
def console() -> Iterator[Console]:
    with console_function() as console:
        yield console


def leave(console: Console, person: OptIn) -> None:
    console.leave(person)


def pause(console: Console, person: OptIn) -> None:
    change(console, person, paused_until=date(2027, 1, 1))


def answer_otherwise(console: Console, person: OptIn) -> None:
    change(console, person, answers=answers(shifts=["night"]))


def expire(console: Console, person: OptIn) -> None:
    change(console, person, receipt=replace(person.receipt, expires_at=console.now))
    # The index has an end to the second, so the count may have somebody for the rest of it. Names never have.
    assert console.call(PERSON, id=console.search()["id"], candidate=person.candidate).problem == "person-not-found"
    console.now += timedelta(seconds=1)


def erase(console: Console, person: OptIn) -> None:
    mailbox = console.pool.mailbox(person.employer, person.email)
    assert console.pool.withdraw([(person.ended(console.now, mailbox, Ending.ERASED), person)], method="erased")


def change(console: Console, person: OptIn, **changes: Any) -> None:
    changed = replace(person, revision=person.revision + 1, **changes)
    assert console.pool.change(changed, None, console.now)


ENDS = pytest.mark.parametrize("end", [leave, pause, answer_otherwise, expire, erase])


@ENDS
def test_from_that_moment_no_call_shows_them(console: Console, end: End) -> None:
    gone, _ = console.join("Sam"), console.join("Kim", minute=1)
    search = console.search(shifts=["day"], undeclared=[])
    known = console.pool.get(gone.candidate)
    assert isinstance(known, OptIn)
    assert sorted(console.names(search)) == ["Kim", "Sam"]
    end(console, known)
    assert console.names(search) == ["Kim"]
    assert console.call(PERSON, id=search["id"], candidate=gone.candidate).problem == "person-not-found"
    assert "Sam" not in console.call(EXPORT, id=search["id"]).text
    assert console.search(shifts=["day"], undeclared=[])["count"] == 1


@ENDS
def test_also_between_two_pages(console: Console, end: End) -> None:
    # The last one of the first page, and one of the second page.
    people = [console.join(f"P{number}", minute=number) for number in range(30)]
    search = console.search(shifts=["day"], undeclared=[])
    first = console.call(PEOPLE, id=search["id"]).json
    for number in (5, 3):
        known = console.pool.get(people[number].candidate)
        assert isinstance(known, OptIn)
        end(console, known)
    assert [person["given_name"] for person in first["people"]] == [f"P{number}" for number in range(29, 4, -1)]
    assert console.names(search, first["next"]) == ["P4", "P2", "P1", "P0"]


def test_a_page_is_filled_up_with_others(console: Console) -> None:
    people = [console.join(f"P{number}", minute=number) for number in range(40)]
    search = console.search()
    for person in people[30:]:
        known = console.pool.get(person.candidate)
        assert isinstance(known, OptIn)
        leave(console, known)
    assert len(console.names(search)) == 25


def test_whoever_joins_between_two_pages_moves_nobody(console: Console) -> None:
    for number in range(30):
        console.join(f"P{number}", minute=number)
    search = console.search()
    following = console.call(PEOPLE, id=search["id"]).json["next"]
    console.join("New", minute=60)
    assert console.names(search, following) == ["P4", "P3", "P2", "P1", "P0"]


def test_whoever_takes_an_agency_back_is_found_for_it_no_more(console: Console) -> None:
    agency = console.employers.default.policy.agencies[0]
    ticked = [{"id": agency.id, "name": agency.name, "text": agency.text}]
    sam = console.join("Sam", receipt=receipt(agencies=ticked))
    search = console.search(agency=agency.id)
    assert console.call(PEOPLE, id=search["id"]).json["people"][0]["agencies"] == [
        {"id": agency.id, "name": agency.name}
    ]
    known = console.pool.get(sam.candidate)
    assert isinstance(known, OptIn)
    change(console, known, receipt=receipt(agencies=[]))
    assert console.names(search) == []


def test_a_pause_ends_where_the_person_lives(console: Console) -> None:
    console.join("Sam", paused_until=date(2026, 12, 1), time_zone="America/Toronto")
    search = console.search()
    console.now = console.now.replace(month=12, day=1, hour=4, minute=59)
    assert console.names(search) == []
    console.now += timedelta(minutes=2)
    assert console.names(search) == ["Sam"]
