"""Who is calling: one candidate, and where they stand; most were led here by one notice."""

from collections.abc import Container
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Self

from functions.domain.decisions.rejection import Rejection
from functions.domain.employers.policy import EmployerPolicy
from functions.domain.pool.invitation import Invitation
from functions.domain.pool.key_ring import TokenInvalid
from functions.domain.pool.membership import Member, OptIn, Standing, standing
from functions.optin.ports import Ports
from functions.optin.problems import Problem

_MAX_ATTEMPTS = 3


@dataclass(frozen=True)
class Caller:
    """One candidate, at one moment."""

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
        """The opt-in that stands, if one does."""
        return self.member if isinstance(self.member, OptIn) and self.standing is Standing.ACTIVE else None

    def opt_in(self) -> OptIn:
        """The opt-in that stands. Raises Problem no-opt-in."""
        if self.active is None:
            raise Problem("no-opt-in")
        return self.active

    def again(self, *, ports: Ports) -> Self:
        """The same call after somebody else wrote in between. Raises Problem busy after a few of them."""
        if self.attempts >= _MAX_ATTEMPTS:
            raise Problem("busy")
        # A later moment too: what is recorded now comes after what was recorded in between.
        return replace(self, member=ports.pool.get(self.candidate), now=ports.now(), attempts=self.attempts + 1)


@dataclass(frozen=True, kw_only=True)
class Session(Caller):
    """A call with a good code."""

    invitation: Invitation


def authenticate(
    code: str | None, *, ports: Ports, allow_expired_for: Container[Standing] = (Standing.ACTIVE,)
) -> Session:
    """Raises Problem invitation-missing, -invalid or -expired.

    A code past its end still opens an opt-in that stands: whoever joined can always look, change and withdraw.
    `past_end` says at which standings it does.
    """
    if not code:
        raise Problem("invitation-missing")
    try:
        invitation = ports.keys.verify(Invitation, code)
    except TokenInvalid:
        raise Problem("invitation-invalid") from None
    candidate = invitation.candidate
    visit = Session(candidate, ports.pool.get(candidate), ports.now(), invitation=invitation)
    if visit.now >= invitation.expires_at and visit.standing not in allow_expired_for:
        raise Problem("invitation-expired")
    return visit


@dataclass(frozen=True)
class Referral:
    """What led here: the decision, and the policy of the employer whose it was.

    `objects`: they want no mail, as the ATS says of them, then or later.
    """

    decision: Rejection
    policy: EmployerPolicy
    objects: bool


def referral_of(visit: Session, *, ports: Ports) -> Referral:
    """Raises Problem invitation-invalid where the decision is no longer on record."""
    notice = ports.ledger.get(visit.invitation.notice)
    if notice is None or notice.decision is None:
        raise Problem("invitation-invalid")
    reported = filter(None, (notice.decision, notice.later_decision))
    objects = any(decision.candidate.can_email is False for decision in reported)
    return Referral(notice.decision, ports.policy(notice.source), objects)
