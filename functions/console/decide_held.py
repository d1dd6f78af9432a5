"""Deciding about all that one thing holds for review. Each act passes its checks, goes on record, and is done."""

from collections.abc import Callable, Mapping
from datetime import timedelta

from functions.console.decision import DecisionRequest
from functions.console.desk import Desk
from functions.console.notice_views import NoticeJson
from functions.console.refusals import refusing
from functions.review import held
from functions.review.checks import CONFIRM_SENT, DISCARD, RELEASE
from functions.review.plan_held import HeldPlan, plan_confirmation, plan_discard, plan_release
from functions.runtime.http.problem import FieldError, Problem

type HeldAct = Callable[[str, int, str, Desk], tuple[int, str]]

# The whole call may take 29 seconds; beyond, nobody would read how far it came.
_LONGEST = timedelta(seconds=20)


def decide_held(verb: str, decision: DecisionRequest, *, desk: Desk) -> NoticeJson:
    """Do what somebody decided about what is held. Return how many it was done to, and what follows.

    Raises Problem not-found, invalid-decision or notice-refused.
    """
    if verb not in HELD_ACTS:
        raise Problem("not-found")
    what, count = decision.what, decision.count
    if not what or count is None:
        missing = [name for name, value in (("what", what or None), ("count", count)) if value is None]
        raise Problem("invalid-decision", errors=tuple(FieldError(f"/{name}", "missing") for name in missing))
    with refusing():
        done, said = HELD_ACTS[verb](what, count, decision.because, desk)
    return {"done": done, "said": said}


def release(what: str, count: int, because: str, desk: Desk) -> tuple[int, str]:
    until = desk.now() + _LONGEST
    plan = plan_release(
        what, count, because, ledger=desk.ledger, reviews=desk.reviews, now=desk.now, sources=desk.sources
    )
    desk.record(RELEASE, what, count, because)
    done = held.release(plan, reviews=desk.reviews, bursts=desk.bursts, enqueue=desk.enqueue, now=desk.now, until=until)
    return done, f"Released {_of(plan, done)}; {held.AFTER_RELEASE}{_rest(plan, done)}"


def discard(what: str, count: int, because: str, desk: Desk) -> tuple[int, str]:
    until = desk.now() + _LONGEST
    plan = plan_discard(
        what, count, because, ledger=desk.ledger, reviews=desk.reviews, now=desk.now, sources=desk.sources
    )
    desk.record(DISCARD, what, count, because)
    discarded = held.discard(plan, ledger=desk.ledger, now=desk.now, until=until)
    done = discarded.count
    return done, f"Discarded {_of(plan, done)}: {discarded.consequence}{_rest(plan, done)}"


def confirm_all(what: str, count: int, because: str, desk: Desk) -> tuple[int, str]:
    until = desk.now() + _LONGEST
    plan = plan_confirmation(
        what, count, because, ledger=desk.ledger, reviews=desk.reviews, now=desk.now, sources=desk.sources
    )
    desk.record(CONFIRM_SENT, what, count, because)
    done = held.confirm_all(plan, reviews=desk.reviews, now=desk.now, until=until)
    return done, f"Confirmed {_of(plan, done)} as sent{_rest(plan, done)}"


def _of(plan: HeldPlan, done: int) -> str:
    return str(done) if done == len(plan.notices) else f"{done} of {len(plan.notices)}"


def _rest(plan: HeldPlan, done: int) -> str:
    """Return what to do about the others: no time was left for them, or they have changed meanwhile."""
    return "" if done == len(plan.notices) else ". For the others, look at the list again"


HELD_ACTS: Mapping[str, HeldAct] = {RELEASE: release, DISCARD: discard, CONFIRM_SENT: confirm_all}
