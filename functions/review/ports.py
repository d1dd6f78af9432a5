"""Interfaces that the desk needs of the world.

`Sources` says of a source whether it is the caller's employer's. None in its place: the caller decides about all.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Protocol

from functions.domain.notices.notice import Notice
from functions.domain.notices.reference import NoticeRef
from functions.domain.notices.review import ReviewEntry, Reviewer
from functions.domain.notices.revocation import Revocation

type Sources = Callable[[str], bool]
type Enqueue = Callable[[NoticeRef], None]
type Now = Callable[[], datetime]


class DeskLedger(Protocol):
    """The ledger. `rescind` returns None where the notice is no longer held."""

    def get(self, ref: NoticeRef) -> Notice | None: ...
    def get_many(self, refs: Iterable[NoticeRef]) -> dict[NoticeRef, Notice]: ...
    def rescind(self, ref: NoticeRef, revocation: Revocation, at: datetime) -> Notice | None: ...


class DeskReviews(Protocol):
    """The queue of what must be reviewed. A change returns None where it came too late."""

    def pending(self, reviewer: Reviewer, until: datetime) -> Iterator[ReviewEntry]: ...
    def cycles(self, application: str) -> list[Notice]: ...
    def release(self, notice: Notice, at: datetime, cause: str, *, alone: bool = False) -> Notice | None: ...
    def confirm_sent(self, notice: Notice, at: datetime, cause: str) -> Notice | None: ...
    def resolve(self, notice: Notice, at: datetime, cause: str) -> Notice | None: ...
    def reopen(self, notice: Notice, at: datetime, cause: str) -> Notice | None: ...
    def open_corrected(self, notice: Notice, at: datetime, cause: str) -> Notice | None: ...


class BurstReleases(Protocol):
    """The counts of the blast brake, as far as a person releases them."""

    def release(self, name: str, job: str | None = None) -> None: ...


def is_own(source: str, sources: Sources | None) -> bool:
    """Return whether the caller may see and decide about what comes from this source."""
    return sources is None or sources(source)
