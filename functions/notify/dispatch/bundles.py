"""One person, one mail: what is due to the same person on the same day is told together."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from functions.delivery.outcome import Ready
from functions.domain.decisions.rejection import Rejection
from functions.domain.notices.application import Application
from functions.domain.notices.notice import Notice, NoticeRef
from functions.domain.notices.person import Person, is_same_person, person_keys
from functions.domain.notices.states import State
from functions.notify.dispatch.check_brake import brakes
from functions.notify.ports import Ports

# Of one mail; a transaction takes twice as many.
_MOST_JOBS = 50
# Bytes of what people typed, in one mail about several jobs: with them it stays below 30 KB, whatever their script.
_MOST_TYPED = 6_000


@dataclass(frozen=True)
class Bundle:
    """The notices that one mail tells of; the first is its tag. `others_open`: as far as we know."""

    told: tuple[Ready, ...]
    others_open: bool = False


def bundle(
    ready: Sequence[Ready], people: Mapping[str, Person], *, ports: Ports
) -> tuple[list[Bundle], dict[NoticeRef, datetime]]:
    """Who is told what in one mail, and who waits until when for another answer that is due later on the same day."""
    others = _others(ready, people, ports=ports)
    here, told, waiting, bundles = {one.ref for one in ready}, set[NoticeRef](), dict[NoticeRef, datetime](), []
    for one in ready:
        if one.ref in told:
            continue
        siblings = [other for other in _siblings(one, others, ports=ports) if other.ref not in here]
        if later := _later_today(one, siblings, ports=ports):
            waiting[one.ref] = later
            continue
        apart = told | waiting.keys() | {one.ref}
        mine = [other for other in ready if other.ref not in apart]
        together = _together(one, [*mine, *_due(siblings, told, ports=ports)], ports=ports)
        told |= {other.ref for other in together}
        bundles.append(Bundle(together, _are_others_open(together, siblings)))
    return bundles, waiting


def _others(ready: Sequence[Ready], people: Mapping[str, Person], *, ports: Ports) -> dict[Application, Notice]:
    """The last notice of each other application of the same people."""
    keys = {
        key for one in ready for key in person_keys(ports.employer(one.notice.source), one.notice.source, one.decision)
    }
    own = {Application(one.notice.source, one.notice.application_id) for one in ready}
    applications = {other for key in keys if key in people for other in people[key].applications}
    return _last_cycles(applications - own, ports=ports)


def _last_cycles(applications: Iterable[Application], *, ports: Ports) -> dict[Application, Notice]:
    found, asked = dict[Application, Notice](), {one.first: one for one in applications}
    while asked:
        notices = ports.ledger.get_many(asked)
        found |= {asked[ref]: notice for ref, notice in notices.items()}
        asked = {ref.next(): asked[ref] for ref, notice in notices.items() if notice.rescinded_at}
    return found


def _siblings(one: Ready, others: Mapping[Application, Notice], *, ports: Ports) -> list[Notice]:
    return [other for other in others.values() if other.decision and _belongs(other, other.decision, one, ports=ports)]


def _together(one: Ready, others: Iterable[Ready], *, ports: Ports) -> tuple[Ready, ...]:
    """Everybody in one mail is the same person as everybody else: who has no name may be either of two who have."""
    together = [one]
    for other in others:
        fits = len(together) < _MOST_JOBS and sum(map(_typed, (*together, other))) <= _MOST_TYPED
        if fits and all(_belongs(other.notice, other.decision, member, ports=ports) for member in together):
            together.append(other)
    return tuple(together)


def _typed(one: Ready) -> int:
    job = one.decision.job
    return sum(len((text or "").encode()) for text in (job.title, job.location, one.decision.note))


def _belongs(other: Notice, decision: Rejection, one: Ready, *, ports: Ports) -> bool:
    """Whether one mail may tell of both: one person, one employer."""
    source = one.notice.source
    one_employer = ports.employer(other.source) == ports.employer(source)
    return one_employer and is_same_person(source, one.decision, other.source, decision)


def _later_today(one: Ready, siblings: Sequence[Notice], *, ports: Ports) -> datetime | None:
    """When the last of them is due, unless that is too late for this one."""
    now = ports.now()
    planner = ports.planner(one.notice.source)
    today = planner.day(one.decision, now)
    later = [
        other.due_at
        for other in siblings
        if _waits(other) and other.due_at and other.due_at > now
        if planner.day(one.decision, other.due_at) == today
        if not one.notice.latest_at or other.due_at < one.notice.latest_at
    ]
    return max(later, default=None)


def _due(siblings: Sequence[Notice], told: set[NoticeRef], *, ports: Ports) -> list[Ready]:
    """Those that could go out now as well, and are not in another mail."""
    now = ports.now()
    due = [
        Ready(other, other.decision, is_new=False)
        for other in siblings
        if _waits(other) and other.decision and other.ref not in told
        if other.due_at and other.due_at <= now and not (other.latest_at and other.latest_at < now)
    ]
    return [one for one, reason in zip(due, brakes(due, ports=ports).reasons, strict=True) if reason is None]


def _waits(notice: Notice) -> bool:
    return notice.state is State.HELD and not notice.review_reason and not notice.rescinded_at


def _are_others_open(told: Sequence[Ready], siblings: Sequence[Notice]) -> bool:
    """As far as we know: a rejection that was taken back, or the employer's own word; no answer is on its way."""
    refs = {one.ref for one in told}
    if any(other.state is State.HELD for other in siblings if other.ref not in refs):
        return False
    return any(one.decision.candidate.others_open for one in told) or any(map(_is_open_again, siblings))


def _is_open_again(notice: Notice) -> bool:
    return notice.state is State.RESCINDED and notice.history[-1].cause.startswith("rescinded")
