"""Closed people whose candidate id may be shared: whom a hire or an erasure under it is about."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from functions.domain.decisions.rejection import Rejection
from functions.domain.lean_dataclass import dataclass
from functions.domain.notices.notice import Notice
from functions.domain.notices.person import Person
from functions.domain.notices.reach import Decisions, Reach, is_shared, reach
from functions.domain.notices.reference import Application, NoticeRef
from functions.notify.ports import Ledger, People


@dataclass(frozen=True)
class KnownPeople:
    """Everybody under one key: its record, the notices there, and the newest decision of each application."""

    person: Person
    notices: dict[NoticeRef, Notice]
    decisions: Decisions

    def reach(self, source: str, decision: Rejection | None) -> Reach:
        """Return whether the closing of the key is about a decision under it."""
        return reach(self.person, source, decision, self.decisions)

    def of(self, application: Application) -> list[Notice]:
        """Return the notices of one application."""
        return [notice for ref, notice in self.notices.items() if ref.application == application.first.application]


@dataclass(frozen=True)
class Closing:
    """A closing of the person of a decision. `reach`: whether it is certainly about them."""

    until: datetime
    cause: str
    reach: Reach


def find_closing(
    registered: Mapping[str, Person], application: Application, decision: Rejection, *, ledger: Ledger, people: People
) -> Closing | None:
    """Return what closes the person of a decision, if anything does. `registered`: the records of its keys."""
    for key, person in registered.items():
        if end := person.end_of(decision.decided_at):
            known = know(key, person, (application, decision), ledger=ledger, people=people)
            answer = known.reach(application.source, decision)
            if answer is not Reach.SPARED:
                return Closing(end.until, end.cause, answer)
    return None


def know(
    key: str,
    person: Person,
    newcomer: tuple[Application, Rejection] | None = None,
    *,
    ledger: Ledger,
    people: People,
) -> KnownPeople:
    """Read everybody under a key that is closed. `newcomer`: a decision that the ledger may not have yet."""
    hired = {application for application in person.closed_by if application}
    notices = _all_cycles(person.applications | hired, ledger=ledger)
    decisions = {
        Application(notice.source, notice.application_id): notice.decision
        for _, notice in sorted(notices.items())
        if notice.decision
    } | dict([newcomer] if newcomer else [])
    if not person.is_shared and is_shared(decisions):
        # Written down, because an erasure takes away the decisions that show it.
        person = people.mark_shared(key)
    return KnownPeople(person, notices, decisions)


def _all_cycles(applications: Iterable[Application], *, ledger: Ledger) -> dict[NoticeRef, Notice]:
    found, refs = dict[NoticeRef, Notice](), {application.first for application in applications}
    while refs:
        notices = ledger.get_many(refs)
        found |= notices
        refs = {ref.next() for ref, notice in notices.items() if notice.rescinded_at}
    return found
