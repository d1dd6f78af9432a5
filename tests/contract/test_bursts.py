"""The counts of the blast brake: in memory and in DynamoDB."""

from collections import Counter
from datetime import timedelta

import pytest

from functions.domain.notices.brake import Burst, WordingRollout, rollout_key
from functions.stores.sending.bursts import BurstStore
from tests.builders import DECIDED_AT, minutes
from tests.fakes.bursts import FakeBursts
from tests.notify_stack import SENDING, NotifyStack

BURST, OTHER, VERSION = "burst-a", "burst-b", "en-1"
JOB, JOB_TWO = "11" * 8, "22" * 8


@pytest.fixture(params=["fake", "moto"])
def bursts(request: pytest.FixtureRequest) -> BurstStore | FakeBursts:
    if request.param == "fake":
        return FakeBursts()
    stack: NotifyStack = request.getfixturevalue("stack")
    return BurstStore(stack.dynamodb, SENDING)


def count(bursts: BurstStore | FakeBursts, old: int = 0, name: str = BURST, **jobs: int) -> Burst:
    """Counts `one` and `two` decisions about either job."""
    names = {"one": JOB, "two": JOB_TWO}
    return bursts.count(name, Counter({names[job]: times for job, times in jobs.items()}), old, DECIDED_AT)


def seen(bursts: BurstStore | FakeBursts, name: str = BURST) -> Burst:
    return bursts.read([name], VERSION)[0][name]


class TestBursts:
    def test_decisions_are_counted_by_job_and_in_all(self, bursts: BurstStore | FakeBursts) -> None:
        counted = count(bursts, one=3, two=2, old=4)
        assert counted == Burst(total=5, old=4, jobs={JOB: 3, JOB_TWO: 2})
        assert seen(bursts) == counted

    def test_several_calls_add_up(self, bursts: BurstStore | FakeBursts) -> None:
        count(bursts, one=3, old=1)
        after = count(bursts, one=1, two=2, old=2)
        assert (after.total, after.old, after.jobs) == (6, 3, {JOB: 4, JOB_TWO: 2})

    def test_bursts_are_counted_apart(self, bursts: BurstStore | FakeBursts) -> None:
        count(bursts, one=3)
        count(bursts, name=OTHER, one=1)
        assert (seen(bursts).total, seen(bursts, OTHER).total) == (3, 1)

    def test_a_count_of_zero_reads_without_changing(self, bursts: BurstStore | FakeBursts) -> None:
        count(bursts, one=3, old=1)
        again = count(bursts, one=0)
        assert (again.total, again.old, again.jobs) == (3, 1, {JOB: 3})
        assert seen(bursts) == again

    def test_a_job_that_is_counted_by_zero_is_there_to_be_read(self, bursts: BurstStore | FakeBursts) -> None:
        assert count(bursts, one=0).jobs[JOB] == 0

    def test_what_was_never_counted_is_not_found(self, bursts: BurstStore | FakeBursts) -> None:
        assert bursts.read([], VERSION) == ({}, None)
        count(bursts, one=1)
        assert bursts.read([OTHER], VERSION) == ({}, None)

    def test_bursts_and_words_are_looked_up_together(self, bursts: BurstStore | FakeBursts) -> None:
        first, second = count(bursts, one=1), count(bursts, name=OTHER, two=1)
        words = bursts.count_rollout(VERSION, 7, DECIDED_AT)
        assert bursts.read([BURST, OTHER], VERSION) == ({BURST: first, OTHER: second}, words)
        assert bursts.read([BURST], "en-2") == ({BURST: first}, None)

    def test_words_are_new_since_they_were_first_sent(self, bursts: BurstStore | FakeBursts) -> None:
        assert bursts.count_rollout(VERSION, 2, DECIDED_AT) == WordingRollout(DECIDED_AT, 2)
        assert bursts.count_rollout(VERSION, 3, DECIDED_AT + minutes(50)) == WordingRollout(DECIDED_AT, 5)

    def test_a_burst_is_released(self, bursts: BurstStore | FakeBursts) -> None:
        count(bursts, one=1)
        count(bursts, name=OTHER, one=1)
        bursts.release(BURST)
        assert (seen(bursts).released, seen(bursts).released_jobs) == (True, frozenset())
        assert not seen(bursts, OTHER).released

    def test_a_job_of_a_burst_is_released(self, bursts: BurstStore | FakeBursts) -> None:
        count(bursts, one=1, two=1)
        bursts.release(BURST, JOB)
        bursts.release(BURST, JOB)
        assert (seen(bursts).released, seen(bursts).released_jobs) == (False, frozenset({JOB}))
        assert seen(bursts).jobs == {JOB: 1, JOB_TWO: 1}

    def test_what_was_released_is_counted_on_and_stays_released(self, bursts: BurstStore | FakeBursts) -> None:
        count(bursts, one=1, two=1)
        bursts.release(BURST)
        bursts.release(BURST, JOB_TWO)
        after = count(bursts, one=1)
        assert (after.total, after.released, after.released_jobs) == (3, True, frozenset({JOB_TWO}))

    def test_words_are_released(self, bursts: BurstStore | FakeBursts) -> None:
        bursts.count_rollout(VERSION, 2, DECIDED_AT)
        bursts.release(rollout_key(VERSION))
        assert bursts.read([], VERSION) == ({}, WordingRollout(DECIDED_AT, 2, released=True))
        assert bursts.count_rollout(VERSION, 1, DECIDED_AT).released

    def test_a_burst_can_be_released_whose_counts_are_gone(self, bursts: BurstStore | FakeBursts) -> None:
        bursts.release(BURST)
        bursts.release(OTHER, JOB)
        assert (seen(bursts), seen(bursts, OTHER)) == (Burst(released=True), Burst(released_jobs=frozenset({JOB})))

    def test_words_that_were_held_back_before_any_was_sent_can_be_released(
        self, bursts: BurstStore | FakeBursts
    ) -> None:
        bursts.release(rollout_key(VERSION))
        _, words = bursts.read([], VERSION)
        assert words is not None
        assert (words.sent, words.is_new(DECIDED_AT)) == (0, False)
        assert bursts.count_rollout(VERSION, 2, DECIDED_AT).sent == 2


@pytest.mark.parametrize(("name", "days"), [(BURST, 90), (rollout_key(VERSION), 3650)])
def test_counts_expire(stack: NotifyStack, name: str, days: int) -> None:
    bursts = BurstStore(stack.dynamodb, SENDING)
    count(bursts, one=1)
    bursts.count_rollout(VERSION, 1, DECIDED_AT)
    item = stack.dynamodb.get_item(TableName=SENDING, Key={"name": {"S": name}})["Item"]
    assert int(item["expires_at"]["N"]) == int((DECIDED_AT + timedelta(days=days)).timestamp())
