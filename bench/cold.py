"""One cold start: the seconds from this program's first line until it was ready, and until its first event was done.

Run by path, isolated (`python -I`), with the artifact's folder and the contender's name as arguments, and the first
event, as JSON, on standard input.
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


def optin() -> Any:
    from functions.optin import bootstrap, handler  # noqa: PLC0415

    bootstrap.ports()
    return handler.lambda_handler


def canonical() -> Any:
    from bench.canonical import lambda_handler  # noqa: PLC0415

    return lambda_handler


def boto3() -> Any:
    return _clients("sesv2", "dynamodb")


def boto3_of_optin() -> Any:
    return _clients("secretsmanager", "dynamodb")


def _clients(*services: str) -> Any:
    import boto3  # noqa: PLC0415

    # Its stubs know a client for each literal name only.
    make: Any = boto3.client
    for service in services:
        make(service)
    return lambda _event, _context: {"batchItemFailures": []}


_CONTENDERS = {start.__name__: start for start in (notify, optin, canonical, boto3, boto3_of_optin)}


def main(folder: str, name: str) -> None:
    sys.path.insert(0, folder)
    handler = _CONTENDERS[name]()
    ready = time.perf_counter() - _BEGAN

    import json  # noqa: PLC0415

    # The handlers log to standard output.
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    names = ("function_name", "memory_limit_in_mb", "invoked_function_arn", "aws_request_id")
    context = SimpleNamespace(**dict.fromkeys(names, "bench"), get_remaining_time_in_millis=lambda: 150_000)
    event = json.load(sys.stdin)
    began = time.perf_counter()
    answer = handler(event, context)
    done = ready + time.perf_counter() - began
    # A batch response has no status, and an HTTP answer no messages that came back.
    failed = bool(answer.get("batchItemFailures")) or answer.get("statusCode", 200) != 200  # noqa: PLR2004
    print(json.dumps({"ready": ready, "done": done, "failed": failed}), file=answers)


if __name__ == "__main__":
    main(*sys.argv[1:])
