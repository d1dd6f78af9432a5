"""Somebody who tries codes: each is refused, and no answer says how near it was."""

import json
from random import Random

import pytest

from functions.domain.pool.key_ring import KeyRing
from functions.optin.api import respond
from functions.runtime.http.request import Request
from tests.fakes.optin import World
from tests.optin_builders import CODE_END, http_event, invitation_code
from tests.simulation.forgeries import KEYS, Attack

ROUTES = ("GET /api/invitation", "GET /api/opt-in", "GET /api/opt-in/export", "DELETE /api/opt-in", "PUT /api/opt-in")
# These were ours once: whoever holds one is told what to do.
_TOLD = {"a revoked key": "link-replaced"}


def answer(world: World, route: str, code: str) -> str:
    """The whole answer as API Gateway gets it."""
    return json.dumps(respond(Request(http_event(route, code, world.form())), world.ports).as_response())


@pytest.mark.parametrize("route", ROUTES)
def test_every_forged_code_gets_one_same_answer(route: str) -> None:
    world = World(ring=KEYS, code=invitation_code(keys=KEYS))
    world.join()
    answers: dict[str, set[str]] = {}
    for kind, code in Attack(Random(1)).codes(140):  # noqa: S311 - the same attack on every run
        # HTTP takes spaces around a header's value away: that code is the code.
        if code == code.strip():
            answers.setdefault(_TOLD.get(kind, "invitation-invalid"), set()).add(answer(world, route, code))
    assert {problem: len(different) for problem, different in answers.items()} == {
        "invitation-invalid": 1,
        "link-replaced": 1,
    }
    assert all(problem in "".join(different) for problem, different in answers.items())
    assert world.opt_in()["receipt"]["id"]


def test_a_code_past_its_end_opens_nothing_of_a_person_who_is_not_in_the_pool() -> None:
    world = World()
    world.clock.now = CODE_END
    answers = {answer(world, route, world.code) for route in ROUTES if not route.startswith("DELETE")}
    assert len(answers) == 1
    assert "invitation-expired" in answers.pop()


def test_what_was_sent_before_a_withdrawal_changes_nothing_after_it() -> None:
    world = World()
    form = world.form()
    world.join(form)
    world.clock.advance(hours=1)
    withdrawn_at = world.withdraw()
    for _ in range(20):
        replay = Request(http_event("PUT /api/opt-in", world.code, form))
        assert "withdrawn" in json.dumps(respond(replay, world.ports).as_response())
    assert world.invitation()["opt_in"] == {"state": "withdrawn", "withdrawn_at": withdrawn_at, "revision": None}


def test_another_persons_code_opens_only_their_own_page() -> None:
    world = World(ring=KeyRing("a secret that signs"))
    world.join()
    stranger = invitation_code(candidate="0" * 32)
    assert "no-opt-in" in answer(world, "GET /api/opt-in", stranger)
