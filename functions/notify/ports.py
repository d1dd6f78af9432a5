"""What the service needs of the world, as small interfaces."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

from functions.domain.decisions.rejection import Rejection
from functions.domain.employers.policy import Brake
from functions.domain.notices.application import Application
from functions.domain.notices.brake import Burst, WordingRollout
from functions.domain.notices.notice import Claiming, Mark, Notice, NoticeRef
from functions.domain.notices.person import Person
from functions.domain.notices.revocation import Revocation
from functions.domain.notices.states import State
from functions.domain.personal_data import EmailAddress
from functions.domain.timing.slots import Slot
from functions.mail.message import Mail


class Ledger(Protocol):
    """A single change returns the notice as it is afterwards, or None where its condition did not hold."""

    def get(self, ref: NoticeRef) -> Notice | None: ...
    def get_many(self, refs: Iterable[NoticeRef]) -> dict[NoticeRef, Notice]: ...
    def open(self, notice: Notice, at: datetime) -> Notice | None: ...
    def claim_all(self, mails: Sequence[Sequence[Claiming]]) -> list[bool]: ...
    def mark_all(self, marks: Sequence[Mark]) -> list[bool]: ...
    def suppress(self, ref: NoticeRef, at: datetime, cause: str) -> Notice | None: ...
    def hold_back(self, ref: NoticeRef, at: datetime, review_reason: str) -> Notice | None: ...
    def take_back(self, ref: NoticeRef, back: Revocation, at: datetime) -> Notice | None: ...
    def close(self, ref: NoticeRef, back: Revocation, at: datetime, state: State) -> Notice | None: ...
    def erase(self, notice: Notice, at: datetime) -> Notice | None: ...
    def remember_repeat(
        self, ref: NoticeRef, later: Rejection, at: datetime, state: State, seen: Rejection | None
    ) -> Notice | None: ...


class People(Protocol):
    def register(self, applications: Mapping[str, frozenset[Application]], at: datetime) -> dict[str, Person]: ...
    def get_many(self, keys: Iterable[str]) -> dict[str, Person]: ...
    def close(self, key: str, back: Revocation, at: datetime) -> Person: ...


class Bursts(Protocol):
    def count(self, burst: str, jobs: Counter[str], old: int, at: datetime) -> Burst: ...
    def read(self, bursts: Iterable[str], version: str) -> tuple[dict[str, Burst], WordingRollout | None]: ...
    def count_rollout(self, version: str, times: int, at: datetime) -> WordingRollout: ...


class DoNotContact(Protocol):
    def among(self, addresses: Iterable[EmailAddress], now: datetime) -> dict[EmailAddress, str]: ...


class Mailer(Protocol):
    def send(self, mail: Mail) -> str: ...


class Scheduler(Protocol):
    def schedule(self, ref: NoticeRef, due_at: datetime) -> None: ...


class Planner(Protocol):
    def slot(self, decision: Rejection, now: datetime) -> Slot: ...
    def opens_at(self, decision: Rejection, now: datetime) -> datetime: ...
    def is_stale(self, decision: Rejection, now: datetime) -> bool: ...
    def day(self, decision: Rejection, moment: datetime) -> date: ...


class Composer(Protocol):
    """`told`: the notices that the mail tells of, that of the mail's own tag first."""

    @property
    def version(self) -> str: ...
    def compose(self, told: Sequence[tuple[Notice, Rejection]], now: datetime, *, others_open: bool) -> Mail: ...


class Pace(Protocol):
    """The moments at which mails may go out. `max_batch`: how many to reserve at a time."""

    @property
    def max_batch(self) -> int: ...
    def reserve(self, count: int, deadline: datetime) -> Callable[[int], None]:
        """Waits for the n-th of `count` moments, from 0. Raises Transient where the last is after `deadline`.

        Returns when the first is near.
        """
        ...


@dataclass(frozen=True)
class Ports:
    """`claim_lease`: after it, a claim's worker is certainly dead. `pool`: where sends wait side by side.

    `planner` and `employer` (its id) are asked by source.
    """

    ledger: Ledger
    people: People
    bursts: Bursts
    do_not_contact: DoNotContact
    mailer: Mailer
    scheduler: Scheduler
    planner: Callable[[str], Planner]
    employer: Callable[[str], str]
    composer: Composer
    pace: Pace
    pool: Executor
    brake: Brake
    now: Callable[[], datetime]
    new_id: Callable[[], str]
    claim_lease: timedelta
