"""One person over several applications: who they are, and the two keys under which they are found.

A key finds the applications that may be one person's; `is_same_person` says which of them are.
"""

from datetime import datetime
from typing import NamedTuple

from functions.domain.decisions.rejection import Candidate, Rejection
from functions.domain.digest import digest
from functions.domain.lean_dataclass import dataclass
from functions.domain.name_words import FULL_NAME, name_words, names_agree
from functions.domain.notices.reference import Application
from functions.domain.personal_data import EmailAddress

# The cause of an erasure, as its revocation names it.
ERASED = "erased"
# Some ATSs use one placeholder for everybody; their applications must not outgrow the person's record.
MAX_APPLICATIONS = 500


class PersonEnd(NamedTuple):
    """A hire or an erasure of a person: nothing that was decided up to `until` is sent any more.

    `by`: the application that led to the hire; None for an erasure.
    """

    until: datetime
    cause: str
    by: Application | None


@dataclass(frozen=True)
class Person:
    """Record of one key: the applications under it, and every hire and erasure of it.

    Each is kept for itself: an operator who reopens a wrong hire must not undo an erasure, or another hire.
    `is_shared`: people who contradict each other were found under it when it was closed.
    """

    applications: frozenset[Application] = frozenset()
    ends: frozenset[PersonEnd] = frozenset()
    is_shared: bool = False

    @property
    def is_full(self) -> bool:
        return len(self.applications) >= MAX_APPLICATIONS

    @property
    def closed_by(self) -> frozenset[Application | None]:
        """The applications whose hires closed it; None stands for an erasure."""
        return frozenset(end.by for end in self.ends)

    def end_of(self, decided_at: datetime) -> PersonEnd | None:
        """Return what closes a decision of that moment, an erasure before a hire. None: nothing does."""
        ends = [end for end in self.ends if decided_at <= end.until]
        # What an erasure closes stays closed, whatever becomes of a hire.
        return max(ends, key=lambda end: (end.cause == ERASED, end.until), default=None)


def candidate_key(source: str, candidate_id: str) -> str:
    """Return the key of everything that `source` reports under one candidate id."""
    return f"candidate-{digest('candidate', source, candidate_id)}"


def mailbox_key(employer: str, address: EmailAddress) -> str:
    """Return the key of everything that one employer decides about one address, whatever source reports it."""
    return f"mailbox-{digest('mailbox', employer, address.reveal().lower())}"


def person_keys(employer: str, source: str, decision: Rejection) -> tuple[str, str]:
    """Return both keys of the person whom a decision is about. `employer`: the id of the employer who decided."""
    return candidate_key(source, decision.candidate.id), mailbox_key(employer, decision.candidate.email)


def is_same_person(source: str, decision: Rejection, other_source: str, other_decision: Rejection) -> bool:
    """Return whether two decisions are about one person: what the one is told, the other may read.

    An id alone does not say so, since a wrong mapping gives one to everybody; nor does an address alone, since a family
    may share it, or everybody who applied through one job board.
    """
    candidate, other = decision.candidate, other_decision.candidate
    if (source, candidate.id) == (other_source, other.id):
        return _share_an_address(candidate, other) or _names_agree(candidate, other)
    return _share_an_address(candidate, other) and _share_a_full_name(candidate, other)


def contradict(source: str, decision: Rejection, other_source: str, other_decision: Rejection) -> bool:
    """Return whether two decisions name one candidate id, and two people."""
    has_one_id = (source, decision.candidate.id) == (other_source, other_decision.candidate.id)
    return has_one_id and not is_same_person(source, decision, other_source, other_decision)


def _share_an_address(candidate: Candidate, other: Candidate) -> bool:
    return candidate.email.is_same_mailbox(other.email)


def _names_agree(candidate: Candidate, other: Candidate) -> bool:
    return names_agree(_words(candidate), _words(other))


def _share_a_full_name(candidate: Candidate, other: Candidate) -> bool:
    return len(_words(candidate)) >= FULL_NAME and _words(candidate) == _words(other)


def _words(candidate: Candidate) -> frozenset[str]:
    return name_words(candidate.given_name, candidate.family_name)
