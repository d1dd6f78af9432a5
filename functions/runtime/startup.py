"""The end of a cold start."""

import gc


def freeze_gc() -> None:
    """Freeze all objects allocated so far and restore the thresholds of the garbage collector."""
    gc.freeze()
    gc.set_threshold(2_000, 10, 10)
