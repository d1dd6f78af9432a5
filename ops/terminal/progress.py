"""One line per step, with the time it took."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from ops.terminal.failure import Failure

_WIDTH = 64
_BETWEEN_LOOKS = 0.05


def say(line: str) -> None:
    print(line, flush=True)


@contextmanager
def step(what: str) -> Iterator[None]:
    """Prints `what` when it starts and its seconds, or that it failed, when it ends."""
    print(f"{what + ' ':.<{_WIDTH}} ", end="", flush=True)
    began = time.monotonic()
    try:
        yield
    except BaseException:
        say("failed")
        raise
    say(f"{time.monotonic() - began:5.1f} s")


def wait_until(condition: Callable[[], bool], *, seconds: float, otherwise: Callable[[], Failure]) -> None:
    """Looks at `condition` until it holds. Raises `otherwise()` if it does not within `seconds`."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise otherwise()
        time.sleep(_BETWEEN_LOOKS)
