"""Putting off a notice's due moment: one write, with the moment at which the sweep looks, in memory and in DynamoDB."""

from datetime import timedelta

import pytest

from functions.domain.notices.notice import Entry
from functions.domain.notices.review import SETTLE_WITHIN, Reviewer
from functions.domain.notices.states import State
from tests.builders import DECIDED_AT
from tests.contract.ledger_views import AT, FOREVER, RESCINDED, Desk, desk_of

MONDAY = AT + timedelta(days=3)


@pytest.fixture(params=["fake", "moto"])
def desk(request: pytest.FixtureRequest) -> Desk:
    return desk_of(request)


def test_it_is_due_later_and_the_sweep_looks_an_hour_after_that(desk: Desk) -> None:
    put_off = desk.ledger.postpone(desk.opened(), MONDAY, AT, "postponed: outside the window")
    assert put_off == desk.now()
    assert (put_off.state, put_off.due_at, put_off.postponements) == (State.HELD, MONDAY, 1)
    assert put_off.history[-1] == Entry(AT, State.HELD, "postponed: outside the window")
    assert [line.at for line in desk.reviews.pending(Reviewer.SWEEP, FOREVER)] == [MONDAY + SETTLE_WITHIN]
    assert desk.claimed()


def test_each_time_is_counted(desk: Desk) -> None:
    once = desk.ledger.postpone(desk.opened(), MONDAY, AT, "x")
    assert once
    twice = desk.ledger.postpone(once, MONDAY + timedelta(days=1), AT, "x")
    assert twice
    assert (twice.postponements, twice.due_at) == (2, MONDAY + timedelta(days=1))


def test_of_two_workers_that_saw_the_same_one_puts_it_off(desk: Desk) -> None:
    seen = desk.opened()
    first = desk.ledger.postpone(seen, MONDAY, AT, "x")
    assert first
    assert desk.ledger.postpone(seen, MONDAY + timedelta(days=1), AT, "x") is None
    second = desk.ledger.postpone(first, MONDAY, AT, "x")
    assert desk.ledger.postpone(first, MONDAY + timedelta(days=1), AT, "x") is None
    assert desk.now() == second


@pytest.mark.parametrize("state", [State.CLAIMED, State.ACCEPTED, State.RESCINDED])
def test_only_what_is_held_is_put_off(desk: Desk, state: State) -> None:
    first = desk.opened(state)
    assert desk.ledger.postpone(first, MONDAY, AT, "x") is None
    assert desk.now() == first


def test_what_waits_for_a_person_stays_on_their_list_as_it_is(desk: Desk) -> None:
    held = desk.held_back()
    assert desk.ledger.postpone(held, MONDAY, AT, "x") is None
    assert (desk.now(), desk.asks()) == (held, Reviewer.PERSON)


def test_what_was_revoked_meanwhile_is_not_put_off(desk: Desk) -> None:
    seen = desk.opened()
    desk.ledger.rescind(seen.ref, RESCINDED, AT)
    assert desk.ledger.postpone(seen, MONDAY, AT, "x") is None
    assert desk.now().state is State.RESCINDED


def test_what_was_closed_while_it_was_claimed_and_is_held_again_is_not_put_off(desk: Desk) -> None:
    closed = desk.opened(rescinded_at=DECIDED_AT)
    assert desk.ledger.postpone(closed, MONDAY, AT, "x") is None
    assert desk.now() == closed


def test_what_is_put_off_for_ever_does_not_outgrow_its_table(desk: Desk) -> None:
    held = desk.opened(history=(Entry(AT, State.HELD, "x"),) * 98)
    for day in range(5):
        held = desk.ledger.postpone(held, MONDAY + timedelta(days=day), AT, "postponed: x") or held
        assert desk.reviews.recheck_at(held, AT, MONDAY)
        held = desk.now()
    assert (held.postponements, held.due_at) == (5, MONDAY + timedelta(days=4))
    assert len(held.history) == 100
