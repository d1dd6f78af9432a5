"""The example of EventBridge's rules: what a bus delivers is what the queue takes, and nothing gets lost on the way."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from functions.domain.decisions.events import EVENTS
from functions.domain.decisions.parse import parse_event
from tests.architecture.publishers import EXAMPLES, PUBLISH
from tests.architecture.template import Json, read_template, template

FILE = PUBLISH / "eventbridge.yaml"
RULES = ("WholeEvents", "DataOnly")
EVENT_SOURCE = "/ats/example/acme"


def properties(name: str) -> Json:
    return dict(read_template(FILE)["Resources"][name]["Properties"])


def target(rule: str) -> Json:
    (only,) = properties(rule)["Targets"]
    return dict(only)


def entry(event: Json) -> Json:
    """Return what EventBridge makes of an entry with the event's data."""
    return {"id": "606b0afa", "time": "2026-11-20T15:04:05Z", "detail-type": event["type"], "detail": event["data"]}


def transformed(transformer: Json, delivered: Json) -> str:
    """Fill the template as EventBridge does: each variable's value as JSON."""
    paths: dict[str, Any] = transformer["InputPathsMap"]
    text = transformer["InputTemplate"]["Fn::Sub"].replace("${EventSource}", EVENT_SOURCE)
    return re.sub(r"<(\w+)>", lambda name: json.dumps(delivered[paths[name[1]].removeprefix("$.")]), text)


def test_cfn_lint_has_nothing_to_say() -> None:
    done = subprocess.run([Path(sys.executable).parent / "cfn-lint", FILE], check=False, capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_a_whole_event_is_delivered_without_the_envelope_of_the_bus() -> None:
    # The example files are what is delivered, then; that they are taken is shown elsewhere.
    assert target("WholeEvents")["InputPath"] == "$.detail"


@pytest.mark.parametrize("kind", EVENTS)
def test_data_alone_becomes_an_event_of_its_type(kind: str) -> None:
    event = json.loads((EXAMPLES / f"{kind.removeprefix('org.kindregards.')}.json").read_text("utf-8"))
    delivered = entry(event)

    parsed = parse_event(transformed(target("DataOnly")["InputTransformer"], delivered))

    assert (parsed.event.type, parsed.unknown_fields, parsed.adjustments) == (kind, 0, ())
    assert (parsed.event.id, parsed.event.source) == (delivered["id"], EVENT_SOURCE)


def test_no_entry_is_taken_by_both_rules_or_from_another_source() -> None:
    whole, data = (properties(rule)["EventPattern"] for rule in RULES)
    assert whole["detail"]["specversion"] == ["1.0"]
    assert data["detail"]["specversion"] == [{"exists": False}]
    assert whole["source"] == data["source"] == [{"Ref": "EntrySource"}]
    (prefix,) = data["detail-type"]
    assert whole["detail"]["type"] == [prefix]
    assert all(kind.startswith(prefix["prefix"]) for kind in EVENTS)


@pytest.mark.parametrize("rule", RULES)
def test_what_a_rule_can_t_deliver_is_kept_and_rings(rule: str) -> None:
    assert target(rule)["Arn"] == {"Ref": "DecisionsQueueArn"}
    assert target(rule)["DeadLetterConfig"] == {"Arn": {"Fn::GetAtt": ["Undelivered", "Arn"]}}
    (queue,) = properties("UndeliveredAlarm")["Dimensions"]
    assert queue["Value"] == {"Fn::GetAtt": ["Undelivered", "QueueName"]}


def test_only_the_rules_may_send_to_that_queue() -> None:
    sends, tls = properties("UndeliveredPolicy")["PolicyDocument"]["Statement"]
    assert (sends["Effect"], sends["Action"]) == ("Allow", "sqs:SendMessage")
    assert sends["Condition"] == {"ArnEquals": {"aws:SourceArn": [{"Fn::GetAtt": [rule, "Arn"]} for rule in RULES]}}
    assert (tls["Effect"], tls["Condition"]) == ("Deny", {"Bool": {"aws:SecureTransport": "false"}})


@pytest.mark.parametrize("rule", RULES)
def test_a_role_is_used_for_another_account_s_queue_only(rule: str) -> None:
    role = {"Fn::GetAtt": ["Publisher", "Arn"]}
    assert target(rule)["RoleArn"] == {"Fn::If": ["IsAnotherAccount", role, {"Ref": "AWS::NoValue"}]}
    (statement,) = properties("Publisher")["Policies"][0]["PolicyDocument"]["Statement"]
    allowed = {"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": {"Ref": "DecisionsQueueArn"}}
    assert statement == allowed


def test_its_outputs_are_the_parameters_of_the_stack() -> None:
    outputs = read_template(FILE)["Outputs"].keys() - {"UndeliveredQueueUrl"}
    assert outputs <= template()["Parameters"].keys()
