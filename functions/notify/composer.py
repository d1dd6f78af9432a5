"""Puts a mail together when it is sent: the employer's, in the candidate's language, with a fresh invitation."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from functions.domain.decisions.rejection import Rejection
from functions.domain.employers.employers import Employers
from functions.domain.employers.language import Language
from functions.domain.employers.policy import EmployerPolicy
from functions.domain.notices.notice import Notice
from functions.letters.recruiter_note import note_problem
from functions.letters.rejection import compose_rejection
from functions.letters.wording import Wording, Wordings
from functions.mail.message import Mail
from functions.notify.inviting import Signer, invite
from functions.runtime.observability import count, logger


class NoticeComposer:
    """The notices of all employers."""

    def __init__(self, employers: Employers, wordings: Wordings, keys: Signer, site_url: str) -> None:
        self._employers, self._wordings, self._keys, self._site_url = employers, wordings, keys, site_url

    @property
    def version(self) -> str:
        """Of all words together."""
        return self._wordings.version

    def compose(self, told: Sequence[tuple[Notice, Rejection]], now: datetime, *, others_open: bool) -> Mail:
        """The mail that tells of these notices, of one person at one employer; the invitation is bound to the first."""
        decisions = [decision for _, decision in told]
        first, _ = told[0]
        policy = self._employers.of(first.source).policy
        wording = self._wordings.of(language_of(decisions, policy))
        _warn_of_notes(decisions, wording)
        invitation_link = None
        if all(decision.invite is not False for decision in decisions):
            join_until = now + policy.invitation.valid
            invitation_link = invite(*told[0], join_until, keys=self._keys, site_url=self._site_url)
        return compose_rejection(
            decisions,
            ref=first.ref,
            policy=policy,
            wording=wording,
            invitation_link=invitation_link,
            others_open=others_open,
        )


def language_of(decisions: Sequence[Rejection], policy: EmployerPolicy) -> Language:
    """The candidate's, as the first decision that says one has it; else the employer's."""
    locales = (decision.candidate.locale for decision in decisions if decision.candidate.locale)
    return policy.languages.of(next(locales, None))


def _warn_of_notes(decisions: Iterable[Rejection], wording: Wording) -> None:
    for decision in decisions:
        if fault := note_problem(decision, wording):
            about = {"application_id": decision.application_id, "reason": fault.value}
            logger.warning("note left out", extra=about)
            count("NoteLeftOut")
