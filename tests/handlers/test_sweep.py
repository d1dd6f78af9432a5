"""The schedule's event in; the ledger, DueNotices and the metrics out."""

from collections.abc import Callable
from typing import Any

import pytest
from pydantic import ValidationError

from functions.domain.errors import Transient
from functions.domain.notices.reference import NoticeRef
from functions.domain.notices.review import SETTLE_WITHIN
from functions.domain.notices.states import State
from functions.stores.ledger.notice_ledger import NoticeLedger
from functions.stores.ledger.review_queue import ReviewQueue
from functions.sweep import bootstrap
from functions.sweep.handler import lambda_handler
from tests.builders import DECIDED_AT, REF, claim, claiming, minutes
from tests.handlers.function_log import context
from tests.handlers.sweep_function import SweepFunction, sweep_function

FIRST, SECOND = NoticeRef.of("/ats", "first"), NoticeRef.of("/ats", "second")


def test_with_nothing_to_do_it_says_that_nobody_waits(sweep: SweepFunction) -> None:
    sweep.left(State.ACCEPTED)
    assert sweep.run() == {"NoticesInReview": 0}


def test_a_held_notice_whose_message_got_lost_is_asked_for_once_an_hour(sweep: SweepFunction) -> None:
    sweep.left(State.HELD)
    assert sweep.run() == {"NoticeRequeued": 1, "NoticesInReview": 0}
    assert sweep.run() == {"NoticesInReview": 0}
    assert sweep.asked() == [str(REF)]
    sweep.now += SETTLE_WITHIN
    assert sweep.run()["NoticeRequeued"] == 1


def test_what_is_still_held_an_hour_after_it_was_due_is_counted_at_every_sweep(sweep: SweepFunction) -> None:
    sweep.left(State.HELD, FIRST)
    sweep.left(State.HELD, SECOND, due_at=sweep.now - SETTLE_WITHIN + minutes(1))
    sweep.run()
    assert sweep.overdue == 1
    sweep.now += minutes(15)
    sweep.run()
    assert sweep.overdue == 2
    for ref in (FIRST, SECOND):
        assert sweep.ledger.claim_all([claiming(notice=sweep.notice(ref))]) == [True]
    sweep.run()
    assert sweep.overdue == 0


def test_what_missed_its_last_business_day_waits_for_a_person_though_nothing_consumes_the_queue(
    sweep: SweepFunction,
) -> None:
    sweep.left(State.HELD, latest_at=sweep.now - minutes(1))
    assert sweep.run() == {"NoticeLate": 1, "NoticesInReview": 1}
    assert (sweep.notice().state, sweep.notice().review_reason, sweep.asked()) == ("HELD", "late", [])
    assert (sweep.run(), sweep.overdue) == ({"NoticesInReview": 1}, 0)


@pytest.mark.parametrize("state", [State.CLAIMED, State.UNKNOWN])
def test_what_is_in_doubt_is_handed_over_and_waits_until_somebody_sees_to_it(
    sweep: SweepFunction, state: State
) -> None:
    sweep.left(state)
    assert sweep.run() == {"NoticeEscalated": 1, "NoticesInReview": 1}
    (line,) = sweep.log.lines("notice swept")
    assert (line["notice"], line["state"], line["outcome"]) == (str(REF), state.value, "ESCALATED")
    assert sweep.run() == {"NoticesInReview": 1}
    assert (sweep.notice().state, sweep.asked()) == ("UNKNOWN", [])


def test_by_policy_it_is_sent_once_more_and_only_once() -> None:
    with sweep_function(action="resend") as sweep:
        sweep.left(State.UNKNOWN)
        assert sweep.run() == {"NoticeResent": 1, "NoticesInReview": 0}
        assert (sweep.notice().state, sweep.asked()) == ("HELD", [str(REF)])
        assert sweep.notice().earlier_claim == claim()


def test_what_was_sent_once_more_and_is_in_doubt_again_is_handed_over() -> None:
    with sweep_function(action="resend") as sweep:
        sweep.left(State.UNKNOWN)
        sweep.run()
        second = claim(id="claim-2", at=sweep.now)
        assert sweep.ledger.claim_all([claiming(notice=sweep.notice(), claim=second)]) == [True]
        sweep.now += 2 * SETTLE_WITHIN
        assert sweep.run() == {"NoticeEscalated": 1, "NoticesInReview": 1}


def test_what_was_rescinded_is_never_sent_once_more() -> None:
    with sweep_function(action="resend") as sweep:
        sweep.left(State.UNKNOWN, rescinded_at=DECIDED_AT)
        assert sweep.run() == {"NoticeEscalated": 1, "NoticesInReview": 1}


@pytest.mark.parametrize(
    ("error", "metric", "said"),
    [
        (Transient("the notice is being written"), "SweepPostponed", "notice left to the next sweep"),
        (RuntimeError("zoltan@quux.example"), "SweepFailed", "notice not swept"),
    ],
)
def test_what_goes_wrong_with_one_notice_is_no_others_trouble(
    sweep: SweepFunction, monkeypatch: pytest.MonkeyPatch, error: Exception, metric: str, said: str
) -> None:
    sweep.left(State.HELD, FIRST, due_at=DECIDED_AT)
    sweep.left(State.HELD, SECOND, due_at=DECIDED_AT + minutes(1))
    with monkeypatch.context() as broken:
        broken.setattr(NoticeLedger, "get", _failing_for(FIRST, error, NoticeLedger.get))
        assert sweep.run() == {metric: 1, "NoticeRequeued": 1, "NoticesInReview": 0}
    (line,) = sweep.log.lines(said)
    assert line["notice"] == str(FIRST)
    assert "zoltan" not in sweep.log.getvalue()
    assert sweep.asked() == [str(SECOND)]
    assert sweep.run() == {"NoticeRequeued": 1, "NoticesInReview": 0}


def test_it_stops_in_time_and_the_next_one_goes_on(sweep: SweepFunction) -> None:
    sweep.left(State.HELD)
    assert sweep.run(seconds=39) == {"NoticesInReview": 0}
    assert sweep.run()["NoticeRequeued"] == 1


def test_an_index_that_can_not_be_read_fails_the_sweep(sweep: SweepFunction, monkeypatch: pytest.MonkeyPatch) -> None:
    def pending(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(ReviewQueue, "pending", pending)
    with pytest.raises(RuntimeError):
        sweep.run()


def test_nothing_that_it_logs_leads_to_a_person(sweep: SweepFunction) -> None:
    for number, state in enumerate([State.HELD, State.CLAIMED, State.UNKNOWN, State.BOUNCED]):
        sweep.left(state, NoticeRef.of("/ats", str(number)), "zoltan@quux.example")
    assert sweep.run() == {"NoticeRequeued": 1, "NoticeEscalated": 2, "NoticesInReview": 3}
    assert len(sweep.log.lines("notice swept")) == 3
    assert not any(seed in sweep.log.getvalue().casefold() for seed in ("zoltan", "quux"))


def test_a_missing_variable_fails_the_whole_invocation_and_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("REVIEW_INDEX", raising=False)
    bootstrap.ports.cache_clear()
    with pytest.raises(ValidationError, match="review_index"):
        lambda_handler({}, context("sweep"))


def _failing_for(ref: NoticeRef, error: Exception, real: Callable[..., Any]) -> Callable[..., Any]:
    def get(ledger: NoticeLedger, asked: NoticeRef) -> Any:
        if asked == ref:
            raise error
        return real(ledger, asked)

    return get
