"""Gives a message back to its queue for a time that fits the reason, not for the whole visibility timeout."""

import math
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord

from functions.domain.errors import Transient

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient

# Waits of 10, 40, 160, 640 … seconds: longer than a claim's lease after four, a day and a half with all ten receipts,
# so that a paused account or a spent quota does not end on the DLQ.
_FIRST_WAIT = timedelta(seconds=10)
_GROWTH = 4
_MOST_STEPS = 10
_JITTER = 0.25  # what was throttled together does not come back together
_LONGEST = timedelta(hours=11)  # SQS allows twelve hours since the message was received


class GivingBack:
    """One queue's visibility, message by message. `chance` gives numbers from 0 to 1."""

    def __init__(self, sqs: "SQSClient", queue_url: str, chance: Callable[[], float]) -> None:
        self._sqs, self._queue_url, self._chance = sqs, queue_url, chance

    def __call__(self, record: SQSRecord, reason: Transient) -> None:
        receipts = int(record.attributes.approximate_receive_count)
        backoff = _FIRST_WAIT * _GROWTH ** min(receipts - 1, _MOST_STEPS)
        wait = reason.after or backoff * (1 + _JITTER * self._chance())
        self._sqs.change_message_visibility(
            QueueUrl=self._queue_url,
            ReceiptHandle=record.receipt_handle,
            VisibilityTimeout=math.ceil(min(wait, _LONGEST).total_seconds()),
        )
