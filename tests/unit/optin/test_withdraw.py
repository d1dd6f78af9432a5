"""Leaving, and coming back only when the person says so."""

from datetime import datetime, timedelta

from functions.domain.pool.membership import Withdrawal
from tests.fakes.optin import World, refused
from tests.optin_builders import CANDIDATE, CODE_END, NOW


def joined_then_withdrawn() -> tuple[World, str]:
    world = World()
    world.join()
    world.clock.advance(hours=1)
    return world, world.withdraw()


def rejoin(world: World, withdrawn_at: str, **changes: object) -> dict[str, object]:
    return world.join(world.form(rejoin_after=withdrawn_at, **changes))


def test_a_withdrawal_takes_effect_at_once() -> None:
    world, withdrawn_at = joined_then_withdrawn()
    left = world.pool.get(CANDIDATE)
    assert isinstance(left, Withdrawal)
    assert (left.revision, left.withdrawn_at) == (2, datetime.fromisoformat(withdrawn_at))
    with refused("no-opt-in"):
        world.opt_in()


def test_a_withdrawal_is_recorded_beside_the_consent_that_it_ends() -> None:
    world, withdrawn_at = joined_then_withdrawn()
    given, withdrawn = world.export()["consents"]
    assert (given["kind"], withdrawn["kind"]) == ("given", "withdrawn")
    assert withdrawn["receipt"] == given["id"]
    assert datetime.fromisoformat(withdrawn["at"]) == datetime.fromisoformat(withdrawn_at) == NOW + timedelta(hours=1)


def test_withdrawing_again_is_the_same_answer_and_no_second_record() -> None:
    world, withdrawn_at = joined_then_withdrawn()
    world.clock.advance(days=2)
    assert world.withdraw() == withdrawn_at
    assert len(world.export()["consents"]) == 2


def test_withdrawing_again_is_the_same_answer_after_the_code_has_ended() -> None:
    world, withdrawn_at = joined_then_withdrawn()
    world.clock.now = CODE_END
    assert world.withdraw() == withdrawn_at


def test_whoever_never_joined_has_nothing_to_withdraw() -> None:
    with refused("no-opt-in"):
        World().withdraw()


def test_a_late_repeat_of_the_request_does_not_bring_a_profile_back() -> None:
    world = World()
    form = world.form()
    world.join(form)
    world.clock.advance(hours=1)
    world.withdraw()
    with refused("withdrawn"):
        world.join(form)
    assert isinstance(world.pool.get(CANDIDATE), Withdrawal)


def test_a_withdrawn_person_is_told_so_before_any_mistake_in_the_form() -> None:
    world, _ = joined_then_withdrawn()
    with refused("withdrawn"):
        world.join(world.form(months=7))


def test_a_guessed_moment_does_not_bring_a_profile_back() -> None:
    world, withdrawn_at = joined_then_withdrawn()
    moment = datetime.fromisoformat(withdrawn_at)
    for wrong in (
        moment + timedelta(microseconds=1),
        moment - timedelta(microseconds=1),
        moment.replace(microsecond=0),
    ):
        with refused("withdrawn"):
            rejoin(world, wrong.isoformat())


def test_the_moment_that_the_page_was_shown_opens_the_pool_again() -> None:
    world, withdrawn_at = joined_then_withdrawn()
    world.clock.advance(hours=1)
    assert world.invitation()["opt_in"] == {"state": "withdrawn", "withdrawn_at": withdrawn_at, "revision": None}
    receipt = rejoin(world, withdrawn_at)
    shown = world.opt_in()
    assert shown["receipt"] == receipt
    assert shown["given_at"] == (NOW + timedelta(hours=2)).isoformat()
    assert [consent["kind"] for consent in shown["consents"]] == ["given", "withdrawn", "given"]


def test_the_same_moment_may_be_spelled_in_another_offset() -> None:
    world, withdrawn_at = joined_then_withdrawn()
    rejoin(world, withdrawn_at.replace("+00:00", "Z"))
    assert world.invitation()["opt_in"]["state"] == "active"


def test_the_same_rejoining_twice_is_one_opt_in() -> None:
    world, withdrawn_at = joined_then_withdrawn()
    world.clock.advance(hours=1)
    first = rejoin(world, withdrawn_at)
    world.clock.advance(hours=1)
    assert rejoin(world, withdrawn_at) == first
    assert len(world.opt_in()["consents"]) == 3


def test_a_late_repeat_of_a_rejoining_does_not_undo_the_second_withdrawal() -> None:
    world, first = joined_then_withdrawn()
    world.clock.advance(hours=1)
    rejoin(world, first)
    world.clock.advance(hours=1)
    second = world.withdraw()
    assert second > first
    with refused("withdrawn"):
        rejoin(world, first)
    world.clock.advance(hours=1)
    rejoin(world, second)
    assert len(world.opt_in()["consents"]) == 5


def test_a_request_from_before_a_withdrawal_does_not_change_what_was_agreed_after_it() -> None:
    world = World()
    shared = world.form(agencies=["northstaff"])
    world.join(shared)
    world.clock.advance(hours=1)
    withdrawn_at = world.withdraw()
    world.clock.advance(hours=1)
    rejoin(world, withdrawn_at, agencies=[])
    with refused("withdrawn"):
        world.join(shared)
    assert world.opt_in()["agencies"] == []


def test_a_page_loaded_after_rejoining_can_change_the_answers() -> None:
    world, withdrawn_at = joined_then_withdrawn()
    world.clock.advance(hours=1)
    rejoin(world, withdrawn_at)
    world.clock.advance(hours=1)
    shown = world.invitation()["opt_in"]
    assert shown == {"state": "active", "withdrawn_at": withdrawn_at, "revision": 3}
    rejoin(world, shown["withdrawn_at"], months=24)
    assert world.opt_in()["months"] == 24
