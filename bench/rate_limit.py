"""Four workers at one pace: the share of the rate that they reach together, and how near to the limit they come."""

import time
from bisect import bisect_left
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from math import ceil

from bench.contenders import Contender, environment
from bench.decisions import batches
from bench.processes import Seen, Stub, running_worker
from ops.terminal.failure import Failure

WORKERS = 4
WINDOW = 2.0
SIZE = 100


@dataclass(frozen=True)
class Paced:
    """`share` of the rate that was reached; `peak`: the fullest two seconds, as a part of what they may hold."""

    share: float
    peak: float
    sends: int


def measure(stub: Stub, contender: Contender, rate: int, seconds: float) -> Paced:
    """Measure the rate. Raises Failure where nothing is sent."""
    # Twice its part, so that no worker is ever out of work.
    work = [batches(ceil(2 * rate * seconds / WORKERS / SIZE) + 1, SIZE) for _ in range(WORKERS)]
    chosen = environment(stub.url, max_send_rate=str(rate))
    with ExitStack() as stack:
        workers = [stack.enter_context(running_worker(contender, chosen)) for _ in range(WORKERS)]
        # Warm, as the other figures are: the first call of a process takes a tenth of a second longer than the next.
        for worker in workers:
            worker.run(batches(1, 1))
        stub.take()
        for worker, its in zip(workers, work, strict=True):
            worker.ask(its)
        # Until every worker has long begun; the rest is cut off below.
        time.sleep(seconds + 2)
        seen = stub.take()
    return paced(_within(seen, seconds), rate)


def paced(sent_at: Sequence[float], rate: float) -> Paced:
    """Return the figures of sends at these moments, in seconds and in order."""
    share = (len(sent_at) - 1) / (sent_at[-1] - sent_at[0]) / rate
    return Paced(share, fullest(sent_at, WINDOW) / (WINDOW * rate), len(sent_at))


def fullest(moments: Sequence[float], window: float) -> int:
    """Return the largest number of moments in any half-open window."""
    return max(bisect_left(moments, begin + window) - n for n, begin in enumerate(moments))


def _within(seen: Seen, seconds: float) -> list[float]:
    moments = sorted(seen.sent_at)
    if len(moments) < 2:  # noqa: PLR2004
        raise Failure("The workers sent nothing", "their log: .local/logs/bench-notify.log")
    return [moment for moment in moments if moment <= moments[0] + seconds]
