"""Makes the invitation that goes into a notice, at the moment it is sent."""

from datetime import datetime
from typing import Protocol

from functions.domain.decision import Rejection
from functions.domain.invitation import Invitation
from functions.domain.notice import Notice, candidate_key
from functions.notify.compose import Offer


class Signer(Protocol):
    def sign(self, invitation: Invitation) -> str: ...


def invite(notice: Notice, decision: Rejection, join_until: datetime, *, keys: Signer, site_url: str) -> Offer | None:
    """The offer to join the talent pool, or None where the decision asks for none."""
    if decision.invite is False:
        return None
    candidate = candidate_key(notice.source, decision.candidate.id)
    return Offer(site_url, keys.sign(Invitation(notice.ref, candidate, join_until)), join_until)
