"""EventBridge Scheduler in memory: what was scheduled stays so until it fires, once."""

from datetime import datetime

from functions.domain.notices.notice import NoticeRef


class FakeScheduler:
    def __init__(self) -> None:
        self.scheduled: dict[NoticeRef, datetime] = {}

    def schedule(self, ref: NoticeRef, due_at: datetime) -> None:
        self.scheduled.setdefault(ref, due_at)

    def fire(self, now: datetime) -> list[NoticeRef]:
        due = [ref for ref, due_at in self.scheduled.items() if due_at <= now]
        for ref in due:
            del self.scheduled[ref]
        return due
