"""The counts of the blast brake in memory. They share their contract's tests with the real ones."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime

from functions.domain.notices.brake import Burst, Words, words_of

_NEVER_SENT = Words(datetime(2000, 1, 1, tzinfo=UTC), 0)


class FakeBursts:
    def __init__(self) -> None:
        self.bursts: dict[str, Burst] = {}
        self.words: dict[str, Words] = {}

    def count(self, burst: str, jobs: Counter[str], old: int, at: datetime) -> Burst:
        before = self.bursts.get(burst, Burst())
        counted = {job: before.jobs.get(job, 0) + times for job, times in jobs.items()}
        after = replace(
            before, total=before.total + jobs.total(), old=before.old + old, jobs={**before.jobs, **counted}
        )
        self.bursts[burst] = after
        return after

    def look(self, bursts: Iterable[str], version: str) -> tuple[dict[str, Burst], Words | None]:
        return {name: self.bursts[name] for name in bursts if name in self.bursts}, self.words.get(words_of(version))

    def count_words(self, version: str, times: int, at: datetime) -> Words:
        before = self.words.get(words_of(version), Words(at, 0))
        self.words[words_of(version)] = replace(before, sent=before.sent + times)
        return self.words[words_of(version)]

    def release(self, name: str, job: str | None = None) -> None:
        burst = self.bursts.get(name, Burst())
        if name.startswith(words_of("")):
            self.words[name] = replace(self.words.get(name, _NEVER_SENT), released=True)
        elif job:
            self.bursts[name] = replace(burst, released_jobs=burst.released_jobs | {job})
        else:
            self.bursts[name] = replace(burst, released=True)
