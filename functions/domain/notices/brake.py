"""The blast brake: what a wrong mass rejection looks like, and how much of it may go out before a person has looked.

Decisions are counted as they arrive, by source and clock hour, and in it by job. A notice keeps its place in the
counts, so that once a burst turns out to be one, only its first few go out.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from functions.domain.digest import digest
from functions.domain.employers.policy import Brake

# Fewer decisions than these say nothing about how old decisions are as a rule.
_MIN_SAMPLE = 20


@dataclass(frozen=True)
class BurstPosition:
    """Where a decision stands in the counts of its burst; places count from 1. `job` is a digest."""

    burst: str
    job: str
    rank: int
    rank_of_job: int
    is_old: bool = False


@dataclass(frozen=True)
class Burst:
    """One source's decisions of one clock hour. `released`: a person let them all go; `released_jobs`: some."""

    total: int = 0
    old: int = 0
    jobs: Mapping[str, int] = field(default_factory=dict)
    released: bool = False
    released_jobs: frozenset[str] = frozenset()


@dataclass(frozen=True)
class WordingRollout:
    """One version of the templates, and since when how many notices were sent with it."""

    since: datetime
    sent: int
    released: bool = False

    def is_new(self, now: datetime) -> bool:
        return not self.released and now < self.since + timedelta(hours=1)


def burst_of(source: str, arrived_at: datetime) -> str:
    """The burst's name: no source in it, as it stands in keys and logs."""
    return f"burst-{_short('burst', source)}-{arrived_at.astimezone(UTC):%Y-%m-%dT%H}"


def job_digest(job_id: str) -> str:
    return _short("job", job_id)


def _short(*parts: str) -> str:
    # People type it; two that fell together would only be looked at sooner.
    return digest(*parts)[:8]


def rollout_key(version: str) -> str:
    return f"wording-{version}"


def brake_reason(burst_position: BurstPosition, burst: Burst, limits: Brake) -> str | None:
    """What holds the notice back: the name of its burst or its job in it; None: nothing does."""
    if burst.released or burst_position.job in burst.released_jobs:
        return None
    too_old = burst.total >= _MIN_SAMPLE and burst.old > limits.old_share * burst.total and burst_position.is_old
    if burst_position.rank > limits.first_few and (burst.total > limits.per_source_and_hour or too_old):
        return burst_position.burst
    too_many = burst.jobs.get(burst_position.job, 0) > limits.per_job_and_hour
    if too_many and burst_position.rank_of_job > limits.first_few:
        return f"{burst_position.burst}/{burst_position.job}"
    return None
