"""One person over several applications: the same candidate id at a source, or the same address at an employer."""

from dataclasses import dataclass
from datetime import datetime

from functions.domain.decisions.rejection import Rejection
from functions.domain.digest import digest, member_key
from functions.domain.notices.application import Application
from functions.domain.personal_data import EmailAddress, PersonName


@dataclass(frozen=True)
class Person:
    """What is known under one key: applications, and up to when nothing that was decided is told any more."""

    applications: frozenset[Application] = frozenset()
    closed_until: datetime | None = None
    cause: str = ""

    def closes(self, decided_at: datetime) -> bool:
        return self.closed_until is not None and decided_at <= self.closed_until


def candidate_key(source: str, candidate_id: str) -> str:
    """The key of everything that `source` reports under one candidate id."""
    return f"candidate-{member_key(source, candidate_id)}"


def mailbox_key(employer: str, address: EmailAddress) -> str:
    """The key of everything that one employer decides about one address, whoever reports it."""
    return f"mailbox-{digest('mailbox', employer, address.reveal().lower())}"


def person_keys(employer: str, source: str, decision: Rejection) -> tuple[str, str]:
    """`employer`: the id of whose decision it is."""
    return candidate_key(source, decision.candidate.id), mailbox_key(employer, decision.candidate.email)


def is_same_person(source: str, one: Rejection, other_source: str, other: Rejection) -> bool:
    """Whether one mail of one employer may speak of both: a mailbox may be shared, so names that differ are two."""
    mine, theirs = one.candidate, other.candidate
    if (source, mine.id) == (other_source, theirs.id):
        return True
    same_box = mine.email.reveal().lower() == theirs.email.reveal().lower()
    given, family = (mine.given_name, theirs.given_name), (mine.family_name, theirs.family_name)
    return same_box and _agree(*given) and _agree(*family)


def _agree(one: PersonName | None, other: PersonName | None) -> bool:
    mine, theirs = (name.presentable() if name else None for name in (one, other))
    return mine is None or theirs is None or mine.casefold() == theirs.casefold()
