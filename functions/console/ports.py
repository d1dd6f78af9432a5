"""The interfaces that the console needs from the outside."""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from functions.console.notice_ports import NoticePorts
from functions.domain.employers.employers import Employers
from functions.domain.lean_dataclass import dataclass
from functions.domain.pool.access import AccessLine, SearchRecord
from functions.domain.pool.membership import Member
from functions.stores.pool.find import Profiles, SearchIndex


class MemberReader(Profiles, Protocol):
    """The current records of the talent pool, as they are now."""

    def get(self, candidate: str) -> Member | None: ...


class LookLog(Protocol):
    """The access log. What it raises ends the call without an answer."""

    def record(self, line: AccessLine) -> None: ...
    def record_search(self, search: SearchRecord, line: AccessLine) -> None: ...
    def search(self, search_id: str) -> SearchRecord | None: ...
    def lines(self, employer: str, month: str, after: str, limit: int) -> tuple[list[AccessLine], str | None]: ...


@dataclass(frozen=True)
class Ports:
    """All of the console's ports. `keyed`: see `DigestKey`. `groups_claim`: where a token says its person's groups.

    `notices`: made when a call first needs them. `origin_secrets`: texts of which CloudFront sends one with each call;
    empty where calls may come any way.
    """

    employers: Employers
    pool: MemberReader
    index: SearchIndex
    access_log: LookLog
    keyed: Callable[[str], str]
    now: Callable[[], datetime]
    new_id: Callable[[], str]
    notices: NoticePorts
    groups_claim: str = "cognito:groups"
    origin_secrets: tuple[str, ...] = ()
