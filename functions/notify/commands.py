"""Commands: what a message asks notify to do."""

from datetime import datetime
from functools import cached_property

from functions.domain.decisions.adjustments import Adjustment
from functions.domain.decisions.events import CandidateErased, DecisionEvent
from functions.domain.decisions.parse import parse_event
from functions.domain.lean_dataclass import dataclass
from functions.domain.notices.person import candidate_key
from functions.domain.notices.reference import Application, NoticeRef
from functions.domain.pool.erased_profiles import ErasedProfiles
from functions.domain.pool.link_request import LinkRequest
from functions.runtime.sqs.message import Message


@dataclass(frozen=True)
class Command:
    """A request to act on an event, to look at a notice that is due, to send somebody their link, or to end letters.

    `is_first_delivery`: the message was never received before. `adjustments`: what was left out or repaired in it.
    `sent_at`: when its publisher sent it.
    """

    request: DecisionEvent | NoticeRef | LinkRequest | ErasedProfiles
    unknown_fields: int = 0
    is_first_delivery: bool = True
    sent_at: datetime | None = None
    adjustments: tuple[Adjustment, ...] = ()

    @cached_property
    def notice_ref(self) -> NoticeRef | None:
        """The notice at which to begin to look; None: the command is about no single application."""
        match self.request:
            case NoticeRef() as ref:
                return ref
            case CandidateErased() | LinkRequest() | ErasedProfiles():
                return None
            case event:
                return Application(event.source, event.data.application_id).first

    @cached_property
    def group_key(self) -> str:
        """The application, or the candidate, that only one command at a time may change."""
        if isinstance(self.request, LinkRequest | ErasedProfiles):
            return str(self.request)
        if isinstance(self.request, CandidateErased):
            return candidate_key(self.request.source, self.request.data.candidate.id)
        return self.notice_ref.application if self.notice_ref else ""

    def log_keys(self) -> dict[str, str]:
        """Return what identifies the case in the log, and leads to nobody."""
        match self.request:
            case NoticeRef() as ref:
                return {"notice": str(ref)}
            # Of a person alone there is no key that the log could have: a digest leads back to whoever knows the id.
            case CandidateErased() | LinkRequest() | ErasedProfiles():
                return {}
            case event:
                return {"application_id": event.data.application_id}


def parse_decision(message: Message) -> Command:
    """Parse a message of the queue Decisions. Raises Permanent."""
    intake = parse_event(message.body)
    is_first = message.receive_count == 1
    return Command(intake.event, intake.unknown_fields, is_first, message.sent_at, intake.adjustments)


def parse_due_notice(message: Message) -> Command:
    """Parse a message of the queue DueNotices. Raises Permanent."""
    if LinkRequest.is_one(message.body):
        return Command(LinkRequest.parse(message.body))
    if ErasedProfiles.is_one(message.body):
        return Command(ErasedProfiles.parse(message.body))
    return Command(NoticeRef.parse(message.body))
