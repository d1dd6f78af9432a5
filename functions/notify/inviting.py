"""Makes the invitation that goes into a notice, at the moment it is sent."""

from datetime import datetime
from typing import Protocol

from functions.domain.decisions.rejection import Rejection
from functions.domain.digest import member_key
from functions.domain.notices.notice import Notice
from functions.domain.pool.invitation import Invitation
from functions.letters.rejection import InvitationLink


class Signer(Protocol):
    def sign(self, invitation: Invitation) -> str: ...


def invite(notice: Notice, decision: Rejection, join_until: datetime, *, keys: Signer, site_url: str) -> InvitationLink:
    """The offer to join the talent pool."""
    candidate = member_key(notice.source, decision.candidate.id)
    return InvitationLink(site_url, keys.sign(Invitation(notice.ref, candidate, join_until)), join_until)
