"""Puts a mail together at the moment it is sent: words, company and a fresh invitation."""

from collections.abc import Sequence
from datetime import datetime

from functions.domain.company import Company
from functions.domain.decision import Rejection
from functions.domain.notice import Notice
from functions.notify.compose import compose
from functions.notify.inviting import Signer, invite
from functions.notify.mail import Mail
from functions.notify.wording import Wording


class NoticeComposer:
    """One company's notices in one wording."""

    def __init__(self, company: Company, wording: Wording, keys: Signer, site_url: str) -> None:
        self._company, self._wording, self._keys, self._site_url = company, wording, keys, site_url

    @property
    def version(self) -> str:
        """Of the words."""
        return self._wording.version

    def compose(self, told: Sequence[tuple[Notice, Rejection]], now: datetime, *, others_open: bool) -> Mail:
        """The mail that tells of these notices; the invitation is bound to the first."""
        decisions = [decision for _, decision in told]
        offer = None
        if all(decision.invite is not False for decision in decisions):
            join_until = now + self._company.invitation.valid
            offer = invite(*told[0], join_until, keys=self._keys, site_url=self._site_url)
        return compose(decisions, company=self._company, wording=self._wording, offer=offer, others_open=others_open)
