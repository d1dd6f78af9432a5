"""Notices held for review: what the command prints of them, and of the acts of the review desk."""

from collections import Counter
from collections.abc import Iterable

from functions.domain.notices.notice import Notice
from functions.domain.notices.review import RESTORED_DUE, RESTORED_LATER
from functions.review import held, plan_held
from functions.review.refusal import wrong_count
from functions.review.waiting_list import HeldGroup, held_for_review, on_their_way
from ops.ledger.connection import Connection
from ops.ledger.describe import timestamp
from ops.ledger.refusals import explaining_refusals
from ops.terminal.progress import say

_SHOWN_JOBS = 5


def show_held(groups: Iterable[HeldGroup]) -> None:
    """Print one entry for each reason that holds notices for review."""
    for group in groups:
        say(f"{group.reason}  holds {len(group.notices)} for review, the first since {timestamp(group.since)}")
        for (source, job), count in group.jobs(_SHOWN_JOBS):
            say(f"  {count:>6}  {source}  {job}")
        say(f'  to do:   release {group.reason} --count {group.count} --because "…", or discard {group.reason} …')


def pending(connection: Connection) -> list[Notice]:
    """Return the notices that are held for review now."""
    return held_for_review(**connection.desk())


def release(connection: Connection, what: str, count: int, because: str) -> None:
    """Release notices held for review. Each goes out once, as soon as it is due and its window is open."""
    with explaining_refusals(connection):
        plan = plan_held.plan_release(what, count, because, **connection.desk())
    released = held.release(
        plan,
        reviews=connection.reviews,
        bursts=connection.bursts,
        enqueue=connection.enqueue,
        now=connection.now,
    )
    say(f"Released {released} on {connection.where}; {held.AFTER_RELEASE}")


def discard(connection: Connection, what: str, count: int, because: str) -> None:
    """Rescind notices held for review, and those of the same burst that still wait for their schedule."""
    with explaining_refusals(connection):
        plan = plan_held.plan_discard(what, count, because, **connection.desk())
    discarded = held.discard(plan, ledger=connection.ledger, now=connection.now)
    say(f"Discarded {discarded.count} on {connection.where}: {discarded.consequence}")


def hold(connection: Connection, count: int) -> None:
    """Hold for review whatever is on its way: a restored ledger does not know what was sent or revoked since."""
    notices = on_their_way(**connection.desk())
    with explaining_refusals(connection):
        if len(notices) != count:
            raise wrong_count(f"{len(notices)} are on their way, not {count}")
    now, reasons = connection.now(), Counter[str]()
    for notice in notices:
        reason = RESTORED_DUE if notice.due_at and notice.due_at <= now else RESTORED_LATER
        reasons[reason] += connection.ledger.require_review(notice.ref, now, reason) is not None
    for reason in (RESTORED_DUE, RESTORED_LATER):
        say(f"{reason} holds {reasons[reason]} for review on {connection.where}")


def confirm_all(connection: Connection, what: str, count: int, because: str) -> None:
    """Record that SES accepted the emails of notices held for review, before the ledger was restored."""
    with explaining_refusals(connection):
        plan = plan_held.plan_confirmation(what, count, because, **connection.desk())
    confirmed = held.confirm_all(plan, reviews=connection.reviews, now=connection.now)
    say(f"Confirmed {confirmed} as sent on {connection.where}")


def count_holdable(connection: Connection) -> None:
    """Print how many notices `hold` would hold for review."""
    count = len(on_their_way(**connection.desk()))
    say(f"{count} are on their way on {connection.where}; nothing was changed")


def count_releasable(connection: Connection, what: str) -> None:
    """Print how many notices `release` would let go."""
    with explaining_refusals(connection):
        count = len(plan_held.find_releasable(what, **connection.desk()))
    say(f"{what} holds {count} for review on {connection.where}; nothing was changed")


def count_discardable(connection: Connection, what: str) -> None:
    """Print how many notices `discard` would rescind."""
    with explaining_refusals(connection):
        count = len(plan_held.find_discardable(what, **connection.desk()))
    say(f"{what}: {count} not sent yet on {connection.where}; nothing was changed")
