"""Dead-letter queue for messages that can never be processed: each goes there at once, with its reason."""

from typing import TYPE_CHECKING

from functions.domain.errors import Permanent
from functions.runtime.sqs.message import Message

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient
    from mypy_boto3_sqs.type_defs import MessageAttributeValueTypeDef

_MAX_DETAIL = 1000


class DeadLetterQueue:
    """One dead-letter queue. The attributes of a message explain it."""

    def __init__(self, sqs: "SQSClient", dlq_url: str) -> None:
        self._sqs, self._dlq_url = sqs, dlq_url

    def send(self, message: Message, reason: Permanent) -> None:
        self._sqs.send_message(
            QueueUrl=self._dlq_url,
            MessageBody=message.body,
            MessageAttributes={
                "error_code": _text(reason.code),
                "error_detail": _text(reason.detail[:_MAX_DETAIL]),
                "original_message_id": _text(message.id),
            },
        )


def _text(value: str) -> "MessageAttributeValueTypeDef":
    return {"DataType": "String", "StringValue": value}
