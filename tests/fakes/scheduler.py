"""EventBridge Scheduler in memory: what was scheduled stays so until it fires, once. Its name stays a little longer."""

from datetime import datetime

from functions.domain.notices.reference import NoticeRef

type Name = tuple[NoticeRef, int]


class FakeScheduler:
    """`schedules`: what has not fired yet, by notice and its number of postponements."""

    def __init__(self) -> None:
        self.schedules: dict[Name, datetime] = {}
        self._fired: frozenset[Name] = frozenset()

    @property
    def scheduled(self) -> dict[NoticeRef, datetime]:
        """The last moment that each notice is scheduled for."""
        return {ref: self.schedules[ref, number] for ref, number in sorted(self.schedules)}

    def schedule(self, ref: NoticeRef, due_at: datetime, postponements: int = 0) -> None:
        if (name := (ref, postponements)) not in self._fired:
            self.schedules.setdefault(name, due_at)

    def cancel(self, ref: NoticeRef, postponements: int = 0) -> None:
        self.schedules.pop((ref, postponements), None)

    def fire(self, now: datetime) -> list[NoticeRef]:
        """What is due by now. Its names are free once others fire."""
        due = [name for name, due_at in self.schedules.items() if due_at <= now]
        for name in due:
            del self.schedules[name]
        self._fired = frozenset(due)
        return [ref for ref, _ in due]
