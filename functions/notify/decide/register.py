"""What the ledger does not have yet: each new rejection is entered with its person and counted in its burst.

Entered before its notice is opened: whoever closes the person then finds the application, or it finds them closed.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from functions.domain.decisions.events import Rejected
from functions.domain.decisions.rejection import Rejection
from functions.domain.notices.application import Application
from functions.domain.notices.brake import BurstPosition, brake_reason, burst_of, job_digest
from functions.domain.notices.notice import Notice, NoticeRef
from functions.domain.notices.person import Person, person_keys
from functions.notify.commands import Work
from functions.notify.ports import Ports


@dataclass(frozen=True)
class New:
    """A rejection, as it arrives; `is_first`: it was not counted before."""

    source: str
    decision: Rejection
    is_first: bool = True

    @property
    def application(self) -> Application:
        return Application(self.source, self.decision.application_id)


@dataclass(frozen=True)
class Arrival:
    """`people`: whom the rejection is about, under each of their keys; `braked`: what holds it back, if anything."""

    people: Mapping[str, Person]
    place: BurstPosition
    brake_reason: str | None


@dataclass(frozen=True)
class Known:
    """What was read for a batch a moment ago; each write has its condition, should it have changed.

    `notices` has None where the ledger had nothing; `arrivals` are by the application's digest.
    """

    notices: Mapping[NoticeRef, Notice | None] = field(default_factory=dict)
    arrivals: Mapping[str, Arrival] = field(default_factory=dict)


def arrivals(works: Sequence[Work], notices: Mapping[NoticeRef, Notice | None], *, ports: Ports) -> dict[str, Arrival]:
    """Of those works whose application the ledger does not know."""
    new = [New(work.asked.source, work.asked.data, work.is_first) for work in works if isinstance(work.asked, Rejected)]
    # A rejection that opens a later cycle arrives when its cycle is found not to be there.
    opening = [one for one in new if notices.get(one.application.first) is None]
    arrived = arrive(opening, ports=ports)
    return {one.application.first.application: arrival for one, arrival in zip(opening, arrived, strict=True)}


def arrive(new: Sequence[New], *, ports: Ports) -> list[Arrival]:
    if not new:
        return []
    now, by_key = ports.now(), defaultdict[str, set[Application]](set)
    for one in new:
        for key in _keys(one, ports=ports):
            by_key[key] |= {one.application}
    people = ports.people.register({key: frozenset(applications) for key, applications in by_key.items()}, now)
    return [
        Arrival({key: people[key] for key in _keys(one, ports=ports) if key in people}, place, held)
        for one, (place, held) in zip(new, _places(new, now, ports=ports), strict=True)
    ]


def _keys(one: New, *, ports: Ports) -> tuple[str, str]:
    return person_keys(ports.employer(one.source), one.source, one.decision)


def _places(new: Sequence[New], now: datetime, *, ports: Ports) -> list[tuple[BurstPosition, str | None]]:
    bursts = defaultdict[str, list[New]](list)
    for one in new:
        bursts[burst_of(one.source, now)].append(one)
    places = {
        one.application: placed for name, some in bursts.items() for one, placed in _count(name, some, now, ports=ports)
    }
    return [places[one.application] for one in new]


def _count(
    name: str, new: Sequence[New], now: datetime, *, ports: Ports
) -> list[tuple[New, tuple[BurstPosition, str | None]]]:
    jobs, old = Counter[str](), 0
    for one in new:
        jobs[job_digest(one.decision.job.id)] += one.is_first
        old += one.is_first and _is_old(one, now, ports=ports)
    burst = ports.bursts.count(name, jobs, old, now)
    # They stand at the end of the counts, in their order; one that came before stands where the next one will.
    rank, rank_of_job = (
        burst.total - jobs.total(),
        Counter({job: burst.jobs[job] - times for job, times in jobs.items()}),
    )
    placed = []
    for one in new:
        job = job_digest(one.decision.job.id)
        rank += one.is_first
        rank_of_job[job] += one.is_first
        place = BurstPosition(name, job, rank, rank_of_job[job], _is_old(one, now, ports=ports))
        placed.append((one, (place, brake_reason(place, burst, ports.brake))))
    return placed


def _is_old(one: New, now: datetime, *, ports: Ports) -> bool:
    return now - one.decision.decided_at > ports.brake.old_after
