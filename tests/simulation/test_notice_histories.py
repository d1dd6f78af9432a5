"""Whatever happens: nobody is told twice, nothing rescinded in time is told, nothing is missing."""

from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test

from tests.simulation.world import SecondChance, Telling


def test_ten_thousand_histories_break_no_promise() -> None:
    run_state_machine_as_test(Telling, settings=settings(max_examples=10_000, stateful_step_count=15))


def test_where_the_policy_sends_once_more_nobody_is_told_a_third_time() -> None:
    run_state_machine_as_test(SecondChance, settings=settings(max_examples=1000, stateful_step_count=15))
