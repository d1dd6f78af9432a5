"""New histories, until a million steps are done (`make soak`); ends at the first broken promise.

A step is a moment in a worker's life, before or after one call. Run as `python -m tests.simulation.soak [STEPS]`.
"""

import sys
import time

from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test

from tests.simulation.witness import Witness
from tests.simulation.world import SecondChance, Telling

_STEPS = 1_000_000
_HISTORIES = 1000
_ANEW = settings(max_examples=_HISTORIES, stateful_step_count=40, deadline=None, database=None, derandomize=False)


def main(steps: int) -> None:
    began, histories = time.monotonic(), 0
    while Witness.steps < steps:
        for world in (Telling, SecondChance):
            run_state_machine_as_test(world, settings=_ANEW)
            histories += _HISTORIES
        took = time.monotonic() - began
        print(f"{Witness.steps:>10,} steps in about {histories:,} histories, {took:.0f} s", flush=True)  # noqa: T201


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else _STEPS)
