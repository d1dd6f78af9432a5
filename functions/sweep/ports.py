"""What the sweep needs of the world."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from functions.domain.notices.notice import Notice, NoticeRef
from functions.domain.notices.review import Waiting, Who


class Ledger(Protocol):
    def get(self, ref: NoticeRef) -> Notice | None: ...


class Unsettled(Protocol):
    """A change returns None where it came too late."""

    def waiting(self, who: Who, until: datetime) -> Iterator[Waiting]: ...
    def hand_over(self, notice: Notice, at: datetime, cause: str) -> Notice | None: ...
    def look_later(self, notice: Notice, at: datetime, until: datetime) -> Notice | None: ...
    def send_again(self, notice: Notice, at: datetime, cause: str, *, once: bool = False) -> Notice | None: ...


@dataclass(frozen=True)
class Ports:
    """`ask`: puts a notice on DueNotices."""

    ledger: Ledger
    unsettled: Unsettled
    ask: Callable[[NoticeRef], None]
    now: Callable[[], datetime]
    sends_once_more: bool
