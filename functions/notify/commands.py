"""A message of a queue, as Lambda hands it over, and what it asks for."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Self

from functions.domain.decisions.events import CandidateErased, DecisionEvent
from functions.domain.notices.application import Application
from functions.domain.notices.notice import NoticeRef
from functions.domain.notices.person import candidate_key


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
    """What a message asks for: to act on an event, or to look at a notice that is due.

    `is_first`: the message was never received before.
    """

    asked: DecisionEvent | NoticeRef
    unknown_fields: int = 0
    is_first: bool = True

    @cached_property
    def first(self) -> NoticeRef | None:
        """The notice at which to begin to look; None: it is about no single application."""
        match self.asked:
            case NoticeRef() as ref:
                return ref
            case CandidateErased():
                return None
            case event:
                return Application(event.source, event.data.application_id).first

    @property
    def about(self) -> str:
        """What may be changed by one worker at a time: an application, or a candidate."""
        if isinstance(self.asked, CandidateErased):
            return candidate_key(self.asked.source, self.asked.data.candidate.id)
        return self.first.application if self.first else ""

    def describe(self) -> dict[str, str]:
        """For the log: what identifies the case, and nobody."""
        match self.asked:
            case NoticeRef() as ref:
                return {"notice": str(ref)}
            case CandidateErased():
                return {"candidate": self.about}
            case event:
                return {"application_id": event.data.application_id}
