"""notify as Lambda runs it: batches of real messages in, the batch response and the log out, on moto."""

from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass, field
from datetime import datetime
from unittest.mock import patch

from functions.notify import bootstrap
from functions.notify.handler import lambda_handler
from functions.runtime.observability import metrics
from tests.builders import DECIDED_AT, HOLD, Json, body, sqs_batch, sqs_record
from tests.handlers.function_log import FunctionLog, context, everything_logged
from tests.notify_stack import NotifyStack, environment_of, notify_stack

CONTEXT = context("notify")


@dataclass
class Function:
    """The function and its stack; `now` is its clock."""

    stack: NotifyStack
    now: datetime = DECIDED_AT + HOLD
    log: FunctionLog = field(default_factory=FunctionLog)

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
        return self.log.lines(message)

    def metrics(self) -> dict[str, float]:
        """The sum of each metric that was written."""
        return self.log.metrics()

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
        bootstrap.consumers.cache_clear()
        try:
            with patch.object(bootstrap, "_now", lambda: function.now), everything_logged(function.log):
                yield function
        finally:
            bootstrap.consumers.cache_clear()
