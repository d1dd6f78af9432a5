"""What the service needs of the world, as small interfaces."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from functions.domain.decision import Rejection
from functions.domain.notice import Claim, Entry, Notice, NoticeRef, State
from functions.notify.mail import Mail


class Ledger(Protocol):
    """Each change returns the notice as it is afterwards, or None where its condition did not hold."""

    def get(self, ref: NoticeRef) -> Notice | None: ...
    def open(self, notice: Notice, at: datetime) -> Notice | None: ...
    def claim(self, ref: NoticeRef, claim: Claim) -> Notice | None: ...
    def settle(self, ref: NoticeRef, claim: Claim, end: Entry, ses_message_id: str | None = None) -> Notice | None: ...
    def release(self, ref: NoticeRef, claim: Claim, at: datetime, cause: str) -> Notice | None: ...
    def suppress(self, ref: NoticeRef, at: datetime, cause: str) -> Notice | None: ...
    def take_back(self, ref: NoticeRef, rescinded_at: datetime, at: datetime) -> Notice | None: ...
    def close(self, ref: NoticeRef, rescinded_at: datetime, at: datetime, state: State) -> Notice | None: ...
    def note_later(
        self, ref: NoticeRef, later: Rejection, at: datetime, state: State, seen: Rejection | None
    ) -> Notice | None: ...


class Mailer(Protocol):
    def send(self, mail: Mail, ref: NoticeRef) -> str: ...


class Scheduler(Protocol):
    def schedule(self, ref: NoticeRef, due_at: datetime) -> None: ...


@dataclass(frozen=True)
class Ports:
    """`claim_lease`: after it, a claim's worker is certainly dead."""

    ledger: Ledger
    mailer: Mailer
    scheduler: Scheduler
    compose: Callable[[Notice, Rejection, datetime], Mail]
    due_at: Callable[[Rejection, datetime], datetime]
    now: Callable[[], datetime]
    new_id: Callable[[], str]
    claim_lease: timedelta
