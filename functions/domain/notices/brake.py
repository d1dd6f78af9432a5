"""The blast brake: what a wrong mass rejection looks like, and how much of it may go out before a person has looked.

Decisions are counted as they arrive, by source and clock hour, and within the hour by job. A notice keeps its position
in the counts: once a burst turns out to be one, only its first few go out.
"""

from collections.abc import Mapping
from dataclasses import field
from datetime import UTC, datetime, timedelta

from functions.domain.digest import digest
from functions.domain.employers.policy import Brake
from functions.domain.lean_dataclass import dataclass

# The share of old decisions means nothing in a smaller sample.
_MIN_SAMPLE = 20


@dataclass(frozen=True)
class BurstPosition:
    """Position of a decision in the counts of its burst. Ranks count from 1. `job` is a digest."""

    burst: str
    job: str
    rank: int
    rank_of_job: int
    is_old: bool = False


@dataclass(frozen=True)
class Burst:
    """Decisions of one source in one clock hour. `released`: by a person, all of them; `released_jobs`: some jobs."""

    total: int = 0
    old: int = 0
    jobs: Mapping[str, int] = field(default_factory=dict)
    released: bool = False
    released_jobs: frozenset[str] = frozenset()


@dataclass(frozen=True)
class WordingRollout:
    """Rollout of one version of the wording: when it began, and how many notices were sent with it."""

    since: datetime
    sent: int
    released: bool = False

    def is_new(self, now: datetime) -> bool:
        """Return whether the wording is in its first hour, and no person has released it."""
        return not self.released and now < self.since + timedelta(hours=1)


def burst_of(source: str, arrived_at: datetime) -> str:
    """Return the burst's name. It stands in keys and logs, so it does not hold the source."""
    return f"burst-{_short('burst', source)}-{arrived_at.astimezone(UTC):%Y-%m-%dT%H}"


def endings_of(source: str, arrived_at: datetime) -> str:
    """Return the name of one source's hires, withdrawals and erasures of one clock hour."""
    return f"endings-{_short('burst', source)}-{arrived_at.astimezone(UTC):%Y-%m-%dT%H}"


def job_digest(job_id: str) -> str:
    return _short("job", job_id)


def _short(*parts: str) -> str:
    # Short, because people type it. Two sources that collide share one count, and are reviewed sooner.
    return digest(*parts)[:8]


def rollout_key(version: str) -> str:
    return f"wording-{version}"


def brake_reason(position: BurstPosition, burst: Burst, limits: Brake) -> str | None:
    """Return what holds the notice for review: its burst, or a job of that burst. None: it may go out."""
    if burst.released or position.job in burst.released_jobs:
        return None
    too_old = burst.total >= _MIN_SAMPLE and burst.old > limits.old_share * burst.total and position.is_old
    if position.rank > limits.first_few and (burst.total > limits.per_source_and_hour or too_old):
        return position.burst
    too_many = burst.jobs.get(position.job, 0) > limits.per_job_and_hour
    if too_many and position.rank_of_job > limits.first_few:
        return f"{position.burst}/{position.job}"
    return None
