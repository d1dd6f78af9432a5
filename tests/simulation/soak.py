"""New histories on every core until a million have been tried (`make soak`). Ends at the first broken promise.

Run as `python -m tests.simulation.soak [HISTORIES]`.
"""

import os
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from itertools import cycle

from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test

from tests.simulation.witness import Witness
from tests.simulation.world import SecondChance, Telling

_HISTORIES = 1_000_000
_PART = 1000
_ANEW = settings(stateful_step_count=40, deadline=None, database=None, derandomize=False)


def main(histories: int) -> None:
    began, tried, steps = time.monotonic(), 0, 0
    parts = list(zip(_sizes(histories), cycle((Telling, SecondChance)), strict=False))
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        try:
            for done in as_completed([pool.submit(_try_part, size, world) for size, world in parts]):
                size, part = done.result()
                tried, steps = tried + size, steps + part
                took = time.monotonic() - began
                print(f"{tried:>10,} histories, {steps:,} steps, {took:.0f} s", flush=True)  # noqa: T201
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _sizes(histories: int) -> Iterator[int]:
    """Yield how many histories each part has."""
    for start in range(0, histories, _PART):
        yield min(_PART, histories - start)


def _try_part(size: int, world: type[Telling]) -> tuple[int, int]:
    """Return the size and the steps: the moments of all workers' lives, before and after each of their calls."""
    before = Witness.steps
    run_state_machine_as_test(world, settings=settings(_ANEW, max_examples=size))
    return size, Witness.steps - before


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else _HISTORIES)
