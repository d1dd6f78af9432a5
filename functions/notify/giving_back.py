"""Gives a message back to its queue for a time that fits the reason, not for the whole visibility timeout."""

import math
from datetime import timedelta
from typing import TYPE_CHECKING

from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord

from functions.domain.errors import Transient

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient

# Four waits of 10, 40, 160 and 640 seconds: longer than a claim's lease before the fifth and last receipt.
_FIRST_WAIT = timedelta(seconds=10)
_GROWTH = 4
_MOST_STEPS = 10
_LONGEST = timedelta(hours=11)  # SQS allows twelve hours since the message was received


class GivingBack:
    """One queue's visibility, message by message."""

    def __init__(self, sqs: "SQSClient", queue_url: str) -> None:
        self._sqs, self._queue_url = sqs, queue_url

    def __call__(self, record: SQSRecord, reason: Transient) -> None:
        receipts = int(record.attributes.approximate_receive_count)
        wait = reason.after or _FIRST_WAIT * _GROWTH ** min(receipts - 1, _MOST_STEPS)
        self._sqs.change_message_visibility(
            QueueUrl=self._queue_url,
            ReceiptHandle=record.receipt_handle,
            VisibilityTimeout=math.ceil(min(wait, _LONGEST).total_seconds()),
        )
