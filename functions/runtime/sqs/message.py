"""A message of a queue, as Lambda hands it over."""

from dataclasses import dataclass
from typing import Any, Self


@dataclass(frozen=True)
class Message:
    """One record of a batch. `receive_count`: how many times it was received, this one included."""

    id: str
    body: str
    receipt_handle: str
    receive_count: int

    @classmethod
    def of(cls, record: dict[str, Any]) -> Self:
        receive_count = int(record["attributes"]["ApproximateReceiveCount"])
        return cls(record["messageId"], record["body"], record["receiptHandle"], receive_count)
