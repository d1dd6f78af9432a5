"""What the commands hear before they start anything: of company.toml, of credentials, of parameters."""

from collections.abc import Mapping
from typing import Any, NoReturn

import pytest
from botocore.exceptions import ClientError

from ops.__main__ import main
from ops.deploy import account
from ops.embedded import stack
from ops.terminal.failure import Failure
from ops.terminal.ports import LOOPBACK, free_port

_NOWHERE = "/dev/null"


def _refused(*_: Any, **__: Any) -> NoReturn:
    raise Failure("company.toml can't be used", "correct it")


def _too_early(*_: Any, **__: Any) -> NoReturn:
    raise AssertionError("something was started, asked or built too early")


@pytest.fixture(autouse=True)
def nothing_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    """No profile, no key and no Region of whoever runs the tests; and a build would be a mistake."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_DEFAULT_REGION", "AWS_REGION"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_CONFIG_FILE", _NOWHERE)
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", _NOWHERE)
    monkeypatch.setattr(account, "build", _too_early)
    monkeypatch.setattr(stack, "build", _too_early)
    monkeypatch.setattr("ops.embedded.emulator.start", _too_early)
    # The test run keeps its own way to end.
    monkeypatch.setattr("signal.signal", lambda *_: None)


@pytest.mark.parametrize("command", ["up", "demo", "deploy"])
def test_a_mistake_in_company_toml_is_told_first(
    command: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(account, "employers", _refused)
    monkeypatch.setattr(stack, "employers", _refused)
    monkeypatch.setattr("boto3.Session", _too_early)
    assert main([command]) == 1
    assert capsys.readouterr().err == "\ncompany.toml can't be used\nRemedy: correct it\n"


_KEYS = {"AWS_ACCESS_KEY_ID": "testing", "AWS_SECRET_ACCESS_KEY": "testing"}


@pytest.mark.parametrize(
    ("known", "problem"),
    [
        ({}, "Region or credentials are not set"),
        ({"AWS_REGION": "us-east-1"}, "Region or credentials are not set"),
        (_KEYS, "Region or credentials are not set"),
        ({"AWS_PROFILE": "nope"}, "profile (nope) could not be found"),
        ({**_KEYS, "AWS_REGION": "us-east-1", "AWS_ENDPOINT_URL": "closed"}, "Could not connect"),
    ],
)
def test_deploy_asks_who_you_are_before_it_builds(
    known: Mapping[str, str], problem: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    closed = f"http://{LOOPBACK}:{free_port()}"
    for name, value in known.items():
        monkeypatch.setenv(name, closed if value == "closed" else value)
    assert main(["deploy"]) == 1
    said = capsys.readouterr().err
    assert problem in said
    assert "Remedy: set Region and credentials" in said
    assert "Traceback" not in said


def test_of_what_aws_refuses_only_the_code_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refused(*_: Any) -> NoReturn:
        raise ClientError({"Error": {"Code": "ExpiredToken", "Message": "of 123456789012"}}, "GetCallerIdentity")

    for name, value in {**_KEYS, "AWS_REGION": "us-east-1"}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("botocore.client.BaseClient._make_api_call", refused)
    assert main(["deploy"]) == 1
    problem, remedy = capsys.readouterr().err.strip().splitlines()
    assert problem == "AWS refuses GetCallerIdentity: ExpiredToken"
    assert remedy.startswith("Remedy: set Region and credentials")


@pytest.mark.parametrize("command", ["up", "deploy"])
def test_a_parameter_that_nobody_knows_ends_the_command_at_once(
    command: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("boto3.Session", _too_early)
    assert main([command, "--params", "NoticeHould=PT0S"]) == 1
    assert "No template parameter: NoticeHould" in capsys.readouterr().err


def test_up_keeps_the_window_off_unless_told_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[Mapping[str, str]] = []

    def deployed(_: int, params: Mapping[str, str]) -> NoReturn:
        told.append(params)
        raise Failure("far enough", "nothing")

    monkeypatch.setattr(stack, "up", deployed)
    for params in ("", "NoticeHold=PT90S", "NoticeWindow="):
        main(["up", "--params", params])
    assert told == [
        {"NoticeHold": "PT0S", "NoticeWindow": "off"},
        {"NoticeHold": "PT90S", "NoticeWindow": "off"},
        {"NoticeHold": "PT0S", "NoticeWindow": ""},
    ]
