"""Runs one handler as Lambda would, in a process of its own, and says what its batches took.

Run by path, isolated (`python -I`), with the artifact's folder and the handler's module as arguments. Says "ready";
then, for each line of standard input, a list of events as JSON, answers with one line of figures. An event is a batch
of messages, or an HTTP call.
"""

import importlib
import json
import os
import resource
import sys
import time
from pathlib import Path
from typing import Any

# Lambda's own limit for notify, all of it left.
_TIME_LEFT = 150_000
_OK = 200
_BYTES = 1 if sys.platform == "darwin" else 1024


class _Context:
    function_name = "notify"
    function_version = "1"
    memory_limit_in_mb = 512
    invoked_function_arn = "arn:aws:lambda:us-east-1:123456789012:function:notify"
    aws_request_id = "bench"

    def get_remaining_time_in_millis(self) -> int:
        return _TIME_LEFT


def run(handler: Any, events: list[Any]) -> dict[str, Any]:
    """Seconds of wall and CPU time, what failed, messages that came back, and this process's peak memory in bytes."""
    wall, cpu = time.perf_counter(), time.process_time()
    answers = [handler(event, _Context()) for event in events]
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    # An HTTP answer has no messages that came back, and a batch response no status.
    came_back = [failure["itemIdentifier"] for answer in answers for failure in answer.get("batchItemFailures", ())]
    refused = sum(answer.get("statusCode", _OK) != _OK for answer in answers)
    failed = len(came_back) + refused
    return {"wall": wall, "cpu": cpu, "failed": failed, "came_back": came_back, "peak_rss": peak_rss()}


def peak_rss() -> int:
    """Return the most bytes of memory that this process ever held.

    On Linux, `ru_maxrss` is that of the process that started this one, where that was more.
    """
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _BYTES
    (kibibytes,) = (line.split()[1] for line in status.read_text().splitlines() if line.startswith("VmHWM:"))
    return int(kibibytes) * 1024


def main(folder: str, module: str) -> None:
    # Logs and metrics are written as they would be, but not among the answers.
    answers = os.fdopen(os.dup(1), "w", buffering=1)
    os.dup2(2, 1)
    sys.path.insert(0, folder)
    handler = importlib.import_module(module).lambda_handler
    print("ready", file=answers)
    for line in sys.stdin:
        print(json.dumps(run(handler, json.loads(line))), file=answers)


if __name__ == "__main__":
    main(*sys.argv[1:])
