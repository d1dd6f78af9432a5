"""No log line at any level leads to a person, whatever happens."""

from typing import Any

import pytest

from functions.delivery import claims as claiming
from functions.domain.errors import Refused, Throttled, Transient, Unsure
from functions.mail.ses_sender import SesSender
from functions.notify import pipeline as telling
from tests.builders import Json, rejected_event, rescinded_event
from tests.handlers.notify_function import Function

SEEDS = ("zoltan", "quux", "xanthippe", "a-note-for-z", "harbour-lane")
CANDIDATE = {"email": "zoltan@quux.example", "given_name": "Zoltan", "family_name": "Quux"}
RECRUITER = {"name": "Xanthippe", "email": "xanthippe@acme.example"}


def seeded(**overrides: Any) -> Json:
    person = {**CANDIDATE, "address": "1 harbour-lane"}
    return rejected_event(candidate=person, recruiter=RECRUITER, note="a-note-for-z", **overrides)


def leaks(function: Function) -> list[str]:
    """The log's lines that hold a seed. That the log has lines at all is checked beside it."""
    lines = function.log.getvalue().casefold().splitlines()
    assert any('"message"' in line for line in lines)
    return [line for line in lines if any(seed in line for seed in SEEDS)]


def test_a_notice_that_is_sent_leaves_no_trace_in_the_log(hasty: Function) -> None:
    assert hasty.take(seeded(), seeded(event_id="two"), rescinded_event()) == []
    assert "zoltan@quux.example" in hasty.stack.mails()[0].raw_data
    assert leaks(hasty) == []


def test_a_notice_that_is_held_leaves_no_trace_in_the_log(notify: Function) -> None:
    notify.take(seeded(decided_at=notify.now), seeded(decided_at=notify.now, event_id="two"))
    assert leaks(notify) == []


@pytest.mark.parametrize("spoiled", [{"stage": "zoltan"}, {"decided_at": "quux"}, {"job": {"title": ["zoltan"]}}])
def test_a_message_that_is_set_aside_leaves_no_trace_in_the_log(hasty: Function, spoiled: Json) -> None:
    hasty.take(seeded(**spoiled), "zoltan@quux.example")
    assert len(hasty.stack.messages("DecisionsDlq")) == 2
    assert leaks(hasty) == []


@pytest.mark.parametrize("error", [Refused, Throttled, Transient, Unsure], ids=lambda error: error.__name__)
def test_an_attempt_that_failed_leaves_no_trace_in_the_log(
    hasty: Function, monkeypatch: pytest.MonkeyPatch, error: type[Exception]
) -> None:
    def send(*_: object) -> str:
        raise error("MessageRejected") from ValueError("zoltan@quux.example is on a list")

    monkeypatch.setattr(SesSender, "send", send)
    hasty.take(seeded())
    assert leaks(hasty) == []


@pytest.mark.parametrize("module", [telling, claiming], ids=["when it is planned", "when it is claimed"])
def test_an_error_that_nobody_expected_is_logged_by_its_place_and_not_by_its_text(
    hasty: Function, monkeypatch: pytest.MonkeyPatch, module: object
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("zoltan@quux.example", CANDIDATE)

    monkeypatch.setattr(module, "decide_event" if module is telling else "Claim", fail)
    assert len(hasty.take(seeded())) == 1
    (line,) = hasty.lines("message failed")
    assert line["error"] == "RuntimeError"
    assert any("test_notify_privacy.py" in place for place in line["place"])
    assert leaks(hasty) == []
