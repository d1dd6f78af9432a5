"""Composer of the emails that notify sends: the employer's, in the candidate's language, with fresh links."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Protocol

from functions.domain.decisions.rejection import Rejection, locale_of
from functions.domain.digest import member_key
from functions.domain.employers.employers import Employers
from functions.domain.notices.notice import Notice
from functions.domain.notices.owed_letter import OwedLetter
from functions.domain.pool.invitation import Invitation
from functions.domain.pool.key_ring import Token
from functions.domain.pool.membership import OptIn
from functions.domain.pool.unsubscribe import Unsubscribe, employer_mark
from functions.letters.receipt import SelfServiceLinks, compose_receipt
from functions.letters.recruiter_note import note_problem
from functions.letters.rejection import InvitationLink, compose_rejection
from functions.letters.wording import Wording, Wordings
from functions.mail.message import Mail
from functions.runtime import metrics
from functions.runtime.observability import count, logger


class Signer(Protocol):
    def sign(self, token: Token) -> str: ...


class LetterComposer:
    """Composer for all employers."""

    def __init__(self, employers: Employers, wordings: Wordings, keys: Signer, site_url: str) -> None:
        self._employers, self._wordings, self._keys, self._site_url = employers, wordings, keys, site_url

    @property
    def version(self) -> str:
        """The version of all words together."""
        return self._wordings.version

    def compose(self, notices: Sequence[Notice], now: datetime, *, others_open: bool, shares_id: bool = False) -> Mail:
        """Compose the email about notices of one person at one employer. Its invitation is bound to the first.

        `shares_id`: somebody else has the same candidate id, or a link to its profile. The invitation must not open it.
        """
        first = notices[0]
        decisions = [notice.decision for notice in notices if notice.decision]
        policy = self._employers.of(first.source).policy
        wording = self._wordings.of(policy.languages.of(locale_of(decisions)))
        _warn_of_notes(decisions, wording)
        link = None
        # All decisions are one person's: where one of them says no to an invitation, the whole email has none.
        if all(decision.invite is not False for decision in decisions):
            join_until = now + policy.invitation.valid
            member = _member(first, decisions[0], shares_id=shares_id)
            link = invite(first, member, join_until, issued_at=now, keys=self._keys, site_url=self._site_url)
        return compose_rejection(
            decisions, ref=first.ref, policy=policy, wording=wording, invitation_link=link, others_open=others_open
        )

    def compose_receipt(self, notice: Notice, owed: OwedLetter, opt_in: OptIn, now: datetime) -> Mail:
        """Compose the receipt of an opt-in. Its links are signed anew: they last as long as the key of today."""
        employer = self._employers.of(notice.source)
        invitation = Invitation(owed.invitation, owed.candidate, owed.join_until, now)
        token = self._keys.sign(Unsubscribe(owed.candidate, employer_mark(employer.id), owed.language))
        links = SelfServiceLinks(
            site_url=self._site_url,
            code=self._keys.sign(invitation),
            unsubscribe=f"{self._site_url}/api/unsubscribe/{token}",
        )
        # It has been chosen already: from a language without a region, the employer's choice would find another one.
        wording = self._wordings.of(owed.language)
        return compose_receipt(opt_in, ref=notice.ref, policy=employer.policy, wording=wording, links=links)


def invite(
    notice: Notice, member: str, join_until: datetime, *, issued_at: datetime, keys: Signer, site_url: str
) -> InvitationLink:
    """Return the link with which the candidate can join the talent pool, under the key `member`."""
    return InvitationLink(site_url, keys.sign(Invitation(notice.ref, member, join_until, issued_at)), join_until)


def _member(notice: Notice, decision: Rejection, *, shares_id: bool) -> str:
    candidate = decision.candidate
    return member_key(notice.source, candidate.id, candidate.email.reveal() if shares_id else None)


def _warn_of_notes(decisions: Iterable[Rejection], wording: Wording) -> None:
    for decision in decisions:
        # Reported here, because `letters` leaves the note out and logs nothing: it is pure.
        if problem := note_problem(decision, wording):
            logger.warning("note left out", extra={"application_id": decision.application_id, "reason": problem.value})
            count(metrics.NOTE_LEFT_OUT)
