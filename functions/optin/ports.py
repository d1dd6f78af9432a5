"""The interfaces that optin needs from the outside."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol

from functions.domain.employers.language import Language
from functions.domain.employers.policy import EmployerPolicy
from functions.domain.notices.notice import Notice, NoticeRef
from functions.domain.personal_data import EmailAddress
from functions.domain.pool.key_ring import Token
from functions.domain.pool.membership import Member, OptIn, Withdrawal

if TYPE_CHECKING:
    from functions.letters.wording import Wording
    from functions.mail.message import Mail


class Keys(Protocol):
    """The keys behind the tokens in links. `verify` raises TokenInvalid."""

    def verify[Kind: Token](self, token_type: type[Kind], text: str) -> Kind: ...
    def sign(self, token: Token) -> str: ...


class Ledger(Protocol):
    def get(self, ref: NoticeRef) -> Notice | None: ...


class Pool(Protocol):
    """The talent pool. `join` and `withdraw` return False where another call was recorded first."""

    def get(self, candidate: str) -> Member | None: ...
    def consents(self, candidate: str) -> list[dict[str, Any]]: ...
    def join(self, opt_in: OptIn) -> bool: ...
    def withdraw(self, withdrawal: Withdrawal, opt_in: OptIn, method: str = ...) -> bool: ...


class DoNotContact(Protocol):
    def among(self, addresses: Iterable[EmailAddress], now: datetime) -> dict[EmailAddress, str]: ...


class Mailer(Protocol):
    def send(self, mail: "Mail") -> str: ...


class Wordings(Protocol):
    def of(self, language: Language) -> "Wording": ...


@dataclass(frozen=True)
class Ports:
    """All of optin's ports. `policy` returns the employer's policy by the source of the decision."""

    policy: Callable[[str], EmployerPolicy]
    keys: Keys
    ledger: Ledger
    pool: Pool
    do_not_contact: DoNotContact
    mailer: Mailer
    wordings: Wordings
    site_url: str
    now: Callable[[], datetime]
    new_id: Callable[[], str]
