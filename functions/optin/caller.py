"""The candidate behind a request, their standing, and, with a code, the notice that invited them."""

from collections.abc import Callable, Container
from dataclasses import replace
from datetime import datetime
from typing import Self

from functions.domain.decisions.rejection import Rejection
from functions.domain.employers.employers import Employer
from functions.domain.employers.policy import EmployerPolicy
from functions.domain.lean_dataclass import dataclass
from functions.domain.notices.notice import Notice
from functions.domain.pool.changes import Changes
from functions.domain.pool.invitation import Invitation
from functions.domain.pool.key_ring import KeyRevoked, TokenInvalid
from functions.domain.pool.membership import Ending, Member, OptIn, Standing, Withdrawal, standing
from functions.optin.ports import EmployerDirectory, Keys, MemberPool, NoticeReader
from functions.runtime.http.problem import Problem

_MAX_ATTEMPTS = 3


@dataclass(frozen=True)
class Caller:
    """One candidate, as the pool knows them at the moment of the call."""

    candidate: str
    member: Member | None
    now: datetime
    attempts: int = 1

    @property
    def standing(self) -> Standing:
        return standing(self.member, self.now)

    @property
    def withdrawn_at(self) -> datetime | None:
        """The last withdrawal, also where the person has joined again since."""
        return self.member.withdrawn_at if self.member else None

    def refuse(self, code: str) -> Problem:
        """Return the problem of a call that came too late, with what stands on record by now."""
        revision = self.active.revision if self.active else None
        withdrawn_at = self.withdrawn_at.isoformat() if self.withdrawn_at else None
        current = {"state": self.standing.value, "withdrawn_at": withdrawn_at, "revision": revision}
        return Problem(code, members={"opt_in": current})

    def check_changes(self) -> None:
        """Raise Problem too-many-changes where the person has used up today's."""
        if self.member and self.member.changes.is_over(self.now):
            raise Problem("too-many-changes")

    def changes(self) -> Changes:
        """Return the day's changes with this one."""
        return (self.member.changes if self.member else Changes()).plus_one(self.now)

    @property
    def active(self) -> OptIn | None:
        """The active opt-in, if there is one."""
        return self.member if isinstance(self.member, OptIn) and self.standing is Standing.ACTIVE else None

    @property
    def links_from(self) -> datetime | None:
        """The moment before which codes open nothing: links were replaced, or the profile has moved since."""
        if isinstance(self.member, Withdrawal):
            return self.member.withdrawn_at if self.member.ending is Ending.MOVED else None
        return self.active.links_from if self.active else None

    def opt_in(self) -> OptIn:
        """Return the active opt-in. Raises Problem no-opt-in."""
        if self.active is None:
            raise Problem("no-opt-in")
        return self.active

    def reload(self, *, pool: MemberPool, now: Callable[[], datetime]) -> Self:
        """Return the same call after another one of this candidate was recorded first.

        Raises Problem busy after a few of them.
        """
        if self.attempts >= _MAX_ATTEMPTS:
            raise Problem("busy")
        # The moment is read again too: what this call records then lies after what the faster call recorded.
        return replace(self, member=pool.get(self.candidate), now=now(), attempts=self.attempts + 1)


@dataclass(frozen=True, kw_only=True)
class Session(Caller):
    """A call with a valid code."""

    invitation: Invitation

    @property
    def is_past_end(self) -> bool:
        """Tell whether it is too late to join with this code."""
        return self.now >= self.invitation.expires_at


def authenticate(
    code: str | None,
    *,
    keys: Keys,
    pool: MemberPool,
    now: Callable[[], datetime],
    allow_expired_for: Container[Standing] = (Standing.ACTIVE,),
) -> Session:
    """Return the session of the candidate whose code it is.

    Raises Problem invitation-missing, invitation-invalid, invitation-expired or link-replaced.

    An expired code still opens an active opt-in, so that members can always read, change and withdraw.
    `allow_expired_for`: the standings that an expired code opens.
    """
    if not code:
        raise Problem("invitation-missing")
    try:
        invitation = keys.verify(Invitation, code)
    except KeyRevoked:
        raise Problem("link-replaced") from None
    except TokenInvalid:
        raise Problem("invitation-invalid") from None
    candidate = invitation.candidate
    session = Session(candidate, pool.get(candidate), now(), invitation=invitation)
    if invitation.is_before(session.links_from):
        raise Problem("link-replaced")
    if session.is_past_end and session.standing not in allow_expired_for:
        raise Problem("invitation-expired")
    return session


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
