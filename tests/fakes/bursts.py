"""The counts of the blast brake in memory. They share their contract's tests with the real ones."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime

from functions.domain.notices.brake import Burst, WordingRollout, rollout_key

_NEVER_SENT = WordingRollout(datetime(2000, 1, 1, tzinfo=UTC), 0)


class FakeBursts:
    def __init__(self) -> None:
        self.bursts: dict[str, Burst] = {}
        self.words: dict[str, WordingRollout] = {}

    def count(self, burst: str, jobs: Counter[str], old: int, at: datetime) -> Burst:
        before = self.bursts.get(burst, Burst())
        counted = {job: before.jobs.get(job, 0) + times for job, times in jobs.items()}
        after = replace(
            before, total=before.total + jobs.total(), old=before.old + old, jobs={**before.jobs, **counted}
        )
        self.bursts[burst] = after
        return after

    def read(self, bursts: Iterable[str], version: str) -> tuple[dict[str, Burst], WordingRollout | None]:
        return {name: self.bursts[name] for name in bursts if name in self.bursts}, self.words.get(rollout_key(version))

    def count_rollout(self, version: str, times: int, at: datetime) -> WordingRollout:
        before = self.words.get(rollout_key(version), WordingRollout(at, 0))
        self.words[rollout_key(version)] = replace(before, sent=before.sent + times)
        return self.words[rollout_key(version)]

    def release(self, name: str, job: str | None = None) -> None:
        burst = self.bursts.get(name, Burst())
        if name.startswith(rollout_key("")):
            self.words[name] = replace(self.words.get(name, _NEVER_SENT), released=True)
        elif job:
            self.bursts[name] = replace(burst, released_jobs=burst.released_jobs | {job})
        else:
            self.bursts[name] = replace(burst, released=True)
