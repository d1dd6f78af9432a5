"""Interfaces that feedback needs of the world."""

from datetime import datetime
from typing import Protocol

from functions.domain.lean_dataclass import dataclass
from functions.domain.notices.notice import Entry, Notice
from functions.domain.notices.reference import NoticeRef
from functions.domain.notices.states import DeliveryStatus
from functions.domain.personal_data import EmailAddress


class DeliveryRecorder(Protocol):
    """Both give the notice as it is now, and whether anything was written."""

    def record_status(
        self,
        ref: NoticeRef,
        delivery_status: DeliveryStatus,
        entry: Entry,
        ses_message_id: str,
        attempt: str | None = None,
    ) -> tuple[Notice, bool]: ...
    def record_note(self, ref: NoticeRef, at: datetime, cause: str) -> tuple[Notice, bool]: ...


class DoNotContact(Protocol):
    def add(self, address: EmailAddress, cause: str, at: datetime) -> None: ...


@dataclass(frozen=True)
class Ports:
    delivery_events: DeliveryRecorder
    do_not_contact: DoNotContact
