"""No log line at any level, no line of history and no reason for setting aside leads to a person."""

import json

import pytest

from functions.domain.personal_data import EmailAddress
from functions.stores.sending.do_not_contact import DoNotContactStore
from tests.builders import ses_event
from tests.handlers.feedback_function import FeedbackFunction

WHO = "zoltan@quux.example"
KINDS = ["send", "delivery", "bounce", "soft bounce", "complaint", "reject", "delay", WHO]


def about(kind: str) -> str:
    """An event that quotes a person wherever SES may do so."""
    event = json.loads(ses_event(kind))
    quoting = {"reason": WHO, "diagnosticCode": WHO, "bounceSubType": WHO, "bouncedRecipients": [{"emailAddress": WHO}]}
    for part in ("bounce", "complaint", "reject", "delivery", "deliveryDelay"):
        event[part] = {**event.get(part, {}), **quoting} if part in event else None
    event["mail"] |= {"destination": [WHO], "headers": [{"name": "To", "value": WHO}], "source": WHO}
    event["mail"]["tags"][WHO] = WHO
    return json.dumps(event)


def leaks(feedback: FeedbackFunction) -> list[str]:
    lines = feedback.log.getvalue().casefold().splitlines()
    assert any('"message"' in line for line in lines)
    return [line for line in lines if "zoltan" in line or "quux" in line]


def test_no_event_leaves_a_trace(feedback: FeedbackFunction) -> None:
    feedback.told(email=WHO)
    assert feedback.take(*map(about, KINDS)) == []
    assert [entry.cause for entry in feedback.notice().history if "zoltan" in entry.cause] == []
    assert feedback.barred(WHO) == "complained"
    assert leaks(feedback) == []


def test_what_is_set_aside_leaves_no_trace_but_itself(feedback: FeedbackFunction) -> None:
    unknown, odd = about("bounce"), json.loads(about("send"))
    odd["mail"] |= {"tags": {WHO: 1, "notice": [{WHO: WHO}]}, "messageId": {WHO: WHO}, "timestamp": WHO}
    assert feedback.take(unknown, json.dumps(odd), WHO) == []
    kept = feedback.stack.messages("SesEventsDlq")
    assert len(kept) == 3
    assert "zoltan" not in repr([message["MessageAttributes"] for message in kept])
    assert leaks(feedback) == []


def test_an_error_that_nobody_expected_is_logged_by_its_place(
    feedback: FeedbackFunction, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: DoNotContactStore, address: EmailAddress, *__: object) -> None:
        raise RuntimeError(address.reveal())

    feedback.told(email=WHO)
    monkeypatch.setattr(DoNotContactStore, "add", fail)
    assert len(feedback.take(about("bounce"))) == 1
    (line,) = feedback.log.lines("message failed")
    assert line["error"] == "RuntimeError"
    assert any("test_feedback_privacy.py" in place for place in line["place"])
    assert leaks(feedback) == []
