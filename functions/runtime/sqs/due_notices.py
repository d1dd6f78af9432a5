"""The queue DueNotices: a hint that a notice may be due, as its schedule would give it."""

from typing import TYPE_CHECKING

from functions.domain.notices.reference import NoticeRef

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient


class DueNoticesQueue:
    def __init__(self, sqs: "SQSClient", queue_url: str) -> None:
        self._sqs, self._queue_url = sqs, queue_url

    def enqueue(self, ref: NoticeRef) -> None:
        """Put a notice on the queue."""
        self._sqs.send_message(QueueUrl=self._queue_url, MessageBody=str(ref))
