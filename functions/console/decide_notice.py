"""Deciding about one notice or letter. Each act passes its checks, goes on record, and is done."""

from collections.abc import Callable, Mapping

from functions.console.decide_held import discard, release
from functions.console.decision import DecisionRequest
from functions.console.desk import Desk
from functions.console.notice_views import NoticeJson
from functions.console.refusals import refusing
from functions.domain.notices.notice import Notice
from functions.review import decide
from functions.review.checks import (
    CONFIRM_SENT,
    DISCARD,
    RELEASE,
    RESOLVE,
    SEND,
    check_confirm_sent,
    check_resolve,
)
from functions.review.find import find_notice
from functions.review.reason import cause
from functions.runtime.http.problem import FieldError, Problem

type NoticeAct = Callable[[Notice, DecisionRequest, Desk], str]


def decide_notice(reference: str, verb: str, decision: DecisionRequest, *, desk: Desk) -> NoticeJson:
    """Do what somebody decided about one notice. Return what follows.

    Raises Problem not-found, notice-not-found, invalid-decision or notice-refused.
    """
    if verb not in _ACTS:
        raise Problem("not-found")
    with refusing():
        notice = find_notice(reference, ledger=desk.ledger, sources=desk.sources)
        said = _ACTS[verb](notice, decision, desk)
    return {"reference": str(notice.ref), "done": 1, "said": said}


def _release(notice: Notice, decision: DecisionRequest, desk: Desk) -> str:
    return release(str(notice.ref), 1, decision.because, desk)[1]


def _discard(notice: Notice, decision: DecisionRequest, desk: Desk) -> str:
    return discard(str(notice.ref), 1, decision.because, desk)[1]


def _resolve(notice: Notice, decision: DecisionRequest, desk: Desk) -> str:
    check_resolve(notice)
    _record(RESOLVE, notice, decision, desk)
    decide.resolve(notice, decision.because, reviews=desk.reviews, now=desk.now)
    return f"It is off the list; it stays {notice.state}"


def _confirm_sent(notice: Notice, decision: DecisionRequest, desk: Desk) -> str:
    check_confirm_sent(notice)
    _record(CONFIRM_SENT, notice, decision, desk)
    confirmed = decide.confirm_sent(notice, decision.because, reviews=desk.reviews, now=desk.now)
    return f"It is {confirmed.state}"


def _send(notice: Notice, decision: DecisionRequest, desk: Desk) -> str:
    attempt = decide.plan_attempt(notice, decision.because)
    if decision.application_id is None:
        raise Problem("invalid-decision", errors=(FieldError("/application_id", "missing"),))
    decide.require_application_id(notice, decision.application_id)
    _record(SEND, notice, decision, desk)
    sent = decide.send(attempt, reviews=desk.reviews, enqueue=desk.enqueue, now=desk.now)
    return f"It is {sent.state}, and goes out {decide.going_out(sent)}"


def _record(verb: str, notice: Notice, decision: DecisionRequest, desk: Desk) -> None:
    cause(decision.because)
    desk.record(verb, notice.ref, 1, decision.because)


_ACTS: Mapping[str, NoticeAct] = {
    RELEASE: _release,
    DISCARD: _discard,
    SEND: _send,
    RESOLVE: _resolve,
    CONFIRM_SENT: _confirm_sent,
}
