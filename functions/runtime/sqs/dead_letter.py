"""Puts a message that can never be processed on a dead-letter queue at once, with its reason."""

from typing import TYPE_CHECKING

from functions.domain.errors import Permanent

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient
    from mypy_boto3_sqs.type_defs import MessageAttributeValueTypeDef

_LONGEST_DETAIL = 1000


class DeadLetterQueue:
    """The DLQ, as a place to keep messages with attributes that explain them."""

    def __init__(self, sqs: "SQSClient", dlq_url: str) -> None:
        self._sqs, self._dlq_url = sqs, dlq_url

    def keep(self, body: str, message_id: str, reason: Permanent) -> None:
        self._sqs.send_message(
            QueueUrl=self._dlq_url,
            MessageBody=body,
            MessageAttributes={
                "error_code": _text(reason.code),
                "error_detail": _text(reason.detail[:_LONGEST_DETAIL]),
                "original_message_id": _text(message_id),
            },
        )


def _text(value: str) -> "MessageAttributeValueTypeDef":
    return {"DataType": "String", "StringValue": value}
