"""Siblings: the other notices of the same person at one employer."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

from functions.domain.decisions.rejection import Rejection
from functions.domain.notices.notice import Notice
from functions.domain.notices.person import is_same_person
from functions.domain.notices.reference import Application, NoticeRef
from functions.domain.notices.sendable import Sendable
from functions.notify.dispatch.preflight import Cleared
from functions.notify.ports import DispatchPorts


def other_applications(cleared: Cleared, *, ports: DispatchPorts) -> dict[Application, Notice]:
    """Return the last notice of each other application that is known under the same keys."""
    people = [cleared.people[key] for keys in cleared.keys.values() for key in keys if key in cleared.people]
    own = {Application(item.notice.source, item.notice.application_id) for item in cleared.sendables}
    applications = {application for person in people for application in person.applications}
    return _last_cycles(applications - own, ports=ports)


def _last_cycles(applications: Iterable[Application], *, ports: DispatchPorts) -> dict[Application, Notice]:
    last, next_cycles = dict[Application, Notice](), {application.first: application for application in applications}
    while next_cycles:
        notices = ports.ledger.get_many(next_cycles)
        last |= {next_cycles[ref]: notice for ref, notice in notices.items()}
        # A cycle that was closed may have a next one: only the last cycle says where the application stands.
        next_cycles = {ref.next(): next_cycles[ref] for ref, notice in notices.items() if notice.rescinded_at}
    return last


def find_neighbours(
    sendables: Sequence[Sendable], keys: Mapping[NoticeRef, tuple[str, str]]
) -> Callable[[Sendable], list[Sendable]]:
    """Return what finds those of a batch that have a key in common with one of them, in the batch's order."""
    # Hardly any two of a batch are one person's, so that to compare each with each would be for nothing.
    places = defaultdict[str, list[int]](list)
    for place, item in enumerate(sendables):
        for key in keys[item.ref]:
            places[key].append(place)

    def neighbours_of(item: Sendable) -> list[Sendable]:
        return [sendables[place] for place in sorted({place for key in keys[item.ref] for place in places[key]})]

    return neighbours_of


def siblings_of(item: Sendable, others: Mapping[Application, Notice], *, ports: DispatchPorts) -> list[Notice]:
    """Return those of the other applications' notices that are about the same person."""
    return [one for one in others.values() if one.decision and share_an_email(one, one.decision, item, ports=ports)]


def share_an_email(notice: Notice, decision: Rejection, item: Sendable, *, ports: DispatchPorts) -> bool:
    """Return whether one email may be about both: they are one person's, at one employer."""
    is_one_person = is_same_person(item.notice.source, item.decision, notice.source, decision)
    return is_one_person and ports.employer(notice.source) == ports.employer(item.notice.source)
