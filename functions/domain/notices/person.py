"""One person over several applications: the same candidate id at a source, or the same address at an employer."""

from dataclasses import dataclass
from datetime import datetime

from functions.domain.decisions.rejection import Rejection
from functions.domain.digest import digest, member_key
from functions.domain.notices.notice import Application
from functions.domain.personal_data import EmailAddress, PersonName

# Some ATSs use one placeholder for everybody; their applications must not outgrow the person's record.
MAX_APPLICATIONS = 500


@dataclass(frozen=True)
class Person:
    """Record of one key: the applications under it, and up to which decision nothing is sent any more."""

    applications: frozenset[Application] = frozenset()
    closed_until: datetime | None = None
    cause: str = ""

    @property
    def is_full(self) -> bool:
        return len(self.applications) >= MAX_APPLICATIONS

    def closes(self, decided_at: datetime) -> bool:
        """Return whether nothing may be sent about a decision of that moment."""
        return self.closed_until is not None and decided_at <= self.closed_until


def candidate_key(source: str, candidate_id: str) -> str:
    """Return the key of everything that `source` reports under one candidate id."""
    return f"candidate-{member_key(source, candidate_id)}"


def mailbox_key(employer: str, address: EmailAddress) -> str:
    """Return the key of everything that one employer decides about one address, whatever source reports it."""
    return f"mailbox-{digest('mailbox', employer, address.reveal().lower())}"


def person_keys(employer: str, source: str, decision: Rejection) -> tuple[str, str]:
    """Return both keys of the person whom a decision is about. `employer`: the id of the employer who decided."""
    return candidate_key(source, decision.candidate.id), mailbox_key(employer, decision.candidate.email)


def is_same_person(source: str, decision: Rejection, other_source: str, other_decision: Rejection) -> bool:
    """Return whether one email of one employer may be about both decisions."""
    candidate, other = decision.candidate, other_decision.candidate
    if (source, candidate.id) == (other_source, other.id):
        return True
    # A mailbox may be shared by a family: names that differ are two people.
    return (
        candidate.email.reveal().lower() == other.email.reveal().lower()
        and _agree(candidate.given_name, other.given_name)
        and _agree(candidate.family_name, other.family_name)
    )


def _agree(name: PersonName | None, other: PersonName | None) -> bool:
    shown, other_shown = (part.presentable() if part else None for part in (name, other))
    return shown is None or other_shown is None or shown.casefold() == other_shown.casefold()
