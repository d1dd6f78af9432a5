"""Batch consumer of SES's events: each is recorded, dead-lettered with its reason, or returned to the queue."""

from functools import partial
from typing import Any

from functions.domain.lean_dataclass import dataclass
from functions.feedback.outcome import EventOutcome
from functions.feedback.ports import Ports
from functions.feedback.record import record
from functions.mail.ses_events import MailEvent, is_topic_validation, parse_mail_event
from functions.runtime import metrics
from functions.runtime.gather import capture
from functions.runtime.sqs.batch_response import BatchResponse, MessageResult, MetricNames
from functions.runtime.sqs.message import Message

METRIC_NAMES = MetricNames(
    dead_lettered=metrics.EVENT_DEAD_LETTERED,
    retried=metrics.EVENT_RETRIED,
    failed=metrics.EVENT_FAILED,
    dead_lettered_by_code={"unknown_notice": metrics.EVENT_OF_UNKNOWN_NOTICE},
)


@dataclass(frozen=True)
class EventConsumer:
    ports: Ports
    response: BatchResponse

    def handle(self, records: list[dict[str, Any]]) -> list[str]:
        """Return the ids of the messages that must return to the queue."""
        return self.response.finish([self._consume(Message.of(each)) for each in records])

    def _consume(self, message: Message) -> MessageResult:
        if is_topic_validation(message.body):
            return MessageResult(message, EventOutcome.TOPIC_VALIDATION)
        event = capture(parse_mail_event, message.body)
        if not isinstance(event, MailEvent):
            return MessageResult(message, event)
        return MessageResult(message, capture(partial(record, ports=self.ports), event), _log_keys(event))


def _log_keys(event: MailEvent) -> dict[str, str]:
    return {"kind": event.kind, **({"notice": str(event.ref)} if event.ref else {})}
