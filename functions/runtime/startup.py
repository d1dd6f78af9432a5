"""The end of a cold start."""

import gc


def freeze_gc() -> None:
    """Exempt everything loaded so far from garbage collection, and restore the usual thresholds."""
    gc.freeze()
    gc.set_threshold(2_000, 10, 10)
