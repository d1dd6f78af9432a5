"""The end of a cold start."""

import gc


def freeze_gc() -> None:
    """What is there now stays: the garbage collector looks at what is new only, and as often as usual."""
    gc.freeze()
    gc.set_threshold(2_000, 10, 10)
