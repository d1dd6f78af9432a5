"""notify as Lambda runs it: batches of real messages in, the batch response and the log out, on moto."""

import json
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass, field
from datetime import datetime
from io import StringIO
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

from functions.notify import bootstrap
from functions.notify.handler import lambda_handler
from functions.runtime.observability import logger, metrics
from tests.builders import DECIDED_AT, HOLD, Json, body, sqs_batch, sqs_record
from tests.notify_stack import NotifyStack, environment_of, notify_stack

CONTEXT: Any = SimpleNamespace(
    function_name="notify",
    memory_limit_in_mb=512,
    invoked_function_arn="arn:aws:lambda:eu-west-1:123456789012:function:notify",
    aws_request_id="request-1",
    get_remaining_time_in_millis=lambda: 60_000,
)


@dataclass
class Function:
    """The function and its stack; `now` is its clock."""

    stack: NotifyStack
    now: datetime = DECIDED_AT + HOLD
    log: StringIO = field(default_factory=StringIO)

    def take(self, *messages: str | Json, queue: str = "Decisions") -> list[str]:
        """Sends the messages, hands them to the function as one batch, says which bodies it gave back."""
        records = [self._receive(queue, message if isinstance(message, str) else body(message)) for message in messages]
        metrics.clear_metrics()
        with redirect_stdout(self.log):
            response = lambda_handler(sqs_batch(*records), CONTEXT)
        bodies = {record["messageId"]: record["body"] for record in records}
        return [bodies[failure["itemIdentifier"]] for failure in response["batchItemFailures"]]

    def lines(self, message: str) -> list[Json]:
        """The log's lines with this message."""
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
        return [json.loads(line) for line in self.log.getvalue().splitlines() if line.startswith("{")]

    def _receive(self, queue: str, message: str) -> Json:
        url = self.stack.urls[queue]
        sent = self.stack.sqs.send_message(QueueUrl=url, MessageBody=message)
        (received,) = self.stack.sqs.receive_message(QueueUrl=url, VisibilityTimeout=360)["Messages"]
        record = sqs_record(message, message_id=sent["MessageId"], queue_arn=self.stack.arn(queue))
        return {**record, "receiptHandle": received["ReceiptHandle"]}


@contextmanager
def notify_function(**parameters: str) -> Iterator[Function]:
    """The function, deployed with the template's `parameters`; every log line at every level is kept."""
    with notify_stack() as stack, environment_of(stack, **parameters):
        function = Function(stack)
        everything = logging.StreamHandler(function.log)
        root, level = logging.getLogger(), logging.getLogger().level
        root.addHandler(everything)
        root.setLevel(logging.DEBUG)
        bootstrap.consumers.cache_clear()
        try:
            with patch.object(bootstrap, "_now", lambda: function.now), _logging_into(function.log):
                yield function
        finally:
            root.removeHandler(everything)
            root.setLevel(level)
            bootstrap.consumers.cache_clear()


@contextmanager
def _logging_into(log: StringIO) -> Iterator[Any]:
    handler: Any = logger.registered_handler
    stream, level = handler.setStream(log), logger.log_level
    logger.setLevel(logging.DEBUG)
    # Powertools read the service's name when they were imported, before there was a stack.
    with patch.object(metrics.provider, "service", os.environ["POWERTOOLS_SERVICE_NAME"]):
        yield
    logger.setLevel(level)
    handler.setStream(stream)
