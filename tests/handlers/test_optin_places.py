"""The area of the form, end to end: what the page is offered, and what lies in the pool."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.handlers.optin_stack import Reply, Stack, running_stack
from tests.optin_builders import answers, http_event

GUELPH = {"id": "5967629", "name": "Guelph", "region": "Ontario", "country": "CA", "lat": 43.55, "lon": -80.26}


@pytest.fixture
def stack() -> Iterator[Stack]:
    with running_stack() as stack:
        yield stack


def look_up(stack: Stack, text: str | None) -> Reply:
    query = {} if text is None else {"queryStringParameters": {"q": text, "language": "en"}}
    return stack.request(http_event("GET /api/places", stack.code) | query)


def join(stack: Stack, **profile: Any) -> Reply:
    return stack.join(profile=answers(earliest_start=None, **profile))


def test_the_page_is_told_which_place_an_area_is(stack: Stack) -> None:
    found = look_up(stack, "guelph ontario")
    assert (found.status, found.headers["Cache-Control"]) == (200, "no-store")
    assert (found.json["verdict"], found.json["places"]) == ("found", [{**GUELPH, "unit": "km"}])
    assert found.json["message"] == "We take this as:"


def test_the_page_is_told_what_to_ask(stack: Stack) -> None:
    offered = look_up(stack, "Cambridge").json
    assert offered["verdict"] == "ambiguous"
    assert [place["region"] for place in offered["places"]] == ["Ontario", "Nova Scotia"]
    assert "Which one do you mean?" in offered["message"]
    assert offered["none"] == "None of these"
    assert "town" in look_up(stack, "K0A").json["message"]
    assert "street" in look_up(stack, "12 Main Street").json["message"]


@pytest.mark.parametrize("text", [None, "", "x" * 5000, "\x00\u202e", "渋谷"])
def test_what_is_no_place_is_unknown(stack: Stack, text: str | None) -> None:
    answer = look_up(stack, text)
    assert (answer.status, answer.json["verdict"], answer.json["places"]) == (200, "unknown", [])


def test_nobody_looks_places_up_without_a_code(stack: Stack) -> None:
    assert stack.request(http_event("GET /api/places", "no code")).problem == "invitation-invalid"


def test_looking_a_place_up_changes_nothing(stack: Stack) -> None:
    before = stack.raw()
    look_up(stack, "Guelph")
    assert stack.raw() == before


def test_a_place_lies_in_the_pool_and_is_shown(stack: Stack) -> None:
    assert join(stack, area="Guelph").status == 200
    shown = stack.call("GET /api/opt-in").json
    assert (shown["profile"]["area"], shown["place"]) == ("Guelph", GUELPH)
    assert stack.call("GET /api/opt-in/export").json["opt_in"]["place"] == GUELPH


def test_an_ambiguous_area_is_refused_with_the_places_and_taken_with_the_chosen_one(stack: Stack) -> None:
    refused = join(stack, area="Cambridge")
    assert (refused.status, refused.json["type"]) == (422, "urn:kindregards:problem:invalid-opt-in")
    assert [error["pointer"] for error in refused.json["errors"]] == ["/profile/area"]
    ontario, _ = refused.json["places"]
    assert join(stack, area="Cambridge", place=ontario["id"]).status == 200
    assert stack.call("GET /api/opt-in").json["place"] == ontario


def test_no_street_gets_into_the_pool(stack: Stack) -> None:
    assert join(stack, area="12 Main Street, Guelph").status == 200
    assert "Main Street" not in str(stack.raw())
    assert stack.call("GET /api/opt-in").json["profile"]["area"] == "Guelph"
    assert join(stack, area="12 Main Street").status == 422


def test_an_area_that_nobody_knows_is_taken_as_it_is(stack: Stack) -> None:
    assert join(stack, area="wherever a bus goes").status == 200
    shown = stack.call("GET /api/opt-in").json
    assert (shown["profile"]["area"], shown["place"]) == ("wherever a bus goes", None)
