"""What waits: nothing waits for hours on a queue, and whatever waits has one schedule, or a message that makes it."""

from collections.abc import Collection, Sequence
from datetime import timedelta

from functions.domain.notices.notice import Notice
from functions.domain.notices.reference import NoticeRef
from functions.domain.notices.review import Reviewer
from functions.domain.notices.states import State
from functions.mail.ses_events import MailEvent
from tests.fakes.notify import World

MAX_WAIT_ON_QUEUE = timedelta(minutes=15)


def check_schedules(world: World, queue: Collection[object], lost: Collection[NoticeRef]) -> None:
    """While nobody is at work. `lost`: hints of these were; what is lost, the sweep finds an hour later."""
    scheduled = [ref for ref, _ in world.scheduler.schedules]
    assert len(scheduled) == len(set(scheduled)), "two schedules for one notice"
    # A decision may be about any of them; it schedules what it finds held.
    if any(not isinstance(message, NoticeRef | MailEvent) for message in queue):
        return
    for notice in world.ledger.notices.values():
        if _waits(notice, world) and notice.ref not in lost and notice.ref not in queue:
            moment = world.scheduler.schedules.get((notice.ref, notice.postponements))
            assert moment == notice.due_at, "it waits for its moment, and nothing comes at that moment"


def is_quiet(world: World, queue: Sequence[object]) -> bool:
    """Whether nothing is left that would ever happen by itself."""
    by_itself = [by for by in world.ledger.review.values() if by and by.who is Reviewer.SWEEP]
    return not queue and not world.scheduler.schedules and not by_itself


def _waits(notice: Notice, world: World) -> bool:
    is_free = notice.state is State.HELD and not notice.review_reason and not notice.rescinded_at
    return is_free and notice.due_at is not None and notice.due_at > world.now
