"""A message of a queue, as Lambda hands it over."""

from datetime import UTC, datetime
from typing import Any, Self

from functions.domain.lean_dataclass import dataclass


@dataclass(frozen=True)
class Message:
    """One record of a batch. `receive_count`: how many times it was received, this one included.

    `sent_at`: when it was put on the queue, the same at every receipt.
    """

    id: str
    body: str
    receipt_handle: str
    receive_count: int
    sent_at: datetime | None = None

    @classmethod
    def of(cls, record: dict[str, Any]) -> Self:
        attributes = record["attributes"]
        receive_count, sent_at = int(attributes["ApproximateReceiveCount"]), _moment(attributes.get("SentTimestamp"))
        return cls(record["messageId"], record["body"], record["receiptHandle"], receive_count, sent_at)


def _moment(milliseconds: str | None) -> datetime | None:
    return datetime.fromtimestamp(int(milliseconds) / 1000, UTC) if milliseconds else None
