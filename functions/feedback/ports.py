"""Interfaces that feedback needs of the world."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from functions.domain.lean_dataclass import dataclass
from functions.domain.notices.notice import Entry, Notice
from functions.domain.notices.reference import NoticeRef
from functions.domain.notices.states import DeliveryStatus
from functions.domain.personal_data import EmailAddress
from functions.domain.pool.membership import Member, OptIn, Withdrawal


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


class ComplainersPool(Protocol):
    """The talent pool. `withdraw` returns False where another call was recorded first."""

    def get(self, candidate: str) -> Member | None: ...
    def mailbox(self, employer: str, email: EmailAddress) -> str: ...
    def at_mailbox(self, mailbox: str) -> list[Member]: ...
    def withdraw(self, endings: Sequence[tuple[Withdrawal, OptIn]], method: str = ...) -> bool: ...


@dataclass(frozen=True)
class Ports:
    delivery_events: DeliveryRecorder
    do_not_contact: DoNotContact
    pool: ComplainersPool
