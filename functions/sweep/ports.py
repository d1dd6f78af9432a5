"""Interfaces that the sweep needs of the world."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Protocol

from functions.domain.lean_dataclass import dataclass
from functions.domain.notices.notice import Notice
from functions.domain.notices.reference import NoticeRef
from functions.domain.notices.review import ReviewEntry, Reviewer


class SweepLedger(Protocol):
    def get(self, ref: NoticeRef) -> Notice | None: ...
    def get_many(self, refs: Iterable[NoticeRef]) -> dict[NoticeRef, Notice]: ...
    def require_review(self, ref: NoticeRef, at: datetime, review_reason: str) -> Notice | None: ...


class Reviews(Protocol):
    """The queue of what must be reviewed. A change returns None where it came too late."""

    def pending(self, reviewer: Reviewer, until: datetime) -> Iterator[ReviewEntry]: ...
    def escalate(self, notice: Notice, at: datetime, cause: str) -> Notice | None: ...
    def recheck_at(self, notice: Notice, at: datetime, until: datetime, cause: str = ...) -> Notice | None: ...
    def reopen(self, notice: Notice, at: datetime, cause: str, *, once: bool = False) -> Notice | None: ...


@dataclass(frozen=True)
class Ports:
    """`enqueue`: puts a notice on DueNotices. `retry_in_doubt`: what is in doubt is sent a second time, once."""

    ledger: SweepLedger
    reviews: Reviews
    enqueue: Callable[[NoticeRef], None]
    now: Callable[[], datetime]
    retry_in_doubt: bool
