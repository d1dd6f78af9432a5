"""Registration of new rejections: each enters its person's record and the counts of its burst.

A person is registered before the notice is written. A hire or an erasure that arrives in between then either sees this
application, or has closed the person already, and this worker sees that.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from functions.domain.decisions.events import Rejected
from functions.domain.decisions.rejection import Rejection
from functions.domain.notices.brake import BurstPosition, brake_reason, burst_of, job_digest
from functions.domain.notices.notice import Application, Notice, NoticeRef
from functions.domain.notices.person import Person, person_keys
from functions.notify.commands import Command
from functions.notify.ports import DecidePorts, Ledger

type Rejections = Mapping[Application, Rejection]


@dataclass(frozen=True)
class Registration:
    """The people whom a rejection is about, by key, and its position in its burst.

    `brake_reason`: what holds it for review, if anything does.
    """

    people: Mapping[str, Person]
    burst_position: BurstPosition
    brake_reason: str | None


@dataclass(frozen=True)
class Prefetched:
    """State that was read for a whole batch. Each write has a condition, in case it has changed since.

    `notices` has None where the ledger had nothing. `registrations` are keyed by the application's digest.
    """

    notices: Mapping[NoticeRef, Notice | None] = field(default_factory=dict)
    registrations: Mapping[str, Registration] = field(default_factory=dict)

    def notice(self, ref: NoticeRef, *, ledger: Ledger) -> Notice | None:
        """Return the notice as it was prefetched, else as it is now."""
        return self.notices[ref] if ref in self.notices else ledger.get(ref)


def register_new(
    commands: Sequence[Command], notices: Mapping[NoticeRef, Notice | None], *, ports: DecidePorts
) -> dict[str, Registration]:
    """Register the rejections whose application the ledger does not have. Return them by the application's digest."""
    rejections, repeats = dict[Application, Rejection](), set[Application]()
    for command in commands:
        # A rejection that opens a later cycle is registered when its cycle is found missing.
        if isinstance(command.request, Rejected) and command.notice_ref and notices.get(command.notice_ref) is None:
            application = Application(command.request.source, command.request.data.application_id)
            rejections[application] = command.request.data
            # SQS delivered it before, and a worker will have counted it then: retries must not look like a burst.
            if not command.is_first_delivery:
                repeats.add(application)
    return register(rejections, repeats, ports=ports)


def register(
    rejections: Rejections, repeats: Collection[Application] = (), *, ports: DecidePorts
) -> dict[str, Registration]:
    """Register rejections. Those of `repeats` were counted in their burst before, and are not counted again."""
    if not rejections:
        return {}
    now = ports.now()
    keys_by_application = {
        application: person_keys(ports.employer(application.source), application.source, rejection)
        for application, rejection in rejections.items()
    }
    applications = defaultdict[str, set[Application]](set)
    for application, keys in keys_by_application.items():
        for key in keys:
            applications[key].add(application)
    people = ports.people.register({key: frozenset(registered) for key, registered in applications.items()}, now)
    return {
        application.first.application: Registration(
            {key: people[key] for key in keys_by_application[application] if key in people}, position, reason
        )
        for application, position, reason in _count_bursts(rejections, repeats, now, ports=ports)
    }


def _count_bursts(
    rejections: Rejections, repeats: Collection[Application], now: datetime, *, ports: DecidePorts
) -> list[tuple[Application, BurstPosition, str | None]]:
    bursts = defaultdict[str, dict[Application, Rejection]](dict)
    for application, rejection in rejections.items():
        bursts[burst_of(application.source, now)][application] = rejection
    return [
        counted for burst, decided in bursts.items() for counted in _count(burst, decided, repeats, now, ports=ports)
    ]


def _count(
    name: str, rejections: Rejections, repeats: Collection[Application], now: datetime, *, ports: DecidePorts
) -> list[tuple[Application, BurstPosition, str | None]]:
    jobs, old = Counter[str](), 0
    for application, rejection in rejections.items():
        is_counted = application not in repeats
        jobs[job_digest(rejection.job.id)] += is_counted
        old += is_counted and _is_old(rejection, now, ports=ports)
    burst = ports.bursts.count(name, jobs, old, now)
    # The new decisions take the last ranks, in order. A redelivered one is not counted again: it gets the rank of the
    # decision before it.
    rank, job_ranks = burst.total - jobs.total(), {job: burst.jobs[job] - times for job, times in jobs.items()}
    counted = []
    for application, rejection in rejections.items():
        job = job_digest(rejection.job.id)
        rank += application not in repeats
        job_ranks[job] += application not in repeats
        position = BurstPosition(name, job, rank, job_ranks[job], _is_old(rejection, now, ports=ports))
        counted.append((application, position, brake_reason(position, burst, ports.brake_limits)))
    return counted


def _is_old(rejection: Rejection, now: datetime, *, ports: DecidePorts) -> bool:
    return now - rejection.decided_at > ports.brake_limits.old_after
