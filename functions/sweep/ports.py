"""What the sweep needs of the world."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from functions.domain.notices.notice import Notice, NoticeRef
from functions.domain.notices.review import ReviewEntry, Reviewer


class Ledger(Protocol):
    def get(self, ref: NoticeRef) -> Notice | None: ...


class ReviewQueue(Protocol):
    """A change returns None where it came too late."""

    def waiting(self, who: Reviewer, until: datetime) -> Iterator[ReviewEntry]: ...
    def escalate(self, notice: Notice, at: datetime, cause: str) -> Notice | None: ...
    def recheck_at(self, notice: Notice, at: datetime, until: datetime) -> Notice | None: ...
    def reopen(self, notice: Notice, at: datetime, cause: str, *, once: bool = False) -> Notice | None: ...


@dataclass(frozen=True)
class Ports:
    """`ask`: puts a notice on DueNotices."""

    ledger: Ledger
    reviews: ReviewQueue
    ask: Callable[[NoticeRef], None]
    now: Callable[[], datetime]
    retry_in_doubt: bool
