"""What the service needs of the world, as small interfaces."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from functions.domain.company import Company
from functions.domain.invitation import Invitation
from functions.domain.membership import Member, OptIn, Withdrawal
from functions.domain.notice import Notice, NoticeRef


class Keys(Protocol):
    def verify(self, code: str) -> Invitation: ...


class Ledger(Protocol):
    def get(self, ref: NoticeRef) -> Notice | None: ...


class Pool(Protocol):
    def get(self, candidate: str) -> Member | None: ...
    def consents(self, candidate: str) -> list[dict[str, Any]]: ...
    def join(self, opt_in: OptIn) -> bool: ...
    def withdraw(self, withdrawal: Withdrawal, opt_in: OptIn) -> bool: ...


@dataclass(frozen=True)
class Ports:
    """`company`: the employer's policy, asked by the source of the decision."""

    company: Callable[[str], Company]
    keys: Keys
    ledger: Ledger
    pool: Pool
    now: Callable[[], datetime]
    new_id: Callable[[], str]
