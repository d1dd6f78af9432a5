"""Batch consumer of one queue: messages are parsed, their commands are processed together, and each is finished."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from functions.domain.lean_dataclass import dataclass
from functions.notify.commands import Command
from functions.notify.outcome import Result
from functions.notify.pipeline import process
from functions.notify.ports import Ports
from functions.runtime import aws, metrics
from functions.runtime.gather import capture, capture_each
from functions.runtime.observability import count, logger
from functions.runtime.sqs.batch_response import BatchResponse, MessageResult
from functions.runtime.sqs.message import Message

# Worst-case time to finish the sends in flight and record them.
WORST_CASE_FINISH = timedelta(seconds=aws.WORST_CASE_FINISH)


@dataclass(frozen=True)
class BatchConsumer:
    """One queue's messages: how they are parsed, and how they end."""

    parse: Callable[[Message], Command]
    ports: Ports
    response: BatchResponse

    def handle(self, records: Iterable[dict[str, Any]], time_left: timedelta) -> list[str]:
        """Return the ids of the messages that must return to the queue. `time_left`: of the invocation."""
        # After the deadline no email is handed over, so that the result of the last one is still written down.
        deadline = self.ports.delivery.now() + time_left - WORST_CASE_FINISH
        messages = [Message.of(record) for record in records]
        parsed = capture_each(self.parse, messages)
        commands = [command for command in parsed if isinstance(command, Command)]
        processed = iter(self._process(commands, deadline))
        _report_inputs(commands)
        return self.response.finish(
            [
                MessageResult(message, next(processed), command.log_keys())
                if isinstance(command, Command)
                else MessageResult(message, command)
                for message, command in zip(messages, parsed, strict=True)
            ]
        )

    def _process(self, commands: list[Command], deadline: datetime) -> list[Result]:
        # What stops the whole batch is the result of each command: then none of their messages is taken for done.
        results = capture(partial(process, ports=self.ports, deadline=deadline), commands)
        return [results] * len(commands) if isinstance(results, Exception) else results


def _report_inputs(commands: Sequence[Command]) -> None:
    """Count and log, without any value, what the messages had that was not used as it came."""
    if unknown_fields := sum(command.unknown_fields for command in commands):
        count(metrics.UNKNOWN_FIELDS, unknown_fields)
    for kind, times in Counter(adjustment.kind for command in commands for adjustment in command.adjustments).items():
        count(kind.value, times)
    for command in commands:
        if command.adjustments:
            adjusted = {adjustment.field: adjustment.kind.name for adjustment in command.adjustments}
            logger.warning("values adjusted", extra={"adjusted": adjusted, **command.log_keys()})
