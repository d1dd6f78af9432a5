"""The queue DueNotices: hints that a notice may be due, as its schedule gives them, and requests to the pool."""

from typing import TYPE_CHECKING

from functions.domain.notices.reference import NoticeRef

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient

    from functions.domain.pool.erased_profiles import ErasedProfiles
    from functions.domain.pool.link_request import LinkRequest


class DueNoticesQueue:
    def __init__(self, sqs: "SQSClient", queue_url: str) -> None:
        self._sqs, self._queue_url = sqs, queue_url

    def enqueue(self, ref: NoticeRef) -> None:
        """Put a notice on the queue."""
        self._send(str(ref))

    def enqueue_link(self, request: "LinkRequest") -> None:
        """Put a request for a link on the queue."""
        self._send(str(request))

    def enqueue_erased(self, erased: "ErasedProfiles") -> None:
        """Put profiles that were erased on the queue."""
        self._send(str(erased))

    def _send(self, body: str) -> None:
        self._sqs.send_message(QueueUrl=self._queue_url, MessageBody=body)
