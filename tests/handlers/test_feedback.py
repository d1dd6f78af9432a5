"""SES's events in; the ledger, the do-not-contact list and the batch response out."""

from datetime import timedelta

import pytest
from pydantic import ValidationError

from functions.domain.errors import Transient
from functions.domain.notices.notice import Entry
from functions.domain.notices.owed_letter import LetterKind, OwedLetter
from functions.domain.notices.reference import NoticeRef
from functions.domain.notices.sendable import Mark
from functions.domain.notices.states import State
from functions.domain.pool.membership import Withdrawal
from functions.feedback import bootstrap
from functions.feedback.handler import lambda_handler
from functions.runtime.sqs.dead_letter import DeadLetterQueue
from functions.stores.ledger.delivery_events import DeliveryEvents
from functions.stores.pool.talent_pool import TalentPool
from functions.stores.sending.do_not_contact import DoNotContactStore
from tests.builders import DECIDED_AT, REF, claim, notice, ses_event, sqs_batch, sqs_record
from tests.handlers.feedback_function import CONTEXT, FeedbackFunction
from tests.notify_stack import POOL, POOL_SEARCH
from tests.optin_builders import CANDIDATE, keyed, opt_in, receipt

GREETING = "Successfully validated SNS topic for Amazon SES event publishing."
FOREIGN = ses_event("send").replace('"notice"', '"campaign"')


@pytest.mark.parametrize(
    ("kind", "state", "metric"),
    [
        ("delivery", "DELIVERED", "EventDelivered"),
        ("bounce", "BOUNCED", "EventHardBounced"),
        ("soft bounce", "BOUNCED", "EventSoftBounced"),
        ("complaint", "COMPLAINED", "EventComplained"),
        ("reject", "REFUSED", "EventRejected"),
        ("delay", "ACCEPTED", "EventDelayed"),
        ("Open", "ACCEPTED", "EventNoted"),
        ("a kind that nobody knows", "ACCEPTED", "EventUnknownKind"),
    ],
)
def test_an_event_is_written_down_counted_and_logged(
    feedback: FeedbackFunction, kind: str, state: str, metric: str
) -> None:
    feedback.told()
    assert feedback.take(ses_event(kind)) == []
    assert feedback.notice().state.value == state
    assert feedback.notice().history[-1].cause.startswith("SES: ")
    assert feedback.log.metrics() == {metric: 1}
    (line,) = feedback.log.lines("message done")
    assert (line["notice"], line["message_id"]) == (str(REF), "m-0")


def test_an_event_that_comes_again_is_no_news(feedback: FeedbackFunction) -> None:
    feedback.told()
    assert feedback.take(*[ses_event("delivery")] * 3, ses_event("send")) == []
    assert feedback.log.metrics() == {"EventDelivered": 1, "EventAlreadyRecorded": 3}
    assert len(feedback.notice().history) == 2


@pytest.mark.parametrize(
    ("kind", "why"), [("bounce", "bounced"), ("complaint", "complained"), ("soft bounce", None), ("delivery", None)]
)
def test_whose_mail_bounced_for_good_or_who_complained_gets_no_more(
    feedback: FeedbackFunction, kind: str, why: str | None
) -> None:
    feedback.told()
    feedback.take(ses_event(kind))
    assert feedback.barred() == why


def test_who_was_not_listed_because_a_worker_died_is_listed_when_the_event_comes_again(
    feedback: FeedbackFunction, monkeypatch: pytest.MonkeyPatch
) -> None:
    feedback.told()
    with monkeypatch.context() as worker:
        worker.setattr(DoNotContactStore, "add", _fail)
        assert feedback.take(ses_event("bounce")) == [ses_event("bounce")]
    assert (feedback.notice().state, feedback.barred()) == ("BOUNCED", None)
    assert feedback.take(ses_event("bounce")) == []
    assert feedback.barred() == "bounced"


def test_what_is_no_notice_of_ours_is_done(feedback: FeedbackFunction) -> None:
    assert feedback.take(FOREIGN, GREETING, f"{GREETING}\n") == []
    assert feedback.log.metrics() == {"EventForeign": 1, "EventTopicValidation": 2}
    assert feedback.stack.messages("SesEventsDlq") == []


def test_events_of_a_receipt_are_counted_and_bar_an_address_and_are_never_set_aside(
    feedback: FeedbackFunction,
) -> None:
    ref = NoticeRef("0123456789abcdef" * 2)
    owed = OwedLetter(LetterKind.RECEIPT, "r1", "c" * 32, REF, DECIDED_AT, "en")
    accepted = notice(ref=ref, state=State.CLAIMED, decision=None, letter=owed, claim=claim(sent_to=None))
    feedback.ledger.open(accepted, DECIDED_AT)
    events = [ses_event(kind, tags={"letter": [str(ref)]}) for kind in ("send", "delivery", "bounce", "bounce")]
    assert feedback.take(*events) == []
    assert (feedback.notice(ref).state, feedback.barred()) == (State.BOUNCED, "bounced")
    assert feedback.log.metrics() == {
        "EventSent": 1,
        "EventDelivered": 1,
        "EventHardBounced": 1,
        "EventAlreadyRecorded": 1,
    }
    assert feedback.stack.messages("SesEventsDlq") == []
    assert {line["notice"] for line in feedback.log.lines("message done")} == {str(ref)}
    assert "sam@example.com" not in feedback.log.getvalue()


@pytest.mark.parametrize(("kind", "why"), [("bounce", "bounced"), ("complaint", "complained")])
def test_whose_receipt_went_out_although_its_claim_was_given_back_gets_no_more_after_a_bounce_or_complaint(
    feedback: FeedbackFunction, kind: str, why: str
) -> None:
    ref = NoticeRef("0123456789abcdef" * 2)
    owed = OwedLetter(LetterKind.RECEIPT, "r1", "c" * 32, REF, DECIDED_AT, "en")
    held = notice(ref=ref, state=State.CLAIMED, decision=None, letter=owed, claim=claim(sent_to=None))
    feedback.ledger.open(held, DECIDED_AT)
    throttled = Mark(ref, claim(sent_to=None), Entry(DECIDED_AT, State.HELD, "SES: throttled"))
    assert feedback.ledger.mark_all([throttled]) == [True]
    assert feedback.notice(ref).claim is None

    assert feedback.take(ses_event(kind, ref, tags={"letter": [str(ref)]})) == []
    assert feedback.barred() == why
    assert feedback.stack.messages("SesEventsDlq") == []


def test_an_event_about_a_notice_that_the_ledger_lacks_is_set_aside_and_names_it(feedback: FeedbackFunction) -> None:
    assert feedback.take(ses_event("send")) == []
    (kept,) = feedback.stack.messages("SesEventsDlq")
    assert kept["Body"] == ses_event("send")
    assert kept["MessageAttributes"]["error_code"]["StringValue"] == "unknown_notice"
    assert kept["MessageAttributes"]["original_message_id"]["StringValue"] == "m-0"
    assert feedback.log.metrics() == {"EventUnknownNotice": 1}
    (line,) = feedback.log.lines("message dead-lettered")
    assert (line["notice"], line["kind"], line["error_code"]) == (str(REF), "Send", "unknown_notice")


def test_poison_is_set_aside_and_everybody_else_is_served(feedback: FeedbackFunction) -> None:
    feedback.told()
    assert feedback.take("not json", "{}", ses_event("delivery"), "[]") == []
    set_aside = feedback.stack.messages("SesEventsDlq")
    kept = {message["Body"]: message["MessageAttributes"]["error_code"]["StringValue"] for message in set_aside}
    assert kept == {"not json": "not_json", "{}": "not_ses_event", "[]": "not_ses_event"}
    assert feedback.notice().state.value == "DELIVERED"
    assert feedback.log.metrics() == {"EventDeadLettered": 3, "EventDelivered": 1}


@pytest.mark.parametrize(
    ("error", "metric"), [(Transient("written"), "EventRetried"), (RuntimeError("?"), "FeedbackFailed")]
)
def test_an_event_that_fails_comes_back_alone(
    feedback: FeedbackFunction, monkeypatch: pytest.MonkeyPatch, error: Exception, metric: str
) -> None:
    feedback.told()
    other = NoticeRef.of("/ats", "other")
    feedback.told(other)
    learn = DeliveryEvents.record_status
    monkeypatch.setattr(
        DeliveryEvents, "record_status", lambda *args: _fail(error) if args[1] == other else learn(*args)
    )

    assert feedback.take(ses_event("delivery"), ses_event("delivery", other)) == [ses_event("delivery", other)]
    assert feedback.log.metrics() == {"EventDelivered": 1, metric: 1}
    assert (feedback.notice().state, feedback.notice(other).state) == ("DELIVERED", "ACCEPTED")


def test_what_could_not_be_set_aside_comes_back(feedback: FeedbackFunction, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(DeadLetterQueue, "send", _fail)
    assert feedback.take("not json") == ["not json"]
    assert feedback.log.metrics() == {"FeedbackFailed": 1}


def test_a_missing_variable_fails_the_whole_invocation_and_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SES_EVENTS_DLQ_URL", raising=False)
    bootstrap.consumer.cache_clear()
    with pytest.raises(ValidationError, match="ses_events_dlq_url"):
        lambda_handler(sqs_batch(sqs_record("x")), CONTEXT)


def _fail(error: object, *_: object) -> None:
    raise error if isinstance(error, Exception) else RuntimeError


def complain_about_a_receipt(feedback: FeedbackFunction) -> TalentPool:
    pool = TalentPool(feedback.stack.dynamodb, POOL, POOL_SEARCH, timedelta(days=1096), keyed)
    given = receipt(given_at=DECIDED_AT - timedelta(days=1))
    assert pool.join(opt_in(receipt=given))
    ref = NoticeRef("0123456789abcdef" * 2)
    owed = OwedLetter(LetterKind.RECEIPT, "r1", CANDIDATE, REF, DECIDED_AT, "en")
    accepted = notice(ref=ref, state=State.ACCEPTED, decision=None, letter=owed, claim=claim(sent_to=None))
    feedback.ledger.open(accepted, DECIDED_AT)
    assert feedback.take(ses_event("complaint", tags={"letter": [str(ref)]})) == []
    return pool


def test_a_complaint_about_a_receipt_ends_the_opt_in(feedback: FeedbackFunction) -> None:
    pool = complain_about_a_receipt(feedback)
    assert isinstance(pool.get(CANDIDATE), Withdrawal)
    assert feedback.log.metrics() == {"EventComplained": 1, "OptInEndedByComplaint": 1}
