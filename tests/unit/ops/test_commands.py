"""The commands before they start anything: company.toml, credentials, parameters, usage, and how they end."""

import signal
from collections.abc import Mapping
from subprocess import CalledProcessError
from typing import Any, NoReturn

import pytest
from botocore.exceptions import ClientError
from click.testing import CliRunner, Result

from ops.__main__ import commands, main
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


def run(*arguments: str) -> Result:
    return CliRunner().invoke(commands, arguments, prog_name="python -m ops", catch_exceptions=False)


@pytest.mark.parametrize("command", ["up", "demo", "deploy"])
def test_a_mistake_in_company_toml_is_told_first(command: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(account, "employers", _refused)
    monkeypatch.setattr(stack, "employers", _refused)
    monkeypatch.setattr("boto3.Session", _too_early)
    result = run(command)
    assert (result.exit_code, result.stderr) == (1, "\ncompany.toml can't be used\nRemedy: correct it\n")


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
    known: Mapping[str, str], problem: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = f"http://{LOOPBACK}:{free_port()}"
    for name, value in known.items():
        monkeypatch.setenv(name, closed if value == "closed" else value)
    result = run("deploy")
    assert result.exit_code == 1
    said = result.stderr
    assert problem in said
    assert "Remedy: set Region and credentials" in said
    assert "Traceback" not in said


def test_of_what_aws_refuses_only_the_code_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: Any) -> NoReturn:
        raise ClientError({"Error": {"Code": "ExpiredToken", "Message": "of 123456789012"}}, "GetCallerIdentity")

    for name, value in {**_KEYS, "AWS_REGION": "us-east-1"}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("botocore.client.BaseClient._make_api_call", refused)
    result = run("deploy")
    assert result.exit_code == 1
    problem, remedy = result.stderr.strip().splitlines()
    assert problem == "AWS refuses GetCallerIdentity: ExpiredToken"
    assert remedy.startswith("Remedy: set Region and credentials")


@pytest.mark.parametrize("command", ["up", "deploy"])
def test_a_parameter_that_nobody_knows_ends_the_command_at_once(command: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("boto3.Session", _too_early)
    result = run(command, "--params", "NoticeHould=PT0S")
    assert result.exit_code == 1
    assert "No such template parameter: NoticeHould" in result.stderr


def test_up_keeps_the_window_off_unless_told_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[Mapping[str, str]] = []

    def deployed(_: int, params: Mapping[str, str]) -> NoReturn:
        told.append(params)
        raise Failure("far enough", "nothing")

    monkeypatch.setattr(stack, "up", deployed)
    for params in ("", "NoticeHold=PT90S", "NoticeWindow="):
        run("up", "--params", params)
    assert told == [
        {"NoticeHold": "PT0S", "NoticeWindow": "off"},
        {"NoticeHold": "PT90S", "NoticeWindow": "off"},
        {"NoticeHold": "PT0S", "NoticeWindow": ""},
    ]


@pytest.mark.parametrize(
    ("arguments", "problem", "remedy"),
    [
        (["ledger", "pendign"], "No such command 'pendign'", 'make ledger ARGS="--help"'),
        (["ledger", "resolve", "x"], "Missing option '--because'.", 'make ledger ARGS="resolve --help"'),
        (["ledger", "release", "x"], "Missing option '--count'.", 'make ledger ARGS="release --help"'),
        (["explain", "--holt", "PT0S"], "No such option '--holt'", 'make explain ARGS="--help"'),
        (["demo", "--twice"], "No such option", "python -m ops demo --help"),
    ],
)
def test_a_command_line_that_is_not_understood_is_told_with_what_the_reader_types(
    arguments: list[str], problem: str, remedy: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ops.ledger.connection.connect", lambda *, local: None)
    result = run(*arguments)
    assert result.exit_code == 2
    assert problem in result.stderr
    assert result.stderr.splitlines()[-1] == f"Remedy: {remedy}"


@pytest.mark.parametrize("group", ["ledger", "pool"])
def test_a_list_of_commands_says_each_sentence_to_its_end(group: str) -> None:
    _, listed = run(group, "--help").output.split("Commands:\n")
    assert "restore-check" in listed or "redrive" in listed
    assert "..." not in listed


def test_usage_is_what_the_reader_types() -> None:
    assert (
        'Usage: make ledger ARGS="show [OPTIONS] REFERENCE | SOURCE APPLICATION_ID"'
        in run("ledger", "show", "--help").output
    )
    assert 'Usage: make ledger ARGS="[OPTIONS] COMMAND …"' in run("ledger", "--help").output
    assert 'Usage: make explain ARGS="[OPTIONS] [FILE]"' in run("explain", "--help").output
    assert "Usage: python -m ops [OPTIONS] COMMAND …" in run("--help").output


@pytest.mark.parametrize(
    ("end", "status"), [(KeyboardInterrupt(), 130), (SystemExit(143), 143), (CalledProcessError(3, "tool"), 3)]
)
def test_a_command_that_is_ended_says_how(end: BaseException, status: int, monkeypatch: pytest.MonkeyPatch) -> None:
    def ended() -> NoReturn:
        raise end

    monkeypatch.setattr(stack, "down", ended)
    assert run("down").exit_code == status


def test_ctrl_c_and_sigterm_end_what_was_started(monkeypatch: pytest.MonkeyPatch) -> None:
    handlers = dict[int, Any]()
    monkeypatch.setattr("signal.signal", handlers.__setitem__)
    monkeypatch.setattr("sys.argv", ["ops", "--help"])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 0
    with pytest.raises(KeyboardInterrupt):
        handlers[signal.SIGINT](signal.SIGINT, None)
    with pytest.raises(SystemExit) as terminated:
        handlers[signal.SIGTERM](signal.SIGTERM, None)
    assert terminated.value.code == 143
