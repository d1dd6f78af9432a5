"""Whatever happens: of whom the ATS erases, no profile is left in the talent pool."""

from unittest.mock import patch

import pytest

from functions.notify.decide import candidates
from tests.builders import DECIDED_AT, erased, minutes
from tests.examples import scaled
from tests.simulation.erasing import Erasing
from tests.simulation.shards import shards, try_shard


@pytest.mark.parametrize("shard", shards(scaled(300)))
def test_no_history_leaves_a_profile_of_somebody_who_was_erased(shard: int) -> None:
    try_shard(Erasing, shard)


def test_an_erasure_that_forgets_the_pool_is_caught() -> None:
    world = Erasing()
    world.publish_rejection("A-1", DECIDED_AT, can_email=True)
    world.all_goes_well_for_a_moment()
    world.somebody_who_was_told_joins(place=0, names=True)
    assert world.joined
    world._publish(erased(candidate_id="C-1", erased_at=DECIDED_AT + minutes(60)))
    with (
        patch.object(candidates, "erase_profiles"),
        pytest.raises(AssertionError, match="still in the talent pool"),
    ):
        world.teardown()
