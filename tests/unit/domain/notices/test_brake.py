"""What looks like a wrong mass rejection, and what of it goes out."""

from dataclasses import replace
from datetime import timedelta, timezone
from typing import Any

import pytest

from functions.domain.employers.policy import Brake
from functions.domain.notices.brake import (
    Burst,
    BurstPosition,
    WordingRollout,
    brake_reason,
    burst_of,
    job_digest,
    rollout_key,
)
from tests.builders import DECIDED_AT, SOURCE, minutes

BURST, JOB, OTHER_JOB = "burst-a", "11" * 8, "22" * 8
LIMITS = Brake(per_job_and_hour=10, per_source_and_hour=50, first_few=3, old_share=0.5)


def place(**overrides: Any) -> BurstPosition:
    """Far behind the first few."""
    values: dict[str, Any] = {"burst": BURST, "job": JOB, "rank": 9, "rank_of_job": 9}
    return BurstPosition(**values | overrides)


def burst(**overrides: Any) -> Burst:
    """Of one job, within all limits."""
    values: dict[str, Any] = {"total": 10, "jobs": {JOB: 10}}
    return Burst(**values | overrides)


MANY_OF_A_JOB = burst(total=11, jobs={JOB: 11})
MANY_OF_A_SOURCE = burst(total=51, jobs={JOB: 9})
MANY_OLD = burst(total=20, old=11)


def test_what_nobody_counted_goes_out() -> None:
    assert brake_reason(place(), Burst(), LIMITS) is None


def test_a_job_may_reject_as_many_as_its_limit() -> None:
    assert brake_reason(place(), burst(), LIMITS) is None
    assert brake_reason(place(), MANY_OF_A_JOB, LIMITS) == f"{BURST}/{JOB}"


def test_another_job_of_the_hour_is_not_held_back() -> None:
    assert brake_reason(place(job=OTHER_JOB), burst(total=12, jobs={JOB: 11, OTHER_JOB: 1}), LIMITS) is None


def test_a_source_may_reject_as_many_as_its_limit() -> None:
    assert brake_reason(place(), burst(total=50, jobs={JOB: 9}), LIMITS) is None
    assert brake_reason(place(), MANY_OF_A_SOURCE, LIMITS) == BURST


def test_what_is_too_much_in_both_ways_is_held_back_as_the_whole_burst() -> None:
    assert brake_reason(place(), burst(total=51, jobs={JOB: 51}), LIMITS) == BURST


@pytest.mark.parametrize(("rank", "held"), [(1, False), (3, False), (4, True)])
def test_of_a_burst_the_first_few_go_out(rank: int, held: bool) -> None:
    few = place(rank=rank, rank_of_job=rank, is_old=True)
    for found, reason in ((MANY_OF_A_SOURCE, BURST), (MANY_OLD, BURST), (MANY_OF_A_JOB, f"{BURST}/{JOB}")):
        assert brake_reason(few, found, LIMITS) == (reason if held else None)


def test_the_first_few_are_counted_apart_for_source_and_job() -> None:
    first_of_its_job = place(rank=40, rank_of_job=3)
    assert brake_reason(first_of_its_job, MANY_OF_A_JOB, LIMITS) is None
    assert brake_reason(first_of_its_job, MANY_OF_A_SOURCE, LIMITS) == BURST


def test_where_most_decisions_are_old_those_wait() -> None:
    assert brake_reason(place(is_old=True), MANY_OLD, LIMITS) == BURST
    assert brake_reason(place(is_old=False), MANY_OLD, LIMITS) is None


def test_as_many_old_ones_as_the_share_allows_do_not_wait() -> None:
    half = burst(total=20, old=10)
    assert brake_reason(place(is_old=True), half, LIMITS) is None
    assert brake_reason(place(is_old=True), half, replace(LIMITS, old_share=0.49)) == BURST


def test_fewer_than_twenty_say_nothing_about_how_old_decisions_are() -> None:
    assert brake_reason(place(is_old=True), burst(total=19, old=19, jobs={JOB: 1}), LIMITS) is None
    assert brake_reason(place(is_old=True), burst(total=20, old=20, jobs={JOB: 1}), LIMITS) == BURST


def test_a_share_of_one_is_never_exceeded() -> None:
    everything = replace(LIMITS, old_share=1.0)
    assert brake_reason(place(is_old=True), burst(total=20, old=20, jobs={JOB: 1}), everything) is None


@pytest.mark.parametrize("found", [MANY_OF_A_JOB, MANY_OF_A_SOURCE, MANY_OLD])
def test_a_released_burst_goes_out(found: Burst) -> None:
    released = Burst(found.total, found.old, found.jobs, released=True)
    assert brake_reason(place(is_old=True), released, LIMITS) is None


def test_of_a_released_job_all_go_out_and_of_another_none() -> None:
    found = burst(total=22, jobs={JOB: 11, OTHER_JOB: 11}, released_jobs=frozenset({JOB}))
    assert brake_reason(place(), found, LIMITS) is None
    assert brake_reason(place(job=OTHER_JOB), found, LIMITS) == f"{BURST}/{OTHER_JOB}"


def test_a_released_job_goes_out_whatever_else_its_source_does() -> None:
    found = burst(total=51, jobs={JOB: 51}, released_jobs=frozenset({JOB}))
    assert brake_reason(place(), found, LIMITS) is None


def test_words_are_new_for_an_hour_or_until_somebody_released_them() -> None:
    words = WordingRollout(DECIDED_AT, 3)
    assert words.is_new(DECIDED_AT)
    assert words.is_new(DECIDED_AT + minutes(59))
    assert not words.is_new(DECIDED_AT + minutes(60))
    assert not WordingRollout(DECIDED_AT, 3, released=True).is_new(DECIDED_AT)


def test_names_show_neither_source_nor_job() -> None:
    name, job = burst_of("/ats/Example/Acme", DECIDED_AT), job_digest("J-9-warehouse")
    shown = (name + job).casefold()
    assert not any(word in shown for word in ("ats", "example", "acme", "j-9", "warehouse"))
    assert name.startswith("burst-")
    assert "/" not in name + job


def test_a_burst_is_a_clock_hour_of_one_source_in_any_time_zone() -> None:
    name = burst_of(SOURCE, DECIDED_AT)
    assert name.endswith("-2026-11-23T15")
    in_toronto = DECIDED_AT.astimezone(timezone(timedelta(hours=-5)))
    assert burst_of(SOURCE, in_toronto) == burst_of(SOURCE, DECIDED_AT + minutes(55)) == name
    assert len({name, burst_of(SOURCE, DECIDED_AT + minutes(56)), burst_of("/ats/other", DECIDED_AT)}) == 3


def test_the_same_job_has_the_same_digest_and_words_are_named_for_their_version() -> None:
    assert job_digest("J-9") == job_digest("J-9") != job_digest("J-10")
    assert rollout_key("en-1") == "wording-en-1"
