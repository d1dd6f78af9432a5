"""A desk on the ledger in memory, and notices that are held for review."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from functions.domain.notices.brake import BurstPosition
from functions.domain.notices.notice import Notice
from functions.domain.notices.reference import NoticeRef
from functions.review import held
from functions.review.plan_held import plan_discard, plan_release
from functions.review.ports import Sources
from tests.builders import DECIDED_AT, minutes, notice
from tests.fakes.bursts import FakeBursts
from tests.fakes.ledger import FakeLedger
from tests.fakes.review_queue import FakeReviewQueue

BURST, JOB, WORDING = "burst-0a1b2c3d-2026-11-23T15", "11" * 8, "wording-en-1"
OURS, THEIRS = "/ats/ours", "/ats/theirs"
NOW = DECIDED_AT + minutes(60)


def only_ours(source: str) -> bool:
    return source == OURS


@dataclass
class FakeDesk:
    """The desk of somebody who decides about these sources; None: about all."""

    sources: Sources | None = None
    ledger: FakeLedger = field(default_factory=FakeLedger)
    bursts: FakeBursts = field(default_factory=FakeBursts)
    enqueued: list[NoticeRef] = field(default_factory=list)

    @property
    def reviews(self) -> FakeReviewQueue:
        return FakeReviewQueue(self.ledger)

    def now(self) -> datetime:
        return NOW

    def open(self, count: int, source: str, reason: str | None, **values: Any) -> list[NoticeRef]:
        """Open notices of one source, held for this reason."""
        refs = [NoticeRef.of(source, f"{reason} {n}") for n in range(count)]
        for ref in refs:
            position = BurstPosition(BURST, JOB, rank=9, rank_of_job=9)
            held_notice = notice(ref=ref, source=source, review_reason=reason, burst_position=position, **values)
            assert self.ledger.open(held_notice, DECIDED_AT) is None
        return refs

    def release(self, what: str, count: int) -> int:
        plan = plan_release(what, count, "looked at it", **self.ports())
        return held.release(plan, reviews=self.reviews, bursts=self.bursts, enqueue=self.enqueued.append, now=self.now)

    def discard(self, what: str, count: int) -> int:
        return held.discard(
            plan_discard(what, count, "a mistake", **self.ports()), ledger=self.ledger, now=self.now
        ).count

    def ports(self) -> Any:
        return {"ledger": self.ledger, "reviews": self.reviews, "now": self.now, "sources": self.sources}

    def held(self) -> set[NoticeRef]:
        """The notices that still wait for a person."""
        return {ref for ref, found in self.ledger.notices.items() if found.review_reason}

    def notices(self, refs: list[NoticeRef]) -> list[Notice]:
        return [self.ledger.notices[ref] for ref in refs]
