"""New histories on every core until a million have been tried (`make soak`). Ends at the first broken promise.

Run as `python -m tests.simulation.soak [HISTORIES]`.
"""

import os
import sys
import time
from concurrent.futures import ProcessPoolExecutor, as_completed
from itertools import cycle, islice

from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test

from tests.simulation.witness import Witness
from tests.simulation.world import SecondChance, Telling

_HISTORIES = 1_000_000
_PART = 1000
_ANEW = settings(max_examples=_PART, stateful_step_count=40, deadline=None, database=None, derandomize=False)


def main(histories: int) -> None:
    began, tried, steps = time.monotonic(), 0, 0
    parts = list(islice(cycle((Telling, SecondChance)), -(-histories // _PART)))
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        try:
            for done in as_completed([pool.submit(_try_part, world) for world in parts]):
                tried, steps = tried + _PART, steps + done.result()
                took = time.monotonic() - began
                print(f"{tried:>10,} histories, {steps:,} steps, {took:.0f} s", flush=True)  # noqa: T201
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _try_part(world: type[Telling]) -> int:
    """Return the steps: the moments of all workers' lives, before and after each of their calls."""
    before = Witness.steps
    run_state_machine_as_test(world, settings=_ANEW)
    return Witness.steps - before


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else _HISTORIES)
