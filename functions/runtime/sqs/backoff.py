"""Exponential back-off by visibility timeout: a message returns after a delay that fits its reason.

Without it, each would wait for the whole visibility timeout of its queue.
"""

import math
from collections.abc import Callable, Sequence
from datetime import timedelta
from itertools import batched
from typing import TYPE_CHECKING

from functions.domain.errors import CircuitOpen, Stopped, Transient
from functions.runtime.sqs.message import Message

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient

# The first wait, and how it grows. The first kind that fits counts.
_STEPS = (
    # A provider that accepts nothing at the moment: 1, 2, 4 … minutes, 17 hours with all ten receives.
    (CircuitOpen, timedelta(minutes=1), 2),
    # A spent quota or a paused account takes hours: half an hour, one, two, four … two and a half days.
    (Stopped, timedelta(minutes=30), 2),
    # 10, 40, 160, 640 … seconds: longer than a claim's lease after four, a day and a half after all of them.
    (Transient, timedelta(seconds=10), 4),
)
_MAX_STEPS = 10
_JITTER = 0.25  # what was throttled together does not come back together
_MAX_DELAY = timedelta(hours=11)  # SQS allows twelve hours since the message was received
_MAX_BATCH = 10  # messages in one call


class VisibilityBackoff:
    """Back-off of one queue's messages. `random` returns numbers from 0 to 1."""

    def __init__(self, sqs: "SQSClient", queue_url: str, random: Callable[[], float]) -> None:
        self._sqs, self._queue_url, self._random = sqs, queue_url, random

    def apply(self, messages: Sequence[tuple[Message, Transient]]) -> None:
        """Set the delay of each message by its reason."""
        for batch in batched(messages, _MAX_BATCH, strict=False):
            self._sqs.change_message_visibility_batch(
                QueueUrl=self._queue_url,
                Entries=[
                    {
                        "Id": str(n),
                        "ReceiptHandle": message.receipt_handle,
                        "VisibilityTimeout": self._delay(message, reason),
                    }
                    for n, (message, reason) in enumerate(batch)
                ],
            )

    def _delay(self, message: Message, reason: Transient) -> int:
        base, multiplier = next((base, by) for kind, base, by in _STEPS if isinstance(reason, kind))
        backoff = base * multiplier ** min(message.receive_count - 1, _MAX_STEPS)
        delay = reason.after or backoff * (1 + _JITTER * self._random())
        return math.ceil(min(delay, _MAX_DELAY).total_seconds())
