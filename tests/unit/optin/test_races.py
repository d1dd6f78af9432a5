"""Two at once: a double click, two tabs, a withdrawal while a change is under way."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial

import pytest

from functions.domain.notices.notice import Notice
from functions.domain.pool.membership import OptIn, Withdrawal
from tests.fakes.optin import World, refused
from tests.fakes.pool import FakePool
from tests.optin_builders import CANDIDATE, opt_in


class ContestedPool(FakePool):
    """Somebody else writes between our look and our write, each time that there is somebody."""

    def __init__(self) -> None:
        super().__init__()
        self.others: list[Callable[[], object]] = []

    def join(self, opt_in: OptIn, owed: Sequence[Notice] = ()) -> bool:
        self._let_another_in()
        return super().join(opt_in, owed)

    def withdraw(
        self, withdrawal: Withdrawal, opt_in: OptIn, method: str = "web form", owed: Sequence[Notice] = ()
    ) -> bool:
        self._let_another_in()
        return super().withdraw(withdrawal, opt_in, method, owed)

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


def test_the_later_of_two_forms_stands_and_both_are_on_record_in_order() -> None:
    world, pool = contested()
    pool.others = [later(world, lambda: world.join(world.form(months=24)))]
    world.join(world.form(months=6))
    shown = world.opt_in()
    assert shown["months"] == 6
    assert shown["consents"][-1]["id"] == shown["receipt"]["id"]
    assert [consent["expires_at"][:4] for consent in shown["consents"]] == ["2028", "2027"]


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
    assert [consent["kind"] for consent in consents] == ["given", "given", "withdrawn"]
    assert consents[-1]["receipt"] == consents[-2]["id"]
    assert datetime.fromisoformat(withdrawn_at) > datetime.fromisoformat(consents[-2]["given_at"])


def test_two_withdrawals_at_once_are_one() -> None:
    world, pool = contested()
    world.join()
    moments: list[str] = []
    pool.others = [later(world, lambda: moments.append(world.withdraw()))]
    assert [world.withdraw()] == moments
    assert len(world.export()["consents"]) == 2


def test_two_lost_races_in_a_row_are_won_by_the_third_look() -> None:
    world, pool = contested()
    forms = world.form(months=24), world.form(months=6)
    pool.others = [later(world, partial(world.join, form)) for form in forms]
    world.join()
    assert world.opt_in()["months"] == 12
    assert len(world.opt_in()["consents"]) == 3


class BusyPool(FakePool):
    """Somebody else is always faster."""

    def join(self, opt_in: OptIn, owed: Sequence[Notice] = ()) -> bool:
        return False

    def withdraw(
        self, withdrawal: Withdrawal, opt_in: OptIn, method: str = "web form", owed: Sequence[Notice] = ()
    ) -> bool:
        return False


@pytest.mark.parametrize("route", ["PUT /api/opt-in", "DELETE /api/opt-in"])
def test_whoever_loses_every_race_is_asked_to_try_again(route: str) -> None:
    pool = BusyPool()
    FakePool.join(pool, opt_in())
    world = World(pool=pool)
    with refused("busy"):
        world.call(route, world.form())
    assert pool.get(CANDIDATE) == opt_in()
