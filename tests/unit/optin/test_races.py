"""Two at once: a double click, two tabs, a withdrawal while a change is under way."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from typing import Any

import pytest

from functions.domain.notices.notice import Notice
from functions.domain.pool.address_token import AddressConfirmation
from functions.domain.pool.membership import OptIn, Withdrawal
from tests.fakes.optin import World, refused
from tests.fakes.pool import Consent, FakePool
from tests.optin_builders import CANDIDATE, KEYS, Json, mailbox_key, opt_in, opt_in_body


class ContestedPool(FakePool):
    """Somebody else writes between our look and our write, each time that there is somebody."""

    def __init__(self) -> None:
        super().__init__()
        self.others: list[Callable[[], object]] = []

    def change(self, opt_in: OptIn, record: Consent | None, at: datetime, owed: Sequence[Notice] = ()) -> bool:
        self._let_another_in()
        return super().change(opt_in, record, at, owed)

    def withdraw(
        self, endings: Sequence[tuple[Withdrawal, OptIn]], method: str = "web form", owed: Sequence[Notice] = ()
    ) -> bool:
        self._let_another_in()
        return super().withdraw(endings, method, owed)

    def _let_another_in(self) -> None:
        others, self.others = self.others, []
        if others:
            others[0]()  # undisturbed: nobody else is let in meanwhile
        self.others = others[1:]


def contested() -> tuple[World, ContestedPool]:
    pool = ContestedPool()
    return World(pool=pool), pool


def later(world: World, act: Callable[[], object]) -> Callable[[], object]:
    def other() -> None:
        world.clock.advance(milliseconds=5)
        act()
        world.clock.advance(milliseconds=5)

    return other


def test_a_double_click_is_one_opt_in_with_one_receipt() -> None:
    world, pool = contested()
    receipts: list[object] = []
    pool.others = [later(world, lambda: receipts.append(world.join()))]
    assert [world.join()] == receipts
    assert len(world.opt_in()["consents"]) == 1


def test_of_two_forms_that_join_at_once_the_second_is_told_what_the_first_recorded() -> None:
    world, pool = contested()
    pool.others = [later(world, lambda: world.join(world.form(months=24)))]
    with refused("opt-in-changed") as error:
        world.join(world.form(months=6))
    assert error.value.members == {"opt_in": {"state": "active", "withdrawn_at": None, "revision": 1}}
    assert world.opt_in()["months"] == 24


def test_a_form_that_crosses_a_withdrawal_does_not_undo_it() -> None:
    world, pool = contested()
    world.join()
    pool.others = [later(world, world.withdraw)]
    with refused("withdrawn"):
        world.join(world.form(months=6))
    assert isinstance(pool.get(CANDIDATE), Withdrawal)


def test_a_withdrawal_that_crosses_a_change_ends_it_and_is_recorded_after_it() -> None:
    world, pool = contested()
    world.join()
    pool.others = [later(world, lambda: world.join(world.form(months=6)))]
    withdrawn_at = world.withdraw()
    consents = world.export()["consents"]
    assert [consent["kind"] for consent in consents] == ["given", "reduced", "withdrawn"]
    assert consents[-1]["receipt"] == consents[-2]["receipt"] == consents[0]["id"]
    assert datetime.fromisoformat(withdrawn_at) > datetime.fromisoformat(consents[-2]["at"])


def test_two_withdrawals_at_once_are_one() -> None:
    world, pool = contested()
    world.join()
    moments: list[str] = []
    pool.others = [later(world, lambda: moments.append(world.withdraw()))]
    assert [world.withdraw()] == moments
    assert len(world.export()["consents"]) == 2


@pytest.mark.parametrize("route", ["DELETE /api/opt-in", "DELETE /api/person"])
def test_whoever_leaves_while_their_address_is_confirmed_has_left(route: str) -> None:
    world, pool = contested()
    world.join()
    world.clock.advance(minutes=1)
    world.call("POST /api/opt-in/address", {"email": "zebulon@elsewhere.example"})
    pending = opt_in_of(pool).pending_address
    assert pending
    token = KEYS.sign(AddressConfirmation(CANDIDATE, pending.id, pending.expires_at))
    pool.others = [later(world, lambda: world.call("PUT /api/address", code=token))]
    world.call(route)
    assert pool.at_mailbox(mailbox_key("zebulon@elsewhere.example")) == []


def opt_in_of(pool: FakePool) -> OptIn:
    member = pool.get(CANDIDATE)
    assert isinstance(member, OptIn)
    return member


def test_two_lost_races_in_a_row_are_won_by_the_third_look() -> None:
    world, pool = contested()
    world.join()
    days = "2026-12-24", "2026-12-25"
    pool.others = [later(world, partial(world.pause, day)) for day in days]
    world.pause("2026-12-26")
    assert world.opt_in()["paused_until"] == "2026-12-26"


class BusyPool(FakePool):
    """Somebody else is always faster."""

    def _replace(self, *_args: Any) -> bool:
        return False


BODIES: dict[str, Json] = {
    "PUT /api/opt-in": opt_in_body(revision=1),
    "DELETE /api/opt-in": {},
    "PUT /api/opt-in/pause": {"until": "2026-12-24"},
    "POST /api/opt-in/address": {"email": "zebulon@elsewhere.example"},
    "DELETE /api/person": {},
}


@pytest.mark.parametrize("route", BODIES)
def test_whoever_loses_every_race_is_asked_to_try_again(route: str) -> None:
    pool = BusyPool()
    pool.put(opt_in())
    world = World(pool=pool)
    with refused("busy"):
        world.call(route, BODIES[route])
    assert pool.get(CANDIDATE) == opt_in()
