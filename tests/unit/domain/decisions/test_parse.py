"""From a message's body to a decision event, or to the reason why it can never be one."""

import json

import pytest

from functions.domain.decisions.events import Rejected, RejectionRescinded
from functions.domain.decisions.parse import MAX_EVENT_BYTES, parse_event
from functions.domain.errors import Permanent
from tests.builders import Json, body, rejected_event, rescinded_event, without

REQUIRED = ["application_id", "decided_at", "stage", "candidate.id", "candidate.email", "job.id", "job.title"]
OPTIONAL = {
    "data": ["reason", "note", "invite", "recruiter"],
    "data.candidate": ["given_name", "family_name", "locale", "time_zone", "can_email"],
    "data.job": ["family", "location", "time_zone"],
}


def refusal(message: str) -> Permanent:
    with pytest.raises(Permanent) as caught:
        parse_event(message)
    return caught.value


def test_a_rejection_is_read() -> None:
    event = parse_event(body(rejected_event())).event
    assert isinstance(event, Rejected)
    assert event.data.candidate.email.reveal() == "sam@example.com"


def test_a_rescission_is_read() -> None:
    event = parse_event(body(rescinded_event())).event
    assert isinstance(event, RejectionRescinded)
    assert event.data.application_id == "A-88123"


@pytest.mark.parametrize(
    ("message", "code"),
    [
        ("", "not_json"),
        ("not json", "not_json"),
        ('{"specversion": "1.0"', "not_json"),
        ('{"specversion": "1.0", "x": "\\ud800', "not_json"),
        ('{"specversion": "1.0", "x": "\ud800"}', "not_json"),
        ('{"specversion": "1.0", "x": "\0"}', "not_json"),
        pytest.param('{"specversion": "1.0", "x": ' + "9" * 5000 + "}", "not_json", id="a number without end"),
        pytest.param("[" * 30_000 + "]" * 30_000, "not_json", id="nested without end"),
        ("null", "not_cloudevent"),
        ("[]", "not_cloudevent"),
        ('"specversion"', "not_cloudevent"),
        ("{}", "not_cloudevent"),
        ('{"type": "org.kindregards.candidate.rejected.v1"}', "not_cloudevent"),
        ('{"specversion": "1.0"}', "unknown_type"),
        ('{"specversion": "1.0", "type": ["org.kindregards.candidate.rejected.v1"]}', "unknown_type"),
        ('{"specversion": "1.0", "type": "org.kindregards.candidate.promoted.v1"}', "unknown_type"),
        ('{"specversion": "1.0", "type": "org.kindregards.candidate.rejected.v1"}', "invalid_event"),
        ('{"specversion": "0.3", "type": "org.kindregards.candidate.rejected.v1"}', "invalid_event"),
    ],
)
def test_what_can_never_be_a_decision_is_named_by_its_code(message: str, code: str) -> None:
    assert refusal(message).code == code


@pytest.mark.parametrize("field", REQUIRED)
def test_a_required_field_that_is_missing_is_named(field: str) -> None:
    reason = refusal(body(without(rejected_event(), f"data.{field}")))
    assert (reason.code, reason.detail) == ("invalid_event", f"data.{field}: Field required")


@pytest.mark.parametrize("field", REQUIRED)
def test_a_required_field_may_not_be_null(field: str) -> None:
    event = rejected_event()
    _set(event["data"], field, None)
    assert refusal(body(event)).detail.startswith(f"data.{field}: ")


@pytest.mark.parametrize("path", [f"{place}.{name}" for place, names in OPTIONAL.items() for name in names])
def test_an_optional_field_may_be_left_out_or_null(path: str) -> None:
    parse_event(body(without(rejected_event(), path)))
    event = rejected_event()
    _set(event, path, None)
    parse_event(body(event))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("application_id", ""),
        ("application_id", "A\n1"),
        ("application_id", "A" * 257),
        ("application_id", 88123),
        ("decided_at", "2026-11-23T15:04:00"),
        ("decided_at", 1_700_000_000),
        ("decided_at", "1999-12-31T23:59:59Z"),
        ("decided_at", "yesterday"),
        ("stage", "hired"),
        ("invite", "yes"),
        ("candidate.email", "'sam@example.com"),
        ("candidate.email", "sam at example.com"),
        ("candidate.can_email", "false"),
        ("job.title", " \u200b\u202e\t"),
        ("job.title", "null"),
        ("job.title", "{job_title}"),
    ],
)
def test_a_field_that_breaks_its_rule_is_named(field: str, value: object) -> None:
    event = rejected_event()
    _set(event["data"], field, value)
    reason = refusal(body(event))
    assert reason.code == "invalid_event"
    assert reason.detail.startswith(f"data.{field}: ")


def test_only_the_first_few_violations_are_told() -> None:
    reason = refusal('{"specversion": "1.0", "type": "org.kindregards.candidate.rejected.v1", "data": {}}')
    assert reason.detail.count("; ") == 5
    assert reason.detail.endswith("and 3 more")


def test_unknown_fields_are_counted_at_any_depth_and_otherwise_ignored() -> None:
    event = rejected_event(candidate={"x": 1}, job={"x": [{"y": 2}]}, recruiter={"x": 1}, x={"y": {"z": 1}})
    assert parse_event(body({**event, "x": None, "traceparent": "00"})).unknown_fields == 6


def test_a_known_event_has_no_unknown_fields() -> None:
    assert parse_event(body(rejected_event())).unknown_fields == 0
    assert parse_event(body(rescinded_event())).unknown_fields == 0


def test_of_a_key_that_comes_twice_the_last_one_counts() -> None:
    message = body(rejected_event(stage="applied"))
    twice = message.replace('"stage": "applied"', '"stage": 5, "stage": "final"')
    event = parse_event(twice).event
    assert isinstance(event, Rejected)
    assert event.data.stage == "final"
    assert refusal(message[:-1] + ', "data": 5}').code == "invalid_event"


@pytest.mark.parametrize("depth", [50, 190])
def test_deep_nesting_in_unknown_fields_does_no_harm(depth: int) -> None:
    message = body(rejected_event(x="NESTED")).replace('"NESTED"', "[" * depth + "]" * depth)
    assert parse_event(message).unknown_fields == 1


@pytest.mark.parametrize("number", ["1e999", "-1e999", "NaN", "0.1e-400", pytest.param("1" * 4000, id="long")])
def test_huge_numbers_in_unknown_fields_do_no_harm(number: str) -> None:
    assert parse_event(body(rejected_event(x="N")).replace('"N"', number)).unknown_fields == 1


@pytest.mark.parametrize("filler", ["x", "é", "🙂"])
def test_64_kib_are_read_and_one_byte_more_is_not(filler: str) -> None:
    empty = len(json.dumps(rejected_event(x=""), default=str, ensure_ascii=False).encode())
    room = MAX_EVENT_BYTES - empty
    times, rest = divmod(room, len(filler.encode()))
    message = json.dumps(rejected_event(x=filler * times + "." * rest), default=str, ensure_ascii=False)
    assert parse_event(message).unknown_fields == 1
    assert refusal(message + " ").code == "too_large"


def _set(event: Json, path: str, value: object) -> None:
    *way, name = path.split(".")
    for step in way:
        event = event[step]
    event[name] = value
