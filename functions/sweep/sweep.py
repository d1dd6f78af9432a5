"""What the sweep does with a notice that nothing has settled: asks for it again, or hands it to a person."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime
from enum import StrEnum

from functions.domain.notices.notice import Notice, NoticeRef
from functions.domain.notices.review import SETTLE_WITHIN, Reviewer
from functions.domain.notices.states import State
from functions.sweep.ports import Ports

_NO_EVENT = "no event from SES within an hour"


class Outcome(StrEnum):
    """What was done. The value is the metric."""

    ASKED_AGAIN = "AskedAgain"
    SENT_ONCE_MORE = "SentOnceMore"
    HANDED_OVER = "HandedOver"
    NOTHING = "SweepIgnored"


def sweep(
    deadline: datetime,
    *,
    ports: Ports,
    alone: Callable[[NoticeRef], AbstractContextManager[object]] = nullcontext,
) -> Iterator[tuple[Notice, Outcome]]:
    """Looks at everything whose time has come, each `alone`; what is left at the deadline, the next sweep finds."""
    for line in ports.reviews.waiting(Reviewer.SWEEP, ports.now()):
        if ports.now() > deadline:
            return
        with alone(line.ref):
            notice = ports.ledger.get(line.ref)
            if notice:
                yield notice, settle(notice, ports=ports)


def waiting_for_a_person(*, ports: Ports) -> int:
    """How many notices do."""
    return sum(1 for _ in ports.reviews.waiting(Reviewer.PERSON, ports.now()))


def settle(notice: Notice, *, ports: Ports) -> Outcome:
    # The index may be a moment behind: what was settled meanwhile is left alone.
    match notice.state:
        case State.HELD:
            return _ask_again(notice, ports=ports)
        case State.CLAIMED | State.UNKNOWN:
            return _resolve_doubt(notice, ports=ports)
        case _:
            return Outcome.NOTHING


def _ask_again(notice: Notice, *, ports: Ports) -> Outcome:
    """Its schedule or its message got lost. Asked first, noted after: rather twice than never."""
    now = ports.now()
    if notice.review_reason or (notice.due_at and notice.due_at > now):
        return Outcome.NOTHING
    ports.ask(notice.ref)
    ports.reviews.recheck_at(notice, now, now + SETTLE_WITHIN)
    return Outcome.ASKED_AGAIN


def _resolve_doubt(notice: Notice, *, ports: Ports) -> Outcome:
    now = ports.now()
    if notice.claim and now < notice.claim.at + SETTLE_WITHIN:
        return Outcome.NOTHING
    if ports.retry_in_doubt and ports.reviews.reopen(notice, now, f"{_NO_EVENT}: once more", once=True):
        ports.ask(notice.ref)
        return Outcome.SENT_ONCE_MORE
    return Outcome.HANDED_OVER if ports.reviews.escalate(notice, now, _NO_EVENT) else Outcome.NOTHING
