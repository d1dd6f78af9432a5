"""Notices held for review: bursts, old decisions, new wording, and notices that missed their last business day.

`release` and `discard` take the number of notices, typed in full: nobody decides about notices they have not seen.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta

from functions.domain.notices.notice import Notice
from functions.domain.notices.review import RESTORED_DUE, RESTORED_LATER, ReviewEntry, Reviewer
from functions.domain.notices.revocation import Revocation
from functions.domain.notices.states import State
from ops.ledger.connection import Connection
from ops.ledger.describe import cause, timestamp
from ops.terminal.failure import Failure
from ops.terminal.progress import say

# The sweep's entries lie in the future: the last of them an hour after the end of the longest hold.
FUTURE = timedelta(days=366)


def show_held(held: Sequence[Notice]) -> None:
    """Print one entry for each reason that holds notices for review."""
    by_reason = defaultdict[str, list[Notice]](list)
    for notice in held:
        by_reason[notice.review_reason or ""].append(notice)
    for review_reason, notices in sorted(by_reason.items()):
        since = min(notice.history[-1].at for notice in notices)
        say(f"{review_reason}  holds {len(notices)} for review, the first since {timestamp(since)}")
        jobs = Counter(_job(notice) for notice in notices)
        for (source, job), count in jobs.most_common(5):
            say(f"  {count:>6}  {source}  {job}")
        # Releasing a burst also releases the notices that only one of its jobs holds.
        count = sum(_matches(notice, review_reason) for notice in held)
        say(f'  to do:   release {review_reason} --count {count} --because "…", or discard {review_reason} …')


def pending(connection: Connection) -> list[Notice]:
    """Return the notices that are held for review now."""
    return held_back(connection, connection.reviews.pending(Reviewer.PERSON, connection.now()))


def held_back(connection: Connection, entries: Iterable[ReviewEntry]) -> list[Notice]:
    """Return the notices of these entries that are held for review."""
    # What was revoked meanwhile is not released: it is an entry of its own.
    return [notice for notice in _held(connection, entries) if notice.review_reason and not notice.rescinded_at]


def release(connection: Connection, what: str, count: int, because: str) -> None:
    """Release notices held for review. Each goes out once, as soon as it is due and its window is open."""
    reason, notices = cause(because), _releasable(connection, what)
    if len(notices) != count:
        raise _wrong_count(connection, f"{what} holds {len(notices)} for review, not {count}")
    alone = any(str(notice.ref) == what for notice in notices)
    if not alone:
        # The burst comes first: what is due later, or arrives in the same hour, is then not held for review again.
        for burst, job in sorted({_counted_by(notice) for notice in notices if _counted_by(notice)[0]}):
            connection.bursts.release(burst, job if "/" in what else None)
    released = 0
    for notice in notices:
        if connection.reviews.release(notice, connection.now(), reason, alone=alone):
            connection.enqueue(notice.ref)
            released += 1
    say(f"Released {released} on {connection.where}; each goes out once it is due and its window is open")


def discard(connection: Connection, what: str, count: int, because: str) -> None:
    """Rescind notices held for review, and those of the same burst that still wait for their schedule."""
    reason, notices = cause(because), _discardable(connection, what)
    if len(notices) != count:
        raise _wrong_count(connection, f"{what}: {len(notices)} not sent yet, not {count}")
    discarded = sum(
        connection.ledger.rescind(notice.ref, _revocation(notice, reason, connection.now()), connection.now())
        is not None
        for notice in notices
    )
    say(f"Discarded {discarded} on {connection.where}: {_consequence(notices)}")


def hold(connection: Connection, count: int) -> None:
    """Hold for review whatever is on its way: a restored ledger does not know what was sent or revoked since."""
    notices = _holdable(connection)
    if len(notices) != count:
        raise _wrong_count(connection, f"{len(notices)} are on their way, not {count}")
    now, held = connection.now(), Counter[str]()
    for notice in notices:
        reason = RESTORED_DUE if notice.due_at and notice.due_at <= now else RESTORED_LATER
        held[reason] += connection.ledger.require_review(notice.ref, now, reason) is not None
    for reason in (RESTORED_DUE, RESTORED_LATER):
        say(f"{reason} holds {held[reason]} for review on {connection.where}")


def confirm_all(connection: Connection, what: str, count: int, because: str) -> None:
    """Record that SES accepted the emails of notices held for review, before the ledger was restored."""
    reason, notices = cause(because), _releasable(connection, what)
    if len(notices) != count:
        raise _wrong_count(connection, f"{what} holds {len(notices)} for review, not {count}")
    now = connection.now()
    confirmed = sum(connection.reviews.confirm_sent(notice, now, reason) is not None for notice in notices)
    say(f"Confirmed {confirmed} as sent on {connection.where}")


def count_holdable(connection: Connection) -> None:
    """Print how many notices `hold` would hold for review."""
    say(f"{len(_holdable(connection))} are on their way on {connection.where}; nothing was changed")


def count_releasable(connection: Connection, what: str) -> None:
    """Print how many notices `release` would let go."""
    say(f"{what} holds {len(_releasable(connection, what))} for review on {connection.where}; nothing was changed")


def count_discardable(connection: Connection, what: str) -> None:
    """Print how many notices `discard` would rescind."""
    count = len(_discardable(connection, what))
    say(f"{what}: {count} not sent yet on {connection.where}; nothing was changed")


def _holdable(connection: Connection) -> list[Notice]:
    on_their_way = _held(connection, connection.reviews.pending(Reviewer.SWEEP, connection.now() + FUTURE))
    return [notice for notice in on_their_way if not notice.review_reason]


def _releasable(connection: Connection, what: str) -> list[Notice]:
    _require_name(what)
    return [notice for notice in pending(connection) if _matches(notice, what)]


def _discardable(connection: Connection, what: str) -> list[Notice]:
    _require_name(what)
    entries = [
        *connection.reviews.pending(Reviewer.PERSON, connection.now()),
        *connection.reviews.pending(Reviewer.SWEEP, connection.now() + FUTURE),
    ]
    return [notice for notice in _held(connection, entries) if _matches(notice, what) or _is_of_burst(notice, what)]


def _require_name(what: str) -> None:
    if not what.strip():
        raise Failure("WHAT is empty, so it names no notice", "a burst, a reason, or a reference, as pending prints it")


def _held(connection: Connection, entries: Iterable[ReviewEntry]) -> Iterator[Notice]:
    refs = (entry.ref for entry in entries if entry.state is State.HELD)
    # The index may lag behind the ledger, so the state is read again.
    return (notice for notice in connection.ledger.get_many(refs).values() if notice.state is State.HELD)


def _matches(notice: Notice, what: str) -> bool:
    """Return whether `what` is the notice's review reason, the burst of that reason, or its reference."""
    reasons = {notice.review_reason, notice.review_reason.partition("/")[0]} if notice.review_reason else set()
    return what in {*reasons, str(notice.ref)}


def _is_of_burst(notice: Notice, what: str) -> bool:
    position = notice.burst_position
    return position is not None and what in {position.burst, f"{position.burst}/{position.job}"}


def _revocation(notice: Notice, reason: str, now: datetime) -> Revocation:
    """Revoke all decisions known so far: also one that a publisher's fast clock dated in the future.

    Whoever turns out to have been told all the same must be spoken to.
    """
    decisions = filter(None, (notice.decision, notice.later_decision))
    until = max([now, *(decision.decided_at for decision in decisions)])
    return Revocation(reason, until, requires_correction=notice.letter is None)


def _consequence(notices: Sequence[Notice]) -> str:
    """Return what a discard means. A letter of the talent pool is only ever discarded alone, by its reference."""
    if any(notice.letter for notice in notices):
        return "the letter is not sent. The talent pool stays as it is"
    said = "nobody is told. A decision made again later is told"
    doubtful = sum(notice.earlier_claim is not None for notice in notices)
    return f"{said}. An earlier attempt may have told {doubtful} of them: pending lists those" if doubtful else said


def _counted_by(notice: Notice) -> tuple[str, str]:
    """Return the burst or wording that counts the notice, and its job; empty where nothing counts it."""
    burst = (notice.review_reason or "").partition("/")[0]
    is_counted = burst.startswith(("burst-", "wording-"))
    return (burst if is_counted else "", notice.burst_position.job if notice.burst_position else "")


def _job(notice: Notice) -> tuple[str, str]:
    return notice.source, notice.decision.job.title if notice.decision else "erased"


def _wrong_count(connection: Connection, problem: str) -> Failure:
    return Failure(f"{problem}; nothing was changed", f"look again: {connection.command('pending')}")
