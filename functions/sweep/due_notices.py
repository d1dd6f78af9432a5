"""Puts a notice on DueNotices, as the schedule that got lost would have."""

from typing import TYPE_CHECKING

from functions.domain.notices.notice import NoticeRef

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient


class DueNoticesQueue:
    def __init__(self, sqs: "SQSClient", queue_url: str) -> None:
        self._sqs, self._queue_url = sqs, queue_url

    def __call__(self, ref: NoticeRef) -> None:
        self._sqs.send_message(QueueUrl=self._queue_url, MessageBody=str(ref))
