"""Review by a person before a notice goes out. Nothing is lost: the notice waits visibly until they release it."""

from datetime import datetime

from functions.domain.errors import Conflict
from functions.domain.notices.notice import Entry, Notice
from functions.domain.notices.sendable import Sendable
from functions.domain.notices.states import State
from functions.notify.outcome import NoticeOutcome
from functions.notify.ports import Ledger


def require_review(sendable: Sendable, reason: str, now: datetime, *, ledger: Ledger) -> NoticeOutcome | Notice:
    """Hold a notice until a person has reviewed it.

    Return NEEDS_REVIEW; or, for a new notice, the one that another worker has opened meanwhile. Raises Conflict.
    """
    notice = sendable.notice
    if sendable.is_new:
        held = notice.for_review(Entry(now, State.HELD, f"held for review: {reason}"), reason)
        return ledger.open(held, now) or NoticeOutcome.NEEDS_REVIEW
    if ledger.require_review(notice.ref, now, reason) is None:
        raise Conflict
    return NoticeOutcome.NEEDS_REVIEW
