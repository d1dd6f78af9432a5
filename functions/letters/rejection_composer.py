"""Composer of the rejection letter: the employer's, in the candidate's language, with its invitation.

Whoever sends it and whoever shows later what was sent compose it here, so that both have the same words.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Protocol

from functions.domain.decisions.rejection import Rejection, locale_of
from functions.domain.employers.employers import Employer, Employers
from functions.domain.notices.notice import Notice
from functions.domain.pool.invitation import Invitation
from functions.domain.pool.key_ring import Token
from functions.domain.pool.membership import OptIn
from functions.domain.pool.person_key import person_digest
from functions.letters.rejection import InvitationLink, compose_rejection
from functions.letters.wording import Wording, Wordings
from functions.mail.message import Mail


class Signer(Protocol):
    def sign(self, token: Token) -> str: ...


class EachSigner(Signer, Protocol):
    """The keys, of which any may have signed what was sent once."""

    def sign_with_each(self, token: Token) -> Iterator[str]: ...


class RejectionComposer:
    """Composer for all employers. `keyed`: see `DigestKey`."""

    def __init__(
        self, employers: Employers, wordings: Wordings, keys: EachSigner, site_url: str, keyed: Callable[[str], str]
    ) -> None:
        self._employers, self._wordings, self._keys, self._site_url = employers, wordings, keys, site_url
        self._keyed = keyed

    def compose(self, notices: Sequence[Notice], link: InvitationLink | None, *, others_open: bool) -> Mail:
        """Compose the email about notices of one person at one employer, with the link of their invitation."""
        return compose_rejection(
            decisions_of(notices),
            ref=notices[0].ref,
            policy=self._employers.of(notices[0].source).policy,
            wording=self.wording_of(notices),
            invitation_link=link,
            others_open=others_open,
        )

    def invite(self, notices: Sequence[Notice], at: datetime, profile: OptIn | None) -> InvitationLink | None:
        """Return the link with which the person can join the talent pool; it is bound to the first notice.

        `profile`: the person's own in the talent pool, which the invitation then opens. None: they are not invited.
        """
        invitation = self._invitation(notices, at, profile)
        return self._link(invitation, self._keys.sign(invitation), profile) if invitation else None

    def invite_with_each(
        self, notices: Sequence[Notice], at: datetime, profile: OptIn | None
    ) -> Iterator[InvitationLink]:
        """Yield the link under each key, for whoever looks for the one that was sent."""
        if invitation := self._invitation(notices, at, profile):
            yield from (self._link(invitation, code, profile) for code in self._keys.sign_with_each(invitation))

    def wording_of(self, notices: Sequence[Notice]) -> Wording:
        """Return the words of the language that the email is in."""
        policy = self._employers.of(notices[0].source).policy
        return self._wordings.of(policy.languages.of(locale_of(decisions_of(notices))))

    def _invitation(self, notices: Sequence[Notice], at: datetime, profile: OptIn | None) -> Invitation | None:
        first, decisions = notices[0], decisions_of(notices)
        # All decisions are one person's: where one of them says no to an invitation, the whole email has none.
        if any(decision.invite is False for decision in decisions):
            return None
        employer = self._employers.of(first.source)
        member = profile.candidate if profile else self._person_key(employer, decisions[0])
        return Invitation(first.ref, member, at + employer.policy.invitation.valid, at)

    def _link(self, invitation: Invitation, code: str, profile: OptIn | None) -> InvitationLink:
        return InvitationLink(self._site_url, code, invitation.expires_at, is_member=profile is not None)

    def _person_key(self, employer: Employer, decision: Rejection) -> str:
        person = decision.candidate
        return self._keyed(person_digest(employer.id, person.email, person.given_name, person.family_name))


def decisions_of(notices: Sequence[Notice]) -> list[Rejection]:
    """Return the decisions that the email about these notices tells."""
    return [notice.decision for notice in notices if notice.decision]
