"""When something behind the API fails: what the candidate is told, and what the operator finds."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from botocore.exceptions import ReadTimeoutError
from pydantic import ValidationError

from functions.optin import bootstrap
from functions.optin.api import ROUTES
from functions.optin.settings import OptinSettings
from functions.runtime import aws, employers_file
from functions.stores.dynamodb.attributes import to_item
from functions.stores.pool.member_item import write_opt_in
from ops.terminal.progress import PATIENCE
from tests.handlers.optin_stack import ENVIRONMENT, Reply, Stack, running_stack
from tests.moto_aws import client
from tests.optin_builders import CANDIDATE, EMAIL, SEEDED, http_event, opt_in

ROOT = Path(__file__).parents[2]


@pytest.fixture
def stack() -> Iterator[Stack]:
    with running_stack() as stack:
        yield stack


def metrics_of(reply: Reply) -> dict[str, float]:
    """What CloudWatch reads from the log."""
    emf = [line for line in reply.lines if "_aws" in line]
    names = [metric["Name"] for line in emf for metric in line["_aws"]["CloudWatchMetrics"][0]["Metrics"]]
    assert {line["_aws"]["CloudWatchMetrics"][0]["Namespace"] for line in emf} == {"KindRegards"}
    return {name: sum(emf[0][name]) for name in names}


def assert_try_again(reply: Reply) -> None:
    assert (reply.status, reply.problem) == (503, "busy")
    assert reply.headers["Retry-After"] == "5"
    assert reply.headers["Cache-Control"] == "no-store"
    assert metrics_of(reply) == {"Answered5xx": 1, "OptinFailed": 1}


@pytest.mark.parametrize(
    "route", sorted(ROUTES.keys() - {"GET /api/unsubscribe/{token}", "PUT /api/address", "POST /api/link"})
)
def test_a_table_that_is_not_there_means_try_again(stack: Stack, route: str) -> None:
    form = stack.form()
    stack.dynamodb.delete_table(TableName="TalentPool")
    assert_try_again(stack.call(route, form))


def test_a_ledger_that_is_not_there_means_try_again(stack: Stack) -> None:
    stack.dynamodb.delete_table(TableName="NoticeLedger")
    assert_try_again(stack.call("GET /api/invitation"))


def test_a_secret_that_cannot_be_read_means_try_again(stack: Stack) -> None:
    client("secretsmanager").delete_secret(SecretId="InvitationSecret", ForceDeleteWithoutRecovery=True)
    assert_try_again(stack.call("GET /api/invitation"))


@contextmanager
def answers_lost() -> Iterator[None]:
    """DynamoDB does what it is asked to write, and nobody hears of it."""

    def silent(**_response: Any) -> None:
        raise ReadTimeoutError(endpoint_url=f"https://{EMAIL}")

    client = aws.dynamodb()
    client.meta.events.register("after-call.dynamodb.TransactWriteItems", silent)
    bootstrap.ports.cache_clear()
    with patch.object(aws, "dynamodb", return_value=client):
        yield
    bootstrap.ports.cache_clear()


def test_an_opt_in_whose_answer_was_lost_is_recorded_once_however_often_it_is_repeated(stack: Stack) -> None:
    form = stack.form()
    with answers_lost():
        assert_try_again(stack.call("PUT /api/opt-in", form))
    assert stack.call("PUT /api/opt-in", form).json == stack.call("PUT /api/opt-in", form).json
    assert len(stack.call("GET /api/opt-in").json["consents"]) == 1


def test_a_withdrawal_whose_answer_was_lost_is_done_and_repeating_it_is_friendly(stack: Stack) -> None:
    stack.join()
    with answers_lost():
        assert_try_again(stack.call("DELETE /api/opt-in"))
    assert stack.call("GET /api/opt-in").problem == "no-opt-in"
    assert stack.call("DELETE /api/opt-in").json["state"] == "withdrawn"
    assert len(stack.call("GET /api/opt-in/export").json["consents"]) == 2


def test_an_item_that_we_cannot_read_is_our_mistake_and_says_nothing_of_what_it_holds(stack: Stack) -> None:
    broken = write_opt_in(opt_in()) | {"email": f"{EMAIL} is no address"}
    stack.dynamodb.put_item(TableName="TalentPool", Item=to_item(broken))
    reply = stack.call("GET /api/opt-in")
    assert (reply.status, reply.problem) == (500, "unexpected")
    assert metrics_of(reply) == {"Answered5xx": 1, "OptinFailed": 1}
    assert [seed for seed in SEEDED if seed in (reply.text + reply.log).lower()] == []
    assert not [word for word in ("Traceback", "personal.py", "PydanticCustomError") if word in reply.text]


def test_the_operator_finds_kind_and_place_of_our_mistake(stack: Stack) -> None:
    stack.dynamodb.put_item(
        TableName="TalentPool", Item=to_item({"candidate": CANDIDATE, "record": "PROFILE", "revision": 1})
    )
    line = stack.call("GET /api/opt-in").lines[0]
    assert (line["level"], line["message"], line["error"]) == ("ERROR", "call failed", "KeyError")
    assert line["place"][-1].startswith("member_item.py:")
    assert line["function_request_id"] == "request-1"


def test_every_answer_is_counted_and_logged(stack: Stack) -> None:
    reply = stack.call("GET /api/opt-in")
    assert metrics_of(reply) == {"Answered4xx": 1}
    assert [(line["message"], line["status"]) for line in reply.lines if "message" in line] == [("answered", 404)]
    for _ in range(2):
        assert metrics_of(stack.join()) == {"Answered2xx": 1}


def test_a_variable_that_is_missing_is_named_at_the_start() -> None:
    with pytest.raises(ValidationError, match=r"(?s)notice_ledger_table.+talent_pool_table.+invitation_secret_arn"):
        OptinSettings.read({"TALENT_POOL_TABLE": ""})


def test_a_cold_process_needs_the_templates_environment_and_speaks_in_optins_name() -> None:
    environment = ENVIRONMENT | {
        "AWS_DEFAULT_REGION": "eu-west-1",
        "AWS_LAMBDA_FUNCTION_NAME": "optin",
        "PATH": os.environ["PATH"],
    }
    script = f"""
from pathlib import Path
from types import SimpleNamespace
from functions.runtime import employers_file
employers_file.EMPLOYERS_FILE = Path({str(employers_file.EMPLOYERS_FILE)!r})
from functions.optin.handler import lambda_handler
context = SimpleNamespace(function_name="optin", memory_limit_in_mb=512, invoked_function_arn="a", aws_request_id="r")
assert lambda_handler({http_event("GET /api/invitation")!r}, context)["statusCode"] == 401
"""
    command = [sys.executable, "-c", script]
    ended = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True, timeout=PATIENCE
    )
    lines = [json.loads(line) for line in ended.stdout.splitlines()]
    assert [line["service"] for line in lines] == ["optin", "optin"]
    assert lines[-1]["_aws"]["CloudWatchMetrics"][0]["Dimensions"] == [["service"]]
