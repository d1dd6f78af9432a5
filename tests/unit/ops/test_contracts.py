"""The published contract: its schemas accept what the intake accepts, and its examples and tables are true."""

import json
import re
from typing import get_args

import pytest
from jsonschema import Draft202012Validator

from functions.domain.decisions.events import EVENTS
from functions.domain.decisions.parse import parse_event
from functions.domain.decisions.rejection import Reason, Stage
from ops.contracts import CONTRACTS, schemas
from ops.words.source import read_wording
from tests.builders import Json, body, rejected_event, without

EXAMPLES = CONTRACTS / "examples"
TEXT = (CONTRACTS / "README.md").read_text("utf-8")
NAMES = [name.removeprefix("org.kindregards.") for name in EVENTS]


def violations(event: Json) -> list[str]:
    """Tell what a publisher's validator would say, with every format asserted, as most do."""
    kind = event["type"].removeprefix("org.kindregards.")
    schema = json.loads(schemas()[f"{kind}.schema.json"])
    validator = Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)
    return [error.message for error in validator.iter_errors(event)]


@pytest.mark.parametrize("name", NAMES)
def test_each_event_has_an_example_that_is_read_as_it_is(name: str) -> None:
    text = (EXAMPLES / f"{name}.json").read_text("utf-8")
    parsed = parse_event(text)
    assert (parsed.event.type, parsed.unknown_fields) == (f"org.kindregards.{name}", 0)
    assert parsed.adjustments == ()
    assert violations(json.loads(text)) == []


def test_the_examples_are_those_of_the_text() -> None:
    shown = re.findall(r"```json\n(.*?)```", TEXT, re.DOTALL)
    assert sorted(shown) == sorted(path.read_text("utf-8") for path in EXAMPLES.glob("*.json"))


def test_everything_optional_may_be_left_out_or_null() -> None:
    event = rejected_event(decided_at="2026-11-23T15:04:00Z")
    for name in ("reason", "note", "invite", "recruiter"):
        assert violations(without(event, f"data.{name}")) == []
        assert violations({**event, "data": {**event["data"], name: None}}) == []


@pytest.mark.parametrize(
    "changes",
    [
        {"candidate": {"region": "ca-on"}},
        {"candidate": {"region": "Ontario"}},
        {"job": {"region": 5}},
        {"recruiter": {"email": "dana"}},
        {"recruiter": {"email": 5}},
        {"recruiter": {"name": "{{recruiter}}"}},
        {"reason": "other"},
        {"reason": 5},
        {"note": "n" * 700},
        {"job": {"title": "t" * 300}},
        {"job": {"id": "J\n" * 300}},
        {"candidate": {"email": " sam@example.com\n"}},
        {"candidate": {"email": "sam@bücher.example"}},
        {"candidate": {"locale": "no locale", "time_zone": "Mars/Olympus"}},
        {"decided_at": "2026-11-23 15:04:05Z"},
        {"decided_at": "2026-11-23T15:04+0100"},
        {"decided_at": "2026-11-23t15:04:05.123z"},
        {"decided_at": "1763910245"},
    ],
)
def test_what_the_intake_accepts_the_schema_accepts(changes: Json) -> None:
    given: Json = {"decided_at": "2026-11-23T15:04:00Z"}
    event = rejected_event(**given | changes)
    parse_event(body(event))
    assert violations(event) == []


@pytest.mark.parametrize(
    "changes",
    [
        {"stage": "hired"},
        {"application_id": ""},
        {"decided_at": "2026-11-23T15:04:00"},
        {"decided_at": "yesterday"},
        {"candidate": {"email": "sam"}},
        {"job": {"title": None}},
        {"invite": "yes"},
    ],
)
def test_what_the_schema_refuses_the_intake_refuses(changes: Json) -> None:
    given: Json = {"decided_at": "2026-11-23T15:04:00Z"}
    event = rejected_event(**given | changes)
    assert violations(event)
    with pytest.raises(Exception, match="invalid_event"):
        parse_event(body(event))


def rows(heading: str) -> dict[str, list[str]]:
    section = TEXT.partition(f"\n{heading}\n")[2].partition("\n## ")[0]
    cells = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in section.splitlines() if line[:3] == "| `"
    ]
    return {first.strip("`"): rest for first, *rest in cells}


def test_each_stage_and_reason_stands_with_what_the_candidate_reads() -> None:
    words = read_wording("en").sentences
    told = rows("## What the candidate reads")
    for stage in get_args(Stage):
        assert told[stage] == [
            words["thanks"][stage].format(job="Warehouse Associate (Guelph, ON)", company="Acme Logistics"),
            words["decision"][stage],
        ]
    for reason in get_args(Reason):
        if reason == "position_cancelled":
            assert told[reason] == [words["decision"][reason]]
        else:
            assert told[reason] == [words["reason"].get(reason, "nothing")]
