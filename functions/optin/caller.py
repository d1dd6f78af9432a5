"""The candidate behind a request, their standing, and, with a code, the notice that invited them."""

from collections.abc import Callable, Container
from dataclasses import replace
from datetime import datetime
from typing import Self

from functions.domain.lean_dataclass import dataclass
from functions.domain.personal_data import EmailAddress
from functions.domain.pool.changes import Changes
from functions.domain.pool.invitation import Invitation
from functions.domain.pool.key_ring import KeyRevoked, TokenInvalid
from functions.domain.pool.membership import Ending, Member, OptIn, Standing, Withdrawal, links_from, standing
from functions.optin.ports import Keys, MemberPool
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
    def next_revision(self) -> int:
        """The revision of what this call records."""
        # The store writes only over the revision before it: of two tabs that read the same profile, one loses.
        return (self.member.revision if self.member else 0) + 1

    @property
    def active(self) -> OptIn | None:
        """The active opt-in, if there is one."""
        return self.member if isinstance(self.member, OptIn) and self.standing is Standing.ACTIVE else None

    @property
    def links_from(self) -> datetime | None:
        """The moment before which codes open nothing: links were replaced, or the profile has moved since."""
        return links_from(self.member)

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


def has_moved(session: Session, email: EmailAddress, *, pool: MemberPool) -> bool:
    """Return whether the person's profile stood at another mailbox than this one when it ended.

    Their code comes from there, and the address there is deleted: joining would record one that they have left.
    """
    match session.member:
        case OptIn() as opt_in:
            return not email.is_same_mailbox(opt_in.email)
        case Withdrawal(ending=Ending.WITHDRAWN | Ending.ERASED) as left:
            return left.mailbox not in ("", pool.mailbox(left.employer, email))
    return False
