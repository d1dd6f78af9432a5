"""Registration of new rejections: each enters its person's record and the counts of its burst.

An application is counted before it enters its person's record. So what is entered was counted, and nothing else is
taken for counted: however often a message comes, and wherever its worker failed, the brake sees it.

A person is registered before the notice is written. A hire or an erasure that arrives in between then either sees this
application, or has closed the person already, and this worker sees that.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import field
from datetime import datetime
from types import MappingProxyType

from functions.domain.decisions.events import Rejected
from functions.domain.decisions.rejection import Rejection
from functions.domain.lean_dataclass import dataclass
from functions.domain.notices.brake import BurstPosition, brake_reason, burst_of, job_digest
from functions.domain.notices.notice import Notice
from functions.domain.notices.person import Person, candidate_key, person_keys
from functions.domain.notices.reference import Application, NoticeRef
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
    rejections, sent_at, redelivered = dict[Application, Rejection](), dict[Application, datetime](), set[Application]()
    for command in commands:
        # A rejection that opens a later cycle is registered when its cycle is found missing.
        if isinstance(command.request, Rejected) and command.notice_ref and notices.get(command.notice_ref) is None:
            application = Application(command.request.source, command.request.data.application_id)
            rejections[application] = command.request.data
            if command.sent_at:
                sent_at[application] = command.sent_at
            if not command.is_first_delivery:
                redelivered.add(application)
    return register(rejections, sent_at, _find_counted(rejections, redelivered, ports=ports), ports=ports)


def register(
    rejections: Rejections,
    sent_at: Mapping[Application, datetime] = MappingProxyType({}),
    counted: Collection[Application] = (),
    *,
    ports: DecidePorts,
) -> dict[str, Registration]:
    """Register rejections.

    `sent_at`: when their messages were sent, if not now. `counted`: those that are in the counts already.
    """
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
    # The hour of the message: one that comes back in another hour still belongs to the burst with which it was sent.
    bursts = {application: burst_of(application.source, sent_at.get(application, now)) for application in rejections}
    positions = _count_bursts(rejections, bursts, counted, now, ports=ports)
    people = ports.people.register({key: frozenset(registered) for key, registered in applications.items()}, now)
    return {
        application.first.application: Registration(
            {key: people[key] for key in keys_by_application[application] if key in people}, position, reason
        )
        for application, position, reason in positions
    }


def _find_counted(
    rejections: Rejections, redelivered: Collection[Application], *, ports: DecidePorts
) -> set[Application]:
    """Return the applications that were counted before: they are in their person's record."""
    keys = {
        application: candidate_key(application.source, rejection.candidate.id)
        for application, rejection in rejections.items()
    }
    people = ports.people.get_many(keys.values()) if keys else {}
    known = {application: people[key] for application, key in keys.items() if key in people}
    return {
        application
        for application, person in known.items()
        # A full record enters nothing more. Then the message alone can say that it was here before.
        if application in person.applications or (person.is_full and application in redelivered)
    }


def _count_bursts(
    rejections: Rejections,
    names: Mapping[Application, str],
    counted: Collection[Application],
    now: datetime,
    *,
    ports: DecidePorts,
) -> list[tuple[Application, BurstPosition, str | None]]:
    bursts = defaultdict[str, dict[Application, Rejection]](dict)
    for application, rejection in rejections.items():
        bursts[names[application]][application] = rejection
    return [
        position for burst, decided in bursts.items() for position in _count(burst, decided, counted, now, ports=ports)
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
