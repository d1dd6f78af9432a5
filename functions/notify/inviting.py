"""Makes the invitation that goes into a notice, at the moment it is sent."""

from datetime import datetime
from typing import Protocol

from functions.domain.decision import Rejection
from functions.domain.digest import candidate_key
from functions.domain.invitation import Invitation
from functions.domain.notice import Notice
from functions.notify.compose import Offer


class Signer(Protocol):
    def sign(self, invitation: Invitation) -> str: ...


def invite(notice: Notice, decision: Rejection, join_until: datetime, *, keys: Signer, site_url: str) -> Offer:
    """The offer to join the talent pool."""
    candidate = candidate_key(notice.source, decision.candidate.id)
    return Offer(site_url, keys.sign(Invitation(notice.ref, candidate, join_until)), join_until)
