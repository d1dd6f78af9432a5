"""A burst of 10,000 decisions that are all held: how long until each has its schedule, in a Region that throttles.

Run as `python -m bench.schedules`. What comes back is handed over again at once, where SQS would wait.
"""

import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from itertools import batched, chain
from typing import Any

from bench.contenders import contenders, environment
from bench.decisions import batches
from bench.processes import Worker, running_stub, running_worker
from bench.rate_limit import SIZE, WORKERS
from bench.stub.schedules import RATE
from ops.terminal.progress import say

_DECISIONS = 10_000
_HELD = {"NOTICE_HOLD": "PT24H"}

type Records = list[dict[str, Any]]


def main() -> int:
    ours, _ = contenders()
    records: Records = list(chain.from_iterable(batch["Records"] for batch in batches(_DECISIONS // SIZE, SIZE)))
    rounds = []
    with running_stub() as stub, ExitStack() as stack:
        chosen = {**environment(stub.url), **_HELD}
        workers = [stack.enter_context(running_worker(ours, chosen)) for _ in range(WORKERS)]
        began = time.monotonic()
        while records:
            records = _again(_take(workers, records), records)
            rounds.append(len(records))
        took = time.monotonic() - began
        answers = stub.take().scheduling
    say(f"{_DECISIONS:,} decisions, {WORKERS} workers, {RATE} schedules a second: {took:.1f} s")
    say(f"Came back after each round: {rounds}; the scheduler's answers: {dict(answers)}")
    return 0 if answers["made"] == _DECISIONS else 1


def _take(workers: list[Worker], records: Records) -> set[str]:
    """Return the ids of the messages that came back."""
    work: list[list[dict[str, Any]]] = [[] for _ in workers]
    for n, some in enumerate(batched(records, SIZE, strict=False)):
        work[n % len(workers)].append({"Records": list(some)})
    with ThreadPoolExecutor(len(workers)) as pool:
        return set().union(*pool.map(lambda worker, its: worker.take(its), workers, work))


def _again(came_back: set[str], records: Records) -> Records:
    return [_received_again(record) for record in records if record["messageId"] in came_back]


def _received_again(record: dict[str, Any]) -> dict[str, Any]:
    receipts = int(record["attributes"]["ApproximateReceiveCount"]) + 1
    return {**record, "attributes": {"ApproximateReceiveCount": str(receipts)}}


if __name__ == "__main__":
    sys.exit(main())
