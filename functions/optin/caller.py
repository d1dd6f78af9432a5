"""The candidate behind a request, their standing, and, with a code, the notice that invited them."""

from collections.abc import Callable, Container
from dataclasses import replace
from datetime import datetime
from typing import Self

from functions.domain.decisions.rejection import Rejection
from functions.domain.employers.employers import Employer
from functions.domain.employers.policy import EmployerPolicy
from functions.domain.lean_dataclass import dataclass
from functions.domain.pool.invitation import Invitation
from functions.domain.pool.key_ring import KeyRevoked, TokenInvalid
from functions.domain.pool.membership import Member, OptIn, Standing, standing
from functions.optin.ports import Keys, MemberPool, NoticeReader
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

    @property
    def active(self) -> OptIn | None:
        """The active opt-in, if there is one."""
        return self.member if isinstance(self.member, OptIn) and self.standing is Standing.ACTIVE else None

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
    if session.now >= invitation.expires_at and session.standing not in allow_expired_for:
        raise Problem("invitation-expired")
    return session


@dataclass(frozen=True)
class Referral:
    """The decision that led the candidate here, and the employer who made it.

    `refuses_email`: the ATS reported, then or later, that they want no email.
    """

    source: str
    decision: Rejection
    employer: Employer
    refuses_email: bool

    @property
    def policy(self) -> EmployerPolicy:
        return self.employer.policy


def referral_of(session: Session, *, ledger: NoticeReader, employer_of: Callable[[str], Employer]) -> Referral:
    """Return what led here. Raises Problem invitation-invalid where the decision is no longer on record."""
    notice = ledger.get(session.invitation.notice)
    if notice is None or notice.decision is None:
        raise Problem("invitation-invalid")
    return Referral(notice.source, notice.decision, employer_of(notice.source), notice.refuses_email)
