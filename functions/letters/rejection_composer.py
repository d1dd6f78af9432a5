"""Composer of the rejection letter: the employer's, in the candidate's language, with its invitation.

Whoever sends it and whoever shows later what was sent compose it here, so that both have the same words.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
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


class RejectionComposer:
    """Composer for all employers. `keyed`: see `DigestKey`."""

    def __init__(
        self, employers: Employers, wordings: Wordings, keys: Signer, site_url: str, keyed: Callable[[str], str]
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
        first, decisions = notices[0], decisions_of(notices)
        # All decisions are one person's: where one of them says no to an invitation, the whole email has none.
        if any(decision.invite is False for decision in decisions):
            return None
        employer = self._employers.of(first.source)
        join_until = at + employer.policy.invitation.valid
        member = profile.candidate if profile else self._person_key(employer, decisions[0])
        link = invite(first, member, join_until, issued_at=at, keys=self._keys, site_url=self._site_url)
        return replace(link, is_member=profile is not None)

    def wording_of(self, notices: Sequence[Notice]) -> Wording:
        """Return the words of the language that the email is in."""
        policy = self._employers.of(notices[0].source).policy
        return self._wordings.of(policy.languages.of(locale_of(decisions_of(notices))))

    def _person_key(self, employer: Employer, decision: Rejection) -> str:
        person = decision.candidate
        return self._keyed(person_digest(employer.id, person.email, person.given_name, person.family_name))


def decisions_of(notices: Sequence[Notice]) -> list[Rejection]:
    """Return the decisions that the email about these notices tells."""
    return [notice.decision for notice in notices if notice.decision]


def invite(
    notice: Notice, member: str, join_until: datetime, *, issued_at: datetime, keys: Signer, site_url: str
) -> InvitationLink:
    """Return the link with which the candidate can join the talent pool, under the key `member`."""
    return InvitationLink(site_url, keys.sign(Invitation(notice.ref, member, join_until, issued_at)), join_until)
