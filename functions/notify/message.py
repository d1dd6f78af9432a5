"""A message of a queue, as Lambda hands it over, and what it asks for."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Self

from functions.domain.decision import DecisionEvent
from functions.domain.notice import NoticeRef


@dataclass(frozen=True)
class Message:
    """One record of a batch. `receipts`: how many times it was received, this one included."""

    id: str
    body: str
    receipt_handle: str
    receipts: int

    @classmethod
    def of(cls, record: dict[str, Any]) -> Self:
        receipts = int(record["attributes"]["ApproximateReceiveCount"])
        return cls(record["messageId"], record["body"], record["receiptHandle"], receipts)


@dataclass(frozen=True)
class Work:
    """What a message asks for: to act on an event, or to look at a notice that is due."""

    asked: DecisionEvent | NoticeRef
    unknown_fields: int = 0

    @cached_property
    def first(self) -> NoticeRef:
        """The notice at which to begin to look."""
        if isinstance(self.asked, NoticeRef):
            return self.asked
        return NoticeRef.of(self.asked.source, self.asked.data.application_id)

    def describe(self) -> dict[str, str]:
        """For the log: what identifies the case, and nobody."""
        if isinstance(self.asked, NoticeRef):
            return {"notice": str(self.asked)}
        return {"application_id": self.asked.data.application_id}
