"""The example publishers: each sends any event as the queue takes it, and says when it could not."""

import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from functions.domain.decisions.events import EVENTS
from functions.domain.decisions.parse import parse_event
from tests.architecture.publish_queue import Queue, failing_once
from tests.architecture.publishers import EXAMPLES, PUBLISH, Publisher, with_boto3, with_node, with_the_cli
from tests.architecture.template import resources
from tests.moto_aws import REGION, aws_with, client

FILES = [EXAMPLES / f"{kind.removeprefix('org.kindregards.')}.json" for kind in EVENTS]
REJECTED = EXAMPLES / "candidate.rejected.v1.json"
QUEUE = {"QUEUE": "https://sqs.eu-west-1.amazonaws.com/123456789012/decisions"}
each_event = pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
each_program = pytest.mark.parametrize("run", [with_the_cli, with_node])


def make_queue() -> None:
    client("sqs").create_queue(QueueName="decisions")


def assert_published(body: str, file: Path) -> None:
    """Check that the queue takes it as a new event about what the file says."""
    parsed = parse_event(body)
    assert (parsed.unknown_fields, parsed.adjustments) == (0, ())
    sent, given = json.loads(body), json.loads(file.read_text("utf-8"))
    assert sent["id"] != given["id"]
    assert abs(datetime.now(UTC) - datetime.fromisoformat(sent["time"])) < timedelta(minutes=1)
    assert {**sent, "id": given["id"], "time": given["time"]} == given


@each_event
@each_program
def test_a_file_s_event_is_published_as_a_new_one(run: Publisher, file: Path, tmp_path: Path) -> None:
    done = run(file, tmp_path, QUEUE)

    assert (done.code, done.error) == (0, "")
    assert done.body
    assert_published(done.body, file)
    assert QUEUE["QUEUE"] in done.arguments
    assert json.loads(done.body)["id"] in done.output


@each_event
def test_boto3_publishes_it_as_well(
    file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with aws_with(make_queue):
        monkeypatch.setenv("QUEUE", client("sqs").get_queue_url(QueueName="decisions")["QueueUrl"])
        assert with_boto3(file, monkeypatch) is None
        (message,) = client("sqs").receive_message(QueueUrl="decisions")["Messages"]

    assert_published(message["Body"], file)
    assert json.loads(message["Body"])["id"] in capsys.readouterr().out


@each_program
def test_what_was_refused_is_said_and_is_no_success(run: Publisher, tmp_path: Path) -> None:
    done = run(REJECTED, tmp_path, {**QUEUE, "REFUSED": "yes"})

    assert (done.code, done.output, done.body) == (1, "", None)
    assert "AccessDenied" in done.error
    assert "Not published: " in done.error


def test_boto3_says_it_as_well(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    with aws_with(make_queue):
        monkeypatch.setenv("QUEUE", f"https://sqs.{REGION}.amazonaws.com/123456789012/another")
        end = with_boto3(REJECTED, monkeypatch)

    assert re.match("Not published: .*does not exist", str(end))
    assert capsys.readouterr().out == ""


def test_an_attempt_whose_answer_got_lost_is_repeated_with_the_same_event(monkeypatch: pytest.MonkeyPatch) -> None:
    with failing_once() as queue:
        monkeypatch.setenv("QUEUE", f"{queue.url}/123456789012/decisions")
        monkeypatch.setenv("AWS_ENDPOINT_URL", queue.url)
        assert with_boto3(REJECTED, monkeypatch) is None

    first, second = queue.bodies
    assert first == second


def test_an_answer_about_another_text_is_no_success(monkeypatch: pytest.MonkeyPatch) -> None:
    with failing_once(Queue(checksum="of something else")) as queue:
        monkeypatch.setenv("QUEUE", f"{queue.url}/123456789012/decisions")
        monkeypatch.setenv("AWS_ENDPOINT_URL", queue.url)
        end = with_boto3(REJECTED, monkeypatch)

    assert str(end).endswith("the queue has another text than was sent")


@pytest.mark.parametrize("text", ["[]", "{}", '{"detail": {}}', "half of {"])
@each_program
def test_what_is_no_event_is_not_sent(run: Publisher, text: str, tmp_path: Path) -> None:
    file = tmp_path / "no.json"
    file.write_text(text)

    done = run(file, tmp_path, QUEUE)

    assert (done.code, done.body) == (1, None)
    assert "Not published: " in done.error


@pytest.mark.parametrize("text", ["[]", "{}", "half of {"])
def test_boto3_does_not_send_it_either(text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "no.json"
    file.write_text(text)
    monkeypatch.setenv("QUEUE", QUEUE["QUEUE"])

    assert str(with_boto3(file, monkeypatch)).startswith("Not published: ")


@each_program
def test_a_missing_file_or_queue_is_said(run: Publisher, tmp_path: Path) -> None:
    (tmp_path / "first").mkdir()
    (tmp_path / "second").mkdir()

    assert "Not published: " in run(tmp_path / "none.json", tmp_path / "first", QUEUE).error
    assert "Usage: " in run(REJECTED, tmp_path / "second", {}).error


def test_the_shell_leaves_no_event_with_an_old_id(tmp_path: Path) -> None:
    file = tmp_path / "in one line.json"
    file.write_text(json.dumps(json.loads(REJECTED.read_text("utf-8"))))

    done = with_the_cli(file, tmp_path, QUEUE)

    assert (done.code, done.body) == (1, None)
    assert "on lines of their own" in done.error


def test_the_policy_of_a_publisher_allows_to_send_decisions_and_nothing_else() -> None:
    policy = json.loads((PUBLISH / "iam-policy.json").read_text("utf-8"))
    (statement,) = policy["Statement"]
    assert (statement["Effect"], statement["Action"]) == ("Allow", "sqs:SendMessage")
    assert "Decisions" in resources("AWS::SQS::Queue")
    assert re.fullmatch(r"arn:aws:sqs:[a-z0-9-]+:\d{12}:kind-regards-Decisions-\w+", statement["Resource"])
