"""What a function writes while it runs on this machine: its log at every level, and its metrics."""

import json
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

from functions.runtime.observability import logger, metrics
from tests.builders import Json


class FunctionLog(StringIO):
    """Everything that was written."""

    def lines(self, message: str) -> list[Json]:
        """The lines with this message."""
        return [line for line in self._json_lines() if line.get("message") == message]

    def metrics(self) -> dict[str, float]:
        """The sum of each metric that was written."""
        sums: dict[str, float] = {}
        for line in self._json_lines():
            for metric in line.get("_aws", {}).get("CloudWatchMetrics", [{}])[0].get("Metrics", []):
                values = line[metric["Name"]]
                sums[metric["Name"]] = sums.get(metric["Name"], 0) + sum(values)
        return sums

    def _json_lines(self) -> list[Json]:
        return [json.loads(line) for line in self.getvalue().splitlines() if line.startswith("{")]


def context(function: str, seconds: int = 60) -> Any:
    """Lambda's context object; `seconds` are left."""
    return SimpleNamespace(
        function_name=function,
        memory_limit_in_mb=512,
        invoked_function_arn=f"arn:aws:lambda:eu-west-1:123456789012:function:{function}",
        aws_request_id="request-1",
        get_remaining_time_in_millis=lambda: seconds * 1000,
    )


@contextmanager
def everything_logged(log: FunctionLog) -> Iterator[None]:
    """Every line at every level of every library goes into `log`. Inside the function's environment."""
    libraries = logging.StreamHandler(log)
    root, level = logging.getLogger(), logging.getLogger().level
    root.addHandler(libraries)
    root.setLevel(logging.DEBUG)
    try:
        with _our_own(log):
            yield
    finally:
        root.removeHandler(libraries)
        root.setLevel(level)


@contextmanager
def _our_own(log: FunctionLog) -> Iterator[None]:
    handler: Any = logger.registered_handler
    stream, level = handler.setStream(log), logger.log_level
    logger.setLevel(logging.DEBUG)
    # Powertools read the service's name when they were imported, before there was a stack.
    with patch.object(metrics.provider, "service", os.environ["POWERTOOLS_SERVICE_NAME"]):
        yield
    logger.setLevel(level)
    handler.setStream(stream)
