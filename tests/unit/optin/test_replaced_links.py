"""A link that was replaced stays dead: after its person has left, has come back, has moved, or has been forgotten."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from functions.domain.pool.address_token import AddressConfirmation
from functions.domain.pool.invitation import Invitation
from functions.domain.pool.membership import OptIn
from tests.fakes.optin import World, refused
from tests.optin_builders import CANDIDATE, EMAIL, FAMILY_NAME, GIVEN_NAME, KEYS, NOTICE, person_key

NEW = "zebulon@elsewhere.example"
MOVED = person_key(NEW, GIVEN_NAME, FAMILY_NAME)


def code(world: World, candidate: str = CANDIDATE) -> str:
    """The link in an email of this moment."""
    return KEYS.sign(Invitation(NOTICE, candidate, world.clock() + timedelta(days=900), world.clock()))


def member(world: World, candidate: str = CANDIDATE) -> OptIn:
    found = world.pool.get(candidate)
    assert isinstance(found, OptIn)
    return found


def replaced() -> tuple[World, str]:
    """A member whose links were replaced, and a link from before."""
    world = World()
    stolen = world.code = code(world)
    world.join()
    world.clock.advance(days=1)
    before = member(world)
    world.pool.put(replace(before, revision=before.revision + 1, links_from=world.clock()))
    world.code = code(world)
    world.clock.advance(days=1)
    return world, stolen


def withdraw(world: World) -> None:
    world.withdraw()


def erase(world: World) -> None:
    world.call("DELETE /api/person")


def wait_for_the_end(world: World) -> None:
    world.clock.advance(days=400)


def leave_and_return(world: World) -> None:
    left_at = world.withdraw()
    world.clock.advance(minutes=1)
    world.join(world.form(rejoin_after=left_at))


@pytest.mark.parametrize("act", [withdraw, erase, wait_for_the_end, leave_and_return])
def test_it_opens_and_joins_nothing_later_either(act: Callable[[World], None]) -> None:
    world, stolen = replaced()
    act(world)
    for call in (world.invitation, world.opt_in, world.join):
        with refused("link-replaced"):
            call(code=stolen)


def move(world: World, origin: str, email: str) -> str:
    """The code for the page at the new address."""
    world.clock.advance(minutes=1)
    world.call("POST /api/opt-in/address", {"email": email}, code=code(world, origin))
    pending = member(world, origin).pending_address
    assert pending
    token = KEYS.sign(AddressConfirmation(origin, pending.id, pending.expires_at))
    return str(world.call("PUT /api/address", code=token)["code"])


def test_links_from_before_a_move_stay_dead_when_the_profile_comes_back() -> None:
    world = World()
    world.join()
    move(world, CANDIDATE, NEW)
    back = move(world, MOVED, EMAIL)
    assert world.opt_in(code=back)["email"] == "z…@mailbox.example"
    with refused("link-replaced"):
        world.opt_in()


def test_links_from_before_a_move_do_not_open_who_joins_there_later() -> None:
    world = World()
    world.join()
    move(world, CANDIDATE, NEW)
    world.clock.advance(minutes=1)
    later = code(world)
    world.join(world.form(rejoin_after=world.invitation(code=later)["opt_in"]["withdrawn_at"]), code=later)
    assert world.opt_in(code=later)["revision"]
    with refused("link-replaced"):
        world.opt_in()
