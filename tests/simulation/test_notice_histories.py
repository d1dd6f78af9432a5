"""Whatever happens: nobody is told twice, nothing rescinded in time is told, nothing is missing."""

import pytest

from tests.examples import HISTORIES
from tests.simulation.shards import shards, try_shard
from tests.simulation.world import SecondChance, Telling


@pytest.mark.parametrize("shard", shards(HISTORIES))
def test_no_history_breaks_a_promise(shard: int) -> None:
    try_shard(Telling, shard)


@pytest.mark.parametrize("shard", shards(HISTORIES // 4))
def test_where_the_policy_sends_once_more_nobody_is_told_a_third_time(shard: int) -> None:
    try_shard(SecondChance, shard)
