"""What is held back until a person has looked: bursts, old decisions, new words, what came too late.

To release and to drop take the number of notices, typed in full, so that nobody lets go of what they have not seen.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta

from functions.domain.notices.notice import Notice
from functions.domain.notices.review import ReviewEntry, Reviewer
from functions.domain.notices.revocation import Revocation
from functions.domain.notices.states import State
from ops.ledger.connection import Desk
from ops.ledger.describe import cause
from ops.terminal.failure import Failure
from ops.terminal.progress import say

# The sweep's lines are to be looked at in the future, the last of them after the longest hold.
FUTURE = timedelta(days=366)
_LOOK_AGAIN = "make ledger ARGS=waiting"


def show_held(held: Sequence[Notice]) -> None:
    """One entry for everything that one thing holds back."""
    by_task = defaultdict[str, list[Notice]](list)
    for notice in held:
        by_task[notice.review_reason or ""].append(notice)
    for review_reason, notices in sorted(by_task.items()):
        jobs = Counter(_job(notice) for notice in notices)
        say(f"{review_reason}  holds back {len(notices)}, first since {min(_since(notice) for notice in notices)}")
        for (source, job), times in jobs.most_common(5):
            say(f"  {times:>6}  {source}  {job}")
        # To release a burst releases each of its jobs.
        count = sum(_is_about(notice, review_reason) for notice in held)
        say(f'  to do:   release {review_reason} --count {count} --because "…", or drop {review_reason} …')


def pending(desk: Desk) -> list[Notice]:
    """The notices that are held back now."""
    return held_back(desk, desk.reviews.pending(Reviewer.PERSON, desk.now()))


def held_back(desk: Desk, lines: Iterable[ReviewEntry]) -> list[Notice]:
    """Of what is waiting: the notices that are held back."""
    return [notice for notice in _notices(desk, lines) if notice.state is State.HELD and notice.review_reason]


def release(desk: Desk, what: str, count: int, because: str) -> None:
    """Lets go of what was held back; each goes out once, as soon as it is due and its window is open."""
    line = cause(because)
    chosen = [notice for notice in pending(desk) if _is_about(notice, what)]
    _require(len(chosen) == count, f"{what} holds back {len(chosen)}, not {count}; nothing was changed")
    alone = any(str(notice.ref) == what for notice in chosen)
    if not alone:
        # First: what is due later, or arrives in the same hour, is not held back again.
        for name, job in sorted({_burst_of(notice) for notice in chosen if _burst_of(notice)[0]}):
            desk.bursts.release(name, job if "/" in what else None)
    released = 0
    for notice in chosen:
        if desk.reviews.release(notice, desk.now(), line, alone=alone):
            desk.ask(notice.ref)
            released += 1
    say(f"Released {released} on {desk.where}; each goes out once it is due and its window is open")


def drop(desk: Desk, what: str, count: int, because: str) -> None:
    """Takes back everything of it that was not sent, also what still waits for its schedule. Nobody is told."""
    line = cause(because)
    lines = [
        *desk.reviews.pending(Reviewer.PERSON, desk.now()),
        *desk.reviews.pending(Reviewer.SWEEP, desk.now() + FUTURE),
    ]
    chosen = [notice for notice in _notices(desk, lines) if notice.state is State.HELD and _came_with(notice, what)]
    _require(len(chosen) == count, f"{len(chosen)} of {what} are not sent yet, not {count}; nothing was changed")
    dropped = sum(
        desk.ledger.rescind(notice.ref, Revocation(line, _until(notice, desk.now())), desk.now()) is not None
        for notice in chosen
    )
    say(f"Dropped {dropped} on {desk.where}: nobody is told. A decision that is made again later is told")


def _notices(desk: Desk, lines: Iterable[ReviewEntry]) -> Iterator[Notice]:
    yield from desk.ledger.get_many(line.ref for line in lines if line.state is State.HELD).values()


def _is_about(notice: Notice, what: str) -> bool:
    """`what`: a burst, a job of it, another reason to hold back, or one notice's reference."""
    review_reason = notice.review_reason or ""
    return what in {review_reason, review_reason.partition("/")[0], str(notice.ref)}


def _until(notice: Notice, now: datetime) -> datetime:
    """Up to when it was decided, also by a clock that is fast."""
    decisions = filter(None, (notice.decision, notice.later_decision))
    return max([now, *(decision.decided_at for decision in decisions)])


def _came_with(notice: Notice, what: str) -> bool:
    place = notice.burst_position
    return _is_about(notice, what) or (place is not None and what in {place.burst, f"{place.burst}/{place.job}"})


def _burst_of(notice: Notice) -> tuple[str, str]:
    """The name of what counts, and the job; empty where nothing counts it."""
    name = (notice.review_reason or "").partition("/")[0]
    is_counted = name.startswith(("burst-", "words-"))
    return (name if is_counted else "", notice.burst_position.job if notice.burst_position else "")


def _job(notice: Notice) -> tuple[str, str]:
    return notice.source, notice.decision.job.title if notice.decision else "erased"


def _since(notice: Notice) -> str:
    return f"{notice.history[-1].at:%Y-%m-%d %H:%M:%S} UTC"


def _require(fits: bool, problem: str) -> None:  # noqa: FBT001
    if not fits:
        raise Failure(problem, f"look again: {_LOOK_AGAIN}")
