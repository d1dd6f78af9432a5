"""A batch of one queue in: each message is read, what they ask for is done together, and each comes to its own end."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from functions.delivery.outcome import Result
from functions.domain.decisions.parse import parse_event
from functions.domain.notices.notice import NoticeRef
from functions.notify.commands import Message, Work
from functions.notify.pipeline import tell
from functions.notify.ports import Ports
from functions.runtime.gather import capture, capture_each
from functions.runtime.sqs.batch_response import End, Ends


def read_decision(message: Message) -> Work:
    """Raises Permanent."""
    intake = parse_event(message.body)
    return Work(intake.event, intake.unknown_fields, is_first=message.receipts == 1)


def read_due(message: Message) -> Work:
    """Raises Permanent."""
    return Work(NoticeRef.parse(message.body))


@dataclass(frozen=True)
class Consumer:
    """One queue's messages: how they are read, and where they end."""

    read: Callable[[Message], Work]
    ports: Ports
    ends: Ends

    def take(self, records: Iterable[dict[str, Any]], deadline: datetime) -> list[str]:
        """The ids of the messages that did not come to their end. No mail is sent after `deadline`."""
        messages = [Message.of(record) for record in records]
        works = capture_each(self.read, messages)
        told = iter(self._tell([work for work in works if isinstance(work, Work)], deadline))
        return self.ends.meet(
            [
                End(message, work, next(told)) if isinstance(work, Work) else End(message, None, work)
                for message, work in zip(messages, works, strict=True)
            ]
        )

    def _tell(self, works: list[Work], deadline: datetime) -> list[Result]:
        results = capture(partial(tell, ports=self.ports, deadline=deadline), works)
        return [results] * len(works) if isinstance(results, Exception) else results
