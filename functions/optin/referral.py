"""The decision that led a candidate here, its employer, and the words that they read."""

from functions.domain.decisions.rejection import Rejection
from functions.domain.employers.employers import Employer
from functions.domain.employers.policy import EmployerPolicy
from functions.domain.lean_dataclass import dataclass
from functions.domain.notices.notice import Notice
from functions.optin.caller import Session
from functions.optin.ports import EmployerDirectory, NoticeReader
from functions.runtime.http.problem import Problem


@dataclass(frozen=True)
class Referral:
    """The decision that led the candidate here, and the employer who made it.

    `refuses_email`: the ATS reported, then or later, that they want no email. `is_taken_back`: the employer has
    taken the decision back since, or hired the candidate.
    """

    source: str
    decision: Rejection
    employer: Employer
    refuses_email: bool
    is_taken_back: bool

    @property
    def policy(self) -> EmployerPolicy:
        return self.employer.policy


def referral_of(session: Session, *, ledger: NoticeReader, employers: EmployerDirectory) -> Referral:
    """Return what led here.

    Raises Problem invitation-invalid where the decision is no longer on record, and employer-left where its employer is
    no longer in the file: the source may be another employer's by now.
    """
    notice = ledger.get(session.invitation.notice)
    if notice is None or notice.decision is None:
        raise Problem("invitation-invalid")
    employer = employer_of(_employer_id(notice, employers), employers=employers)
    return Referral(notice.source, notice.decision, employer, notice.refuses_email, notice.is_taken_back)


def policy_of(session: Session, *, ledger: NoticeReader, employers: EmployerDirectory) -> EmployerPolicy:
    """Return the policy of the employer who has the opt-in, or whose decision led here.

    Raises Problem invitation-invalid or employer-left.
    """
    if session.active:
        return employer_of(session.active.employer, employers=employers).policy
    return referral_of(session, ledger=ledger, employers=employers).policy


def read_policy(employer: Employer, language: str) -> EmployerPolicy:
    """Return the policy with the texts that a person read in this language; the employer's own where it has none."""
    try:
        return employer.policy_in(language)
    except KeyError:
        return employer.policy


def employer_of(employer_id: str, *, employers: EmployerDirectory) -> Employer:
    """Return the employer of that id. Raises Problem employer-left where it is no longer in the file."""
    employer = employers.find(employer_id)
    if employer is None:
        raise Problem("employer-left")
    return employer


def _employer_id(notice: Notice, employers: EmployerDirectory) -> str:
    return employers.id_of(notice.source) if notice.employer is None else notice.employer
