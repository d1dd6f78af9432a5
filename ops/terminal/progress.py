"""Progress: one line per step, with the time it took."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from ops.terminal.failure import Failure

# Seconds. The one limit of everything that is waited for, here and in the tests: far beyond what the slowest machine
# needs, so that reaching it means that something is broken.
PATIENCE = 300
_WIDTH = 64
_POLL_SECONDS = 0.05


def say(line: str) -> None:
    """Print a line at once, even into a pipe."""
    print(line, flush=True)


@contextmanager
def step(what: str) -> Iterator[None]:
    """Print `what` when the step starts and, when it ends, its seconds, or that it failed or was stopped."""
    print(f"{what + ' ':.<{_WIDTH}} ", end="", flush=True)
    began = time.monotonic()
    try:
        yield
    except Exception:
        say("failed")
        raise
    except BaseException:
        # Ctrl-C and SIGTERM: somebody wanted it to end.
        say("stopped")
        raise
    say(f"{time.monotonic() - began:5.1f} s")


def wait_until(condition: Callable[[], bool], *, otherwise: Callable[[], Failure], seconds: float = PATIENCE) -> None:
    """Poll `condition` until it holds. Raise `otherwise()` if it does not within `seconds`."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise otherwise()
        time.sleep(_POLL_SECONDS)
