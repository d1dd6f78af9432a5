"""Makes the invitation that goes into a notice, at the moment it is sent."""

from datetime import datetime
from typing import Protocol

from functions.domain.decisions.rejection import Rejection
from functions.domain.digest import candidate_key
from functions.domain.notices.notice import Notice
from functions.domain.pool.invitation import Invitation
from functions.letters.rejection import Offer


class Signer(Protocol):
    def sign(self, invitation: Invitation) -> str: ...


def invite(notice: Notice, decision: Rejection, join_until: datetime, *, keys: Signer, site_url: str) -> Offer:
    """The offer to join the talent pool."""
    candidate = candidate_key(notice.source, decision.candidate.id)
    return Offer(site_url, keys.sign(Invitation(notice.ref, candidate, join_until)), join_until)
