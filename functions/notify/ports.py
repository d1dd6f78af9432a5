"""Interfaces that notify needs of the world: to decide, to dispatch, and to deliver."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Protocol

from functions.delivery.ports import DeliveryLedger, DeliveryPorts
from functions.domain.decisions.rejection import Rejection
from functions.domain.employers.policy import Brake, EmployerPolicy
from functions.domain.lean_dataclass import dataclass
from functions.domain.notices.brake import Burst, WordingRollout
from functions.domain.notices.notice import Notice
from functions.domain.notices.owed_letter import OwedLetter
from functions.domain.notices.person import Person
from functions.domain.notices.reference import Application, NoticeRef
from functions.domain.notices.revocation import Revocation
from functions.domain.notices.states import State
from functions.domain.personal_data import EmailAddress, PersonName
from functions.domain.pool.membership import Member, OptIn, Withdrawal
from functions.domain.timing.slots import Slot
from functions.mail.message import Mail

if TYPE_CHECKING:
    from functions.letters.pool_letter import LetterSubject


class Ledger(DeliveryLedger, Protocol):
    """The ledger. A single change returns the notice afterwards, or None where its condition did not hold."""

    def get(self, ref: NoticeRef) -> Notice | None: ...
    def require_review(self, ref: NoticeRef, at: datetime, review_reason: str) -> Notice | None: ...
    def postpone(self, notice: Notice, until: datetime, at: datetime, cause: str) -> Notice | None: ...
    def close(self, ref: NoticeRef, revocation: Revocation, at: datetime, state: State) -> Notice | None: ...
    def require_correction(self, closed: Notice, cause: str, at: datetime) -> Notice | None: ...
    def keep_other_end(self, ref: NoticeRef, revocation: Revocation) -> None: ...
    def erase(self, notice: Notice, at: datetime) -> Notice | None: ...
    def remember_repeat(
        self,
        ref: NoticeRef,
        later: Rejection | None,
        at: datetime,
        state: State,
        seen: Rejection | None,
        *,
        review_reason: str | None = None,
    ) -> Notice | None: ...
    def correct(self, notice: Notice, rejection: Rejection, at: datetime) -> Notice | None: ...


class People(Protocol):
    def register(self, applications: Mapping[str, frozenset[Application]], at: datetime) -> dict[str, Person]: ...
    def get_many(self, keys: Iterable[str]) -> dict[str, Person]: ...
    def close(self, key: str, revocation: Revocation, at: datetime, by: Application | None) -> Person: ...
    def mark_shared(self, key: str) -> Person: ...


class Bursts(Protocol):
    def count(self, burst: str, jobs: Counter[str], old: int, at: datetime) -> Burst: ...
    def read(self, bursts: Iterable[str], version: str) -> tuple[dict[str, Burst], WordingRollout | None]: ...
    def count_rollout(self, version: str, times: int, at: datetime) -> WordingRollout: ...


class Scheduler(Protocol):
    """`postponements`: of the notice so far. A schedule that was made with as many stays as it is."""

    def schedule(self, ref: NoticeRef, due_at: datetime, postponements: int = 0) -> None: ...
    def cancel(self, ref: NoticeRef, postponements: int = 0) -> None: ...


class Planner(Protocol):
    @property
    def hired_for(self) -> timedelta: ...
    def slot(self, decision: Rejection, now: datetime) -> Slot: ...
    def opens_at(self, decision: Rejection, now: datetime, earliest: datetime | None = None) -> datetime: ...
    def is_stale(self, decision: Rejection, now: datetime) -> bool: ...
    def day(self, decision: Rejection, moment: datetime) -> date: ...
    def opens_for(self, time_zone: str | None, now: datetime) -> datetime: ...


class OptInReader(Protocol):
    """The talent pool. `mailbox` is the key of an employer's profiles at one address."""

    def get(self, candidate: str) -> Member | None: ...
    def mailbox(self, employer: str, email: EmailAddress) -> str: ...
    def at_mailboxes(self, mailboxes: Collection[str]) -> dict[str, list[Member]]: ...
    def consents(self, candidate: str) -> list[dict[str, Any]]: ...


class ErasingPool(OptInReader, Protocol):
    """The talent pool, where people are erased. `person` is the key of a profile; `withdraw`: see optin."""

    def person(
        self, employer: str, email: EmailAddress, given_name: PersonName | None, family_name: PersonName | None
    ) -> str: ...
    def at_mailbox(self, mailbox: str) -> list[Member]: ...
    def withdraw(
        self, endings: Sequence[tuple[Withdrawal, OptIn]], method: str = ..., owed: Sequence[Notice] = ...
    ) -> bool: ...


class LetterQueue(Protocol):
    def enqueue(self, ref: NoticeRef) -> None: ...


class Composer(Protocol):
    """`notices`: those that the email is about; the first is its tag."""

    @property
    def version(self) -> str: ...
    def compose(
        self, notices: Sequence[Notice], now: datetime, *, others_open: bool, profile: OptIn | None = None
    ) -> Mail: ...
    def compose_letter(self, notice: Notice, owed: OwedLetter, subject: "LetterSubject", now: datetime) -> Mail: ...


@dataclass(frozen=True)
class DecidePorts:
    """Ports of `decide`. `planner` and `employer` (its id) are asked by source.

    `policy` is asked by an employer's id: None where it has left the file.
    """

    ledger: Ledger
    people: People
    bursts: Bursts
    scheduler: Scheduler
    planner: Callable[[str], Planner]
    employer: Callable[[str], str]
    policy: Callable[[str], EmployerPolicy | None]
    brake_limits: Brake
    delivery: DeliveryPorts
    pool: ErasingPool
    due_notices: LetterQueue
    now: Callable[[], datetime]


@dataclass(frozen=True)
class DispatchPorts:
    """Ports of `dispatch`. `agencies` returns the ids of an employer's agencies, None where it has left the file."""

    ledger: Ledger
    people: People
    bursts: Bursts
    planner: Callable[[str], Planner]
    employer: Callable[[str], str]
    composer: Composer
    pool: OptInReader
    agencies: Callable[[str], Collection[str] | None]
    brake_limits: Brake
    now: Callable[[], datetime]


@dataclass(frozen=True)
class Ports:
    """Ports of the whole pipeline."""

    decide: DecidePorts
    dispatch: DispatchPorts
    delivery: DeliveryPorts
