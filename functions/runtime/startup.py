"""The end of a cold start."""

import gc
import sys

# Python's own is 0.005: each thread that waits for its turn wakes as often to ask for it.
_SWITCH_SECONDS = 0.05


def freeze_gc() -> None:
    """Exempt everything loaded so far from garbage collection, and restore the usual thresholds."""
    gc.freeze()
    gc.set_threshold(2_000, 10, 10)


def switch_threads_seldom() -> None:
    """Save what fifty threads that ask for their turn cost. They give it up by themselves with each call."""
    sys.setswitchinterval(_SWITCH_SECONDS)
