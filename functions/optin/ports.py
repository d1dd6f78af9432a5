"""The interfaces that optin needs from the outside."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, Protocol

from functions.domain.employers.employers import Employer
from functions.domain.lean_dataclass import dataclass
from functions.domain.notices.notice import Notice
from functions.domain.notices.reference import NoticeRef
from functions.domain.pool.key_ring import Token
from functions.domain.pool.membership import Member, OptIn, Withdrawal


class Keys(Protocol):
    """The keys behind the tokens in links. `verify` raises TokenInvalid."""

    def verify[Kind: Token](self, token_type: type[Kind], text: str) -> Kind: ...
    def sign(self, token: Token) -> str: ...


class NoticeReader(Protocol):
    def get(self, ref: NoticeRef) -> Notice | None: ...


class MemberPool(Protocol):
    """The talent pool. `join` and `withdraw` return False where another call was recorded first.

    `owed` are letters to the person: on record with the change that they are about, or not at all.
    """

    def get(self, candidate: str) -> Member | None: ...
    def consents(self, candidate: str) -> list[dict[str, Any]]: ...
    def join(self, opt_in: OptIn, owed: Sequence[Notice] = ...) -> bool: ...
    def withdraw(
        self, withdrawal: Withdrawal, opt_in: OptIn, method: str = ..., owed: Sequence[Notice] = ...
    ) -> bool: ...


class DueNotices(Protocol):
    """The queue from which notify sends what is due."""

    def enqueue(self, ref: NoticeRef) -> None: ...


@dataclass(frozen=True)
class Ports:
    """All of optin's ports. `employer` returns the employer by the source of the decision.

    `origin_secrets`: texts of which CloudFront sends one with each call; empty where calls may come any way.
    """

    employer: Callable[[str], Employer]
    keys: Keys
    ledger: NoticeReader
    pool: MemberPool
    due_notices: DueNotices
    now: Callable[[], datetime]
    new_id: Callable[[], str]
    origin_secrets: tuple[str, ...] = ()
