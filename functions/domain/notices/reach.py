"""Reach of a hire or an erasure: whom of all who stand under its candidate id it is about.

Usually the id is one person's, and says it all. Where people who contradict each other stand under it, it says nothing:
then only those are meant who agree with the person of the application that led to the hire.
"""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from itertools import combinations

from functions.domain.decisions.rejection import Rejection
from functions.domain.notices.notice import Notice
from functions.domain.notices.person import Person, contradict, is_same_person
from functions.domain.notices.reference import Application
from functions.domain.notices.review import SHARED_ID

type Decisions = Mapping[Application, Rejection]


class Reach(StrEnum):
    """Answer to whether a closing of a candidate id is about a decision under it."""

    CLOSED = "closed"
    SPARED = "spared"
    # Nobody can say: a person must.
    UNCLEAR = "unclear"


def is_shared(known: Decisions) -> bool:
    """Return whether people who contradict each other stand under one candidate id."""
    return any(
        contradict(application.source, decision, other_application.source, other)
        for (application, decision), (other_application, other) in combinations(known.items(), 2)
    )


def reach(person: Person, source: str, decision: Rejection | None, known: Decisions) -> Reach:
    """Return whether the closing of a person is about a decision, None where it is not known.

    `known`: all decisions under the same id.
    """
    if not person.is_shared:
        return Reach.CLOSED
    if decision is None:
        return Reach.UNCLEAR
    hired = [known.get(application) if application else None for application in person.closed_by]
    if any(other and is_same_person(source, decision, source, other) for other in hired):
        return Reach.CLOSED
    return Reach.SPARED if hired and all(hired) else Reach.UNCLEAR


def was_reviewed(notice: Notice, since: datetime | None = None) -> bool:
    """Return whether a person has decided about this notice because its id is shared."""
    asked = [entry.at for entry in notice.history if entry.cause.endswith(SHARED_ID)]
    return notice.review_reason is None and bool(asked) and (since is None or max(asked) >= since)
