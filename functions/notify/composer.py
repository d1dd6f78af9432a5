"""Composer of the emails that notify sends: the employer's, in the candidate's language, with fresh links."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

from functions.domain.decisions.rejection import Rejection, locale_of
from functions.domain.employers.employers import Employer, Employers
from functions.domain.notices.notice import Notice
from functions.domain.notices.owed_letter import OwedLetter
from functions.domain.pool.invitation import Invitation
from functions.domain.pool.membership import OptIn
from functions.domain.pool.person_key import person_digest
from functions.letters.recruiter_note import note_problem
from functions.letters.rejection import InvitationLink, compose_rejection
from functions.letters.wording import Wording, Wordings
from functions.mail.message import Mail
from functions.runtime import metrics
from functions.runtime.observability import count, logger

if TYPE_CHECKING:
    from functions.letters.pool_letter import LetterSubject
    from functions.notify.pool_composer import PoolLetterComposer, Signer


class LetterComposer:
    """Composer for all employers. `keyed`: see `DigestKey`."""

    def __init__(
        self, employers: Employers, wordings: Wordings, keys: "Signer", site_url: str, keyed: Callable[[str], str]
    ) -> None:
        self._employers, self._wordings, self._keys, self._site_url = employers, wordings, keys, site_url
        self._keyed = keyed

    @property
    def version(self) -> str:
        """The version of all words together."""
        return self._wordings.version

    def compose(
        self, notices: Sequence[Notice], now: datetime, *, others_open: bool, profile: OptIn | None = None
    ) -> Mail:
        """Compose the email about notices of one person at one employer. Its invitation is bound to the first.

        `profile`: the person's own in the talent pool, which the invitation then opens.
        """
        first = notices[0]
        decisions = [notice.decision for notice in notices if notice.decision]
        employer = self._employers.of(first.source)
        policy = employer.policy
        wording = self._wordings.of(policy.languages.of(locale_of(decisions)))
        _warn_of_notes(decisions, wording)
        link = None
        # All decisions are one person's: where one of them says no to an invitation, the whole email has none.
        if all(decision.invite is not False for decision in decisions):
            join_until = now + policy.invitation.valid
            member = profile.candidate if profile else self._person_key(employer.id, decisions[0])
            link = invite(first, member, join_until, issued_at=now, keys=self._keys, site_url=self._site_url)
            link = replace(link, is_member=profile is not None)
        return compose_rejection(
            decisions, ref=first.ref, policy=policy, wording=wording, invitation_link=link, others_open=others_open
        )

    def compose_letter(self, notice: Notice, owed: OwedLetter, subject: "LetterSubject", now: datetime) -> Mail:
        """Compose a letter to a person of the talent pool."""
        return self._pool_letters.compose(notice, owed, subject, self._employer(notice), now)

    @cached_property
    def _pool_letters(self) -> "PoolLetterComposer":
        # A batch of rejections has no such letter: its cold start does without them.
        from functions.notify.pool_composer import PoolLetterComposer  # noqa: PLC0415

        return PoolLetterComposer(self._wordings, self._keys, self._site_url)

    def _employer(self, notice: Notice) -> Employer:
        # A source may have become another employer's since. Whom the person agreed with is on record.
        known = self._employers.find(notice.employer) if notice.employer is not None else None
        return known or self._employers.of(notice.source)

    def _person_key(self, employer: str, decision: Rejection) -> str:
        person = decision.candidate
        return self._keyed(person_digest(employer, person.email, person.given_name, person.family_name))


def invite(
    notice: Notice, member: str, join_until: datetime, *, issued_at: datetime, keys: "Signer", site_url: str
) -> InvitationLink:
    """Return the link with which the candidate can join the talent pool, under the key `member`."""
    return InvitationLink(site_url, keys.sign(Invitation(notice.ref, member, join_until, issued_at)), join_until)


def _warn_of_notes(decisions: Iterable[Rejection], wording: Wording) -> None:
    for decision in decisions:
        # Reported here, because `letters` leaves the note out and logs nothing: it is pure.
        if problem := note_problem(decision, wording):
            logger.warning("note left out", extra={"application_id": decision.application_id, "reason": problem.value})
            count(metrics.NOTE_LEFT_OUT)
