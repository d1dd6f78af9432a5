"""Whose each application of the simulated world is, and what the ATS publishes about it.

Two people have one candidate id: the publisher's mapping is wrong, and nobody may suffer from it.
"""

from datetime import datetime

from functions.domain.decisions.events import CandidateErased, CandidateHired, DecisionEvent, Rejected
from tests.builders import DECIDED_AT, Json, rejected

# The candidate id and the person of each application.
IDS = {"A-1": "C-1", "A-2": "C-1", "A-3": "C-2", "A-4": "C-2"}
PEOPLE = {"A-1": "Ada", "A-2": "Ada", "A-3": "Ben", "A-4": "Cem"}
SHARED_IDS = frozenset({"C-2"})


def rejection_of(
    application: str, decided_at: datetime, *, can_email: bool, others_open: bool | None, version: int
) -> Rejected:
    """Return a rejection whose job's title and address say which publication it is."""
    person = PEOPLE[application]
    candidate: Json = {"id": IDS[application], "given_name": person, "family_name": f"{person}son"}
    candidate |= {"email": f"{person}.{version}@example.com", "can_email": can_email, "others_open": others_open}
    minute = int((decided_at - DECIDED_AT).total_seconds() // 60)
    job = {"title": f"Job of {application} at {minute} v{version}"}
    return rejected(application_id=application, decided_at=decided_at, candidate=candidate, job=job)


def is_shared(application: str) -> bool:
    """Return whether another person has the same candidate id."""
    return IDS[application] in SHARED_IDS


def is_about_another(event: DecisionEvent, application: str) -> bool:
    """Return whether an event about an id of several people may be about another of them than this application's."""
    match event:
        case CandidateHired():
            is_same_id = event.data.candidate.id == IDS[application]
            return is_same_id and PEOPLE[event.data.application_id] != PEOPLE[application]
        case CandidateErased():
            return event.data.candidate.id == IDS[application] and is_shared(application)
        case _:
            return False
