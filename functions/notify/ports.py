"""What the service needs of the world, as small interfaces."""

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from functions.domain.decision import Rejection
from functions.domain.notice import Claiming, Mark, Notice, NoticeRef, State
from functions.domain.personal import EmailAddress
from functions.notify.mail import Mail


class Ledger(Protocol):
    """A single change returns the notice as it is afterwards, or None where its condition did not hold."""

    def get(self, ref: NoticeRef) -> Notice | None: ...
    def get_many(self, refs: Iterable[NoticeRef]) -> dict[NoticeRef, Notice]: ...
    def open(self, notice: Notice, at: datetime) -> Notice | None: ...
    def claim_all(self, claimings: Sequence[Claiming]) -> list[bool]: ...
    def mark_all(self, marks: Sequence[Mark]) -> list[bool]: ...
    def suppress(self, ref: NoticeRef, at: datetime, cause: str) -> Notice | None: ...
    def take_back(self, ref: NoticeRef, rescinded_at: datetime, at: datetime) -> Notice | None: ...
    def close(self, ref: NoticeRef, rescinded_at: datetime, at: datetime, state: State) -> Notice | None: ...
    def note_later(
        self, ref: NoticeRef, later: Rejection, at: datetime, state: State, seen: Rejection | None
    ) -> Notice | None: ...


class DoNotContact(Protocol):
    def among(self, addresses: Iterable[EmailAddress], now: datetime) -> dict[EmailAddress, str]: ...


class Mailer(Protocol):
    def send(self, mail: Mail, ref: NoticeRef) -> str: ...


class Scheduler(Protocol):
    def schedule(self, ref: NoticeRef, due_at: datetime) -> None: ...


class Pace(Protocol):
    """The moments at which mails may go out. `most`: how many to reserve at a time."""

    @property
    def most(self) -> int: ...
    def reserve(self, count: int, deadline: datetime) -> Callable[[int], None]:
        """Waits for the n-th of `count` moments, from 0. Raises Transient where the last is after `deadline`.

        Returns when the first is near.
        """
        ...


@dataclass(frozen=True)
class Ports:
    """`claim_lease`: after it, a claim's worker is certainly dead. `pool`: where sends wait side by side."""

    ledger: Ledger
    do_not_contact: DoNotContact
    mailer: Mailer
    scheduler: Scheduler
    pace: Pace
    pool: Executor
    compose: Callable[[Notice, Rejection, datetime], Mail]
    due_at: Callable[[Rejection, datetime], datetime]
    now: Callable[[], datetime]
    new_id: Callable[[], str]
    claim_lease: timedelta
