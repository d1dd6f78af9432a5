"""Interfaces that delivery needs of the world."""

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Executor
from datetime import datetime, timedelta
from typing import Protocol

from functions.domain.lean_dataclass import dataclass
from functions.domain.notices.circuit import Circuit
from functions.domain.notices.notice import Claim, Notice
from functions.domain.notices.reference import NoticeRef
from functions.domain.notices.revocation import Revocation
from functions.domain.notices.sendable import Mark, Sendable
from functions.domain.personal_data import EmailAddress
from functions.mail.message import Mail


class DeliveryLedger(Protocol):
    """The record of every attempt. A single change returns the notice, or None where its condition did not hold."""

    def get_many(self, refs: Iterable[NoticeRef]) -> dict[NoticeRef, Notice]: ...
    def open(self, notice: Notice, at: datetime) -> Notice | None: ...
    def claim_all(self, claims: Sequence[tuple[Sequence[Sendable], Claim]]) -> list[bool]: ...
    def mark_all(self, marks: Sequence[Mark]) -> list[bool]: ...
    def suppress(self, ref: NoticeRef, at: datetime, cause: str, review_reason: str | None = None) -> Notice | None: ...
    def rescind(self, ref: NoticeRef, revocation: Revocation, at: datetime) -> Notice | None: ...


class SuppressionList(Protocol):
    def among(self, addresses: Iterable[EmailAddress], now: datetime) -> dict[EmailAddress, str]: ...


class Mailer(Protocol):
    """`provider`: its name, for a notice's history. `attempt`: the claim's id, which the provider's events repeat."""

    @property
    def provider(self) -> str: ...
    def send(self, mail: Mail, attempt: str) -> str: ...


class SharedCircuit(Protocol):
    """The circuit breaker that all workers share."""

    def read(self) -> Circuit: ...
    def record_failures(self, count: int, at: datetime) -> Circuit: ...
    def open(self, at: datetime) -> Circuit: ...
    def take_probe(self, seen: Circuit, at: datetime) -> bool: ...
    def close(self) -> None: ...


class RateLimiter(Protocol):
    """The moments at which emails may go out. `max_batch`: how many to reserve at a time.

    `max_unanswered`: how many attempts may wait for their answers at a time.
    """

    @property
    def max_batch(self) -> int: ...
    @property
    def max_unanswered(self) -> int: ...
    def reserve(self, count: int, deadline: datetime) -> Callable[[int], None]:
        """Reserve `count` moments and return a function that waits for the n-th of them, from 0.

        Returns when the first is near. Raises NoSendSlot where the last is after `deadline`.
        """
        ...


@dataclass(frozen=True)
class DeliveryPorts:
    """`claim_lease`: after it, a claim's worker is certainly dead. `executor`: where sends wait for their answers.

    `sleep` takes seconds.
    """

    ledger: DeliveryLedger
    do_not_contact: SuppressionList
    mailer: Mailer
    rate_limiter: RateLimiter
    circuit: SharedCircuit
    executor: Executor
    now: Callable[[], datetime]
    new_id: Callable[[], str]
    claim_lease: timedelta
    sleep: Callable[[float], None]
