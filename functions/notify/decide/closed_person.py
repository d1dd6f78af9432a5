"""Corrections that name a person who was hired or erased: what they correct is told to nobody any more."""

from functions.domain.decisions.rejection import Rejection
from functions.domain.errors import Conflict
from functions.domain.notices.notice import Notice
from functions.domain.notices.person import ERASED
from functions.domain.notices.revocation import Revocation
from functions.domain.notices.states import State
from functions.domain.notices.told import is_untold
from functions.notify.ports import DecidePorts
from functions.notify.shared_ids import Closing


def end_corrected(
    notice: Notice, correction: Rejection, closing: Closing, review_reason: str | None, *, ports: DecidePorts
) -> None:
    """End a notice whose correction names a closed person, as if they had been hired or erased only now.

    `review_reason`: why a person must look at it, where its email is out or on its way. Raises Conflict.
    """
    now, is_erased = ports.now(), closing.cause == ERASED
    kept = None if is_erased else correction
    revocation = Revocation(closing.cause, closing.until, is_correction=True, correction=kept)
    ended: Notice | None = notice
    if notice.state is State.HELD:
        ended = ports.ledger.rescind(notice.ref, revocation, now)
    elif is_untold(notice):
        ended = ports.ledger.close(notice.ref, revocation, now, notice.state)
    elif review_reason:
        seen = notice.later_decision
        ended = ports.ledger.remember_repeat(notice.ref, kept, now, notice.state, seen, review_reason=review_reason)
    if ended is None or (is_erased and _has_person(ended) and ports.ledger.erase(ended, now) is None):
        raise Conflict


def _has_person(notice: Notice) -> bool:
    return notice.latest_decision is not None or any(claim.sent_to for claim in notice.claims)
