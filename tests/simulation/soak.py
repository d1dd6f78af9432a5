"""A million forged codes, then new histories on every core until a million steps have been taken (`make soak`).

Ends at the first broken promise. Run as `python -m tests.simulation.soak [STEPS] [SEED]`. With the seed that a run has
printed, the same histories come.
"""

import logging
import os
import sys
import time
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from contextlib import redirect_stdout
from io import StringIO
from itertools import count
from random import SystemRandom
from unittest.mock import patch

from hypothesis import seed, settings
from hypothesis.stateful import run_state_machine_as_test

from functions.runtime import observability
from tests.simulation.forgeries import accepted
from tests.simulation.witness import Witness
from tests.simulation.world import SecondChance, Telling

_STEPS = 1_000_000
_FORGERIES = 1_000_000
_PART = 100
_WORLDS = (Telling, SecondChance)
_ANEW = settings(max_examples=_PART, stateful_step_count=40, deadline=None, database=None, derandomize=False)


def main(steps: int, first_seed: int) -> None:
    print(f"Seed {first_seed}", flush=True)  # noqa: T201
    if taken_for_ours := accepted(_FORGERIES, first_seed):
        raise AssertionError(f"forged codes were taken for ours: {taken_for_ours}")
    print(f"{_FORGERIES:,} forged codes, none taken", flush=True)  # noqa: T201
    began, parts, taken = time.monotonic(), count(), 0
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        running: set[Future[int]] = {
            pool.submit(_try_part, next(parts), first_seed) for _ in range(os.cpu_count() or 1)
        }
        try:
            for number in count(1):
                done, running = wait(running, return_when=FIRST_COMPLETED)
                taken += sum(part.result() for part in done)
                took = time.monotonic() - began
                print(f"{number:>6,} rounds, {taken:,} steps, {took:.0f} s", flush=True)  # noqa: T201
                if taken >= steps:
                    break
                running |= {pool.submit(_try_part, next(parts), first_seed) for _ in done}
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def _try_part(number: int, first_seed: int) -> int:
    """Return the steps: the moments of all workers' lives, before and after each of their calls."""
    before, world = Witness.steps, _WORLDS[number % len(_WORLDS)]
    # The seed is kept on the class, which all parts of one process would share.
    part = type(f"{world.__name__}Part{number}", (world,), {})
    # Nobody reads here what the product logs and counts, and what the operators' commands say.
    logging.disable(logging.WARNING)
    with patch.object(observability.metrics, "add_metric"), redirect_stdout(StringIO()):
        run_state_machine_as_test(seed(first_seed + number)(part), settings=_ANEW)
    return Witness.steps - before


if __name__ == "__main__":
    given = list(map(int, sys.argv[1:]))
    main(given[0] if given else _STEPS, given[1] if len(given) > 1 else SystemRandom().randrange(2**32))
