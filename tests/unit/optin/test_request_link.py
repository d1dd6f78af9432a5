"""Asking for a link by address alone: whoever asks learns nothing, and can disturb nobody for long."""

import json
from typing import Any

import pytest

from functions.optin.api import respond
from functions.optin.request_link import MOST_PER_ADDRESS, MOST_PER_CALLER
from functions.runtime.http.request import Request
from tests.fakes.optin import World
from tests.optin_builders import EMAIL, http_event, mailbox_key

ROUTE = "POST /api/link"


def ask(world: World, email: Any = EMAIL, caller: str = "192.0.2.7") -> dict[str, Any]:
    forwarded = f"{caller}, 203.0.113.5"
    event = http_event(ROUTE, body=json.dumps({"email": email}), x_forwarded_for=forwarded)
    return respond(Request(event), world.ports).as_response()


def test_a_member_and_a_stranger_get_one_answer_to_the_byte() -> None:
    world = World()
    world.join()
    assert ask(world) == ask(world, "nobody@example.com")
    assert ask(world)["statusCode"] == 202


def test_both_are_passed_on_alike_and_without_an_address() -> None:
    world = World()
    world.join()
    for email in (EMAIL, "nobody@example.com"):
        ask(world, email)
    assert [request.mailboxes for request in world.due_notices.links] == [
        (mailbox_key(EMAIL),),
        (mailbox_key("nobody@example.com"),),
    ]
    assert len({len(str(request)) for request in world.due_notices.links}) == 1


def test_capitals_name_the_same_mailbox() -> None:
    world = World()
    statuses = [ask(world, email)["statusCode"] for email in (EMAIL, EMAIL.upper(), EMAIL.title(), EMAIL)]
    assert statuses == [202] * MOST_PER_ADDRESS + [429]
    assert len({request.mailboxes for request in world.due_notices.links}) == 1


@pytest.mark.parametrize("email", [EMAIL, "nobody@example.com"])
def test_the_limit_is_the_same_for_known_and_unknown_addresses(email: str) -> None:
    world = World()
    world.join()
    answers = [ask(world, email) for _ in range(MOST_PER_ADDRESS + 2)]
    assert [answer["statusCode"] for answer in answers] == [202] * MOST_PER_ADDRESS + [429] * 2
    assert answers[-1]["headers"]["Retry-After"] == "3600"
    assert len(world.due_notices.links) == MOST_PER_ADDRESS
    world.clock.advance(hours=1)
    assert ask(world, email)["statusCode"] == 202


@pytest.mark.parametrize(
    ("callers", "is_one"),
    [
        (["192.0.2.7"], True),
        (["2001:db8:1:2::1", "2001:db8:1:2:ffff::2"], True),
        (["192.0.2.7", "192.0.2.8"], False),
        (["2001:db8:1:2::1", "2001:db8:1:3::1"], False),
    ],
)
def test_one_caller_can_try_only_so_many_addresses(callers: list[str], is_one: bool) -> None:
    world = World()
    asked = range(MOST_PER_CALLER + 1)
    statuses = [ask(world, f"c{n}@example.com", callers[n % len(callers)])["statusCode"] for n in asked]
    assert (429 in statuses) == is_one


@pytest.mark.parametrize(
    "email", ["", "sam", "sam@", "@mailbox.example", "sam @mailbox.example", None, 7, ["s@example.com"]]
)
def test_what_is_no_address_is_refused_before_anything_is_counted(email: Any) -> None:
    world = World()
    for _ in range(MOST_PER_CALLER + 1):
        answer = ask(world, email)
        assert (answer["statusCode"], "invalid-opt-in" in answer["body"]) == (422, True)
        assert not email or str(email) not in answer["body"]
    assert world.due_notices.links == []


def test_where_the_queue_does_not_answer_both_hear_the_same() -> None:
    world = World()
    world.join()
    world.due_notices.failure = TimeoutError()
    assert ask(world) == ask(world, "nobody@example.com")
