"""Composer of the emails that notify sends: the employer's, in the candidate's language, with fresh links."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

from functions.domain.decisions.rejection import Rejection
from functions.domain.employers.employers import Employer, Employers
from functions.domain.notices.notice import Notice
from functions.domain.notices.owed_letter import OwedLetter
from functions.domain.pool.membership import OptIn
from functions.letters.recruiter_note import note_problem
from functions.letters.rejection_composer import EachSigner, RejectionComposer, decisions_of
from functions.letters.wording import Wording, Wordings
from functions.mail.message import Mail
from functions.runtime import metrics
from functions.runtime.observability import count, logger

if TYPE_CHECKING:
    from functions.letters.pool_letter import LetterSubject
    from functions.notify.pool_composer import PoolLetterComposer


class LetterComposer:
    """Composer for all employers. `keyed`: see `DigestKey`."""

    def __init__(
        self, employers: Employers, wordings: Wordings, keys: EachSigner, site_url: str, keyed: Callable[[str], str]
    ) -> None:
        self._employers, self._wordings, self._keys, self._site_url = employers, wordings, keys, site_url
        self._rejections = RejectionComposer(employers, wordings, keys, site_url, keyed)

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
        _warn_of_notes(decisions_of(notices), self._rejections.wording_of(notices))
        link = self._rejections.invite(notices, now, profile)
        return self._rejections.compose(notices, link, others_open=others_open)

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


def _warn_of_notes(decisions: Iterable[Rejection], wording: Wording) -> None:
    for decision in decisions:
        # Reported here, because `letters` leaves the note out and logs nothing: it is pure.
        if problem := note_problem(decision, wording):
            logger.warning("note left out", extra={"application_id": decision.application_id, "reason": problem.value})
            count(metrics.NOTE_LEFT_OUT)
