"""The interfaces that optin needs from the outside."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol

from functions.domain.employers.employers import Employer
from functions.domain.employers.language import Language
from functions.domain.lean_dataclass import dataclass
from functions.domain.notices.notice import Notice
from functions.domain.notices.reference import NoticeRef
from functions.domain.personal_data import EmailAddress
from functions.domain.pool.key_ring import Token
from functions.domain.pool.membership import Member, OptIn, Withdrawal

if TYPE_CHECKING:
    from functions.domain.pool.access import Look
    from functions.domain.pool.erased_profiles import ErasedProfiles
    from functions.domain.pool.link_request import LinkRequest

type Record = dict[str, Any]


class Keys(Protocol):
    """The keys behind the tokens in links. `verify` raises TokenInvalid."""

    def verify[Kind: Token](self, token_type: type[Kind], text: str) -> Kind: ...
    def sign(self, token: Token) -> str: ...


class NoticeReader(Protocol):
    def get(self, ref: NoticeRef) -> Notice | None: ...


class EmployerDirectory(Protocol):
    """The employers of `company.toml`: by id, None where one has left the file; and the id by a decision's source."""

    def find(self, employer: str) -> Employer | None: ...
    def id_of(self, source: str) -> str: ...
    @property
    def ids(self) -> Iterable[str]: ...


class MemberPool(Protocol):
    """The talent pool. Each writing call returns False where another call was recorded first.

    `owed` are letters to the person: on record with the change that they are about, or not at all. `mailbox` is the key
    of an employer's profiles at one address.
    """

    def get(self, candidate: str) -> Member | None: ...
    def mailbox(self, employer: str, email: EmailAddress) -> str: ...
    def at_mailbox(self, mailbox: str) -> list[Member]: ...
    def consents(self, candidate: str) -> list[Record]: ...
    def last_consents(self, candidate: str, limit: int) -> list[Record]: ...
    def consents_after(self, candidate: str, after: str, limit: int) -> tuple[list[Record], str | None]: ...
    def join(self, opt_in: OptIn, owed: Sequence[Notice] = ...) -> bool: ...
    def change(self, opt_in: OptIn, record: Record | None, at: datetime, owed: Sequence[Notice] = ...) -> bool: ...
    def withdraw(
        self, endings: Sequence[tuple[Withdrawal, OptIn]], method: str = ..., owed: Sequence[Notice] = ...
    ) -> bool: ...
    def move(self, left: Withdrawal, before: OptIn, moved: OptIn, owed: Sequence[Notice] = ...) -> bool: ...
    def keep_text(self, sha256: str, text: str) -> None: ...


class DueNotices(Protocol):
    """The queue from which notify sends what is due."""

    def enqueue(self, ref: NoticeRef) -> None: ...
    def enqueue_link(self, request: "LinkRequest") -> None: ...
    def enqueue_erased(self, erased: "ErasedProfiles") -> None: ...


class ConsentSigner(Protocol):
    """The key that signs consents. `sign` returns the record as a JSON Web Signature."""

    def sign(self, record: Mapping[str, Any], media_type: str) -> str: ...


class LookReader(Protocol):
    """The access log, as far as it is about one person."""

    def looks(self, candidate: str) -> Iterable["Look"]: ...


class RequestLimits(Protocol):
    """Counts of requests for a link, by the hour. `take` returns False where there were `most` before it."""

    def take(self, kind: str, whom: str, most: int, at: datetime) -> bool: ...


@dataclass(frozen=True)
class Ports:
    """All of optin's ports. `keyed`: see `DigestKey`.

    `region`: where the tables are. `default_language`: of answers to callers of whom no other language is known.
    `origin_secrets`: texts of which CloudFront sends one with each call; empty where calls may come any way.
    """

    employers: EmployerDirectory
    keys: Keys
    ledger: NoticeReader
    pool: MemberPool
    due_notices: DueNotices
    link_limits: RequestLimits
    access_log: LookReader
    receipt_signer: ConsentSigner
    now: Callable[[], datetime]
    new_id: Callable[[], str]
    keyed: Callable[[str], str]
    site_url: str
    region: str
    default_language: Language = "en"
    origin_secrets: tuple[str, ...] = ()
