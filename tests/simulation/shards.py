"""How many histories are tried, and how the workers of pytest-xdist share them.

A shard is a test of its own with a seed of its own: any number of workers divides the shards evenly, and a shard that
fails fails again when it is run alone. `HISTORIES=10000 make test` tries as many.
"""

from hypothesis import seed, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.simulation.world import Telling

_SHARD = 100
_SETTINGS = settings(max_examples=_SHARD, stateful_step_count=15)


def shards(histories: int) -> range:
    """Return the seeds of as many shards as it takes to try `histories`."""
    return range(-(-histories // _SHARD))


def try_shard(world: type[Telling], number: int) -> None:
    """Raise what the first history raises that breaks a promise, with the shortest history that does."""
    # The seed is kept on the class, which the shards of one worker would share.
    shard = type(world.__name__, (world,), {})
    run_state_machine_as_test(seed(number)(shard), settings=_SETTINGS)
