"""One cold start: the seconds from this program's first line until a batch could be taken, and until one was done.

Run by path, isolated (`python -I`), with the artifact's folder and the contender's name as arguments, and the first
batch, as JSON, on standard input.
"""

import time

_BEGAN = time.perf_counter()

import os  # noqa: E402
import sys  # noqa: E402
from types import SimpleNamespace  # noqa: E402
from typing import Any  # noqa: E402


def notify() -> Any:
    from functions.notify import bootstrap, handler  # noqa: PLC0415

    bootstrap.consumers()
    return handler.lambda_handler


def canonical() -> Any:
    from bench.canonical import lambda_handler  # noqa: PLC0415

    return lambda_handler


def boto3() -> Any:
    import boto3  # noqa: PLC0415

    boto3.client("sesv2")
    boto3.client("dynamodb")
    return lambda _event, _context: {"batchItemFailures": []}


def main(folder: str, name: str) -> None:
    sys.path.insert(0, folder)
    handler = {"notify": notify, "canonical": canonical, "boto3": boto3}[name]()
    ready = time.perf_counter() - _BEGAN

    import json  # noqa: PLC0415

    # The handlers log to standard output.
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    names = ("function_name", "memory_limit_in_mb", "invoked_function_arn", "aws_request_id")
    context = SimpleNamespace(**dict.fromkeys(names, "bench"), get_remaining_time_in_millis=lambda: 150_000)
    event = json.load(sys.stdin)
    began = time.perf_counter()
    failed = len(handler(event, context)["batchItemFailures"])
    first = ready + time.perf_counter() - began
    print(json.dumps({"ready": ready, "first_batch": first, "failed": failed}), file=answers)


if __name__ == "__main__":
    main(*sys.argv[1:])
