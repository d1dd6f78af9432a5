"""The make targets: those that need no stack run here, in the environment that the Makefile gives them."""

import os
import re
import subprocess
from pathlib import Path

import pytest

from tests.builders import body, rejected_event

_ROOT = Path(__file__).parents[2]
_TARGETS = dict(re.findall(r"^([a-z-]+):.*## (.*)", (_ROOT / "Makefile").read_text(), re.MULTILINE))
_RUN_HERE = {"explain", "check-company", "ledger", "help", "deploy", "unit", "outbox", "env"}
_NOT_RUN = {
    "up": "its command is run by tests/unit; what it deploys, by the tests end to end",
    "down": "it would end what somebody started",
    "check": "it is the targets that .ci/run runs one by one",
    "soak": "a million steps",
    "bench": "it needs a quiet machine",
    "build": "it is artifact for another architecture",
    "lock": "it asks the package index",
    "clean": "it removes the environment that runs this test",
    "lint-words": "its command is run by tests/unit",
    "preview": "its command is run by test_preview.py",
    "contracts": "it writes into the repository; test_docs.py compares what it writes",
}


def make(*arguments: str, typed: str = "") -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "MAKE"))}
    isolated = {"AWS_CONFIG_FILE": os.devnull, "AWS_SHARED_CREDENTIALS_FILE": os.devnull}
    return subprocess.run(
        ["make", "--silent", *arguments],
        cwd=_ROOT,
        env=environment | isolated | {"AWS_EC2_METADATA_DISABLED": "true"},
        input=typed,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["explain", "ARGS=--now 2026-11-23T15:04:00Z"], "Sent: Tuesday 24 November 2026, 10:04 EST"),
        (["check-company"], "functions/company.toml is valid: Acme Logistics"),
        (["ledger", "ARGS=--help"], "confirm-sent"),
        (["ledger", "ARGS=show --help"], "REFERENCE | SOURCE APPLICATION_ID"),
        (["help"], "make ledger"),
        (["unit", "ARGS=--version"], "pytest"),
    ],
)
def test_a_target_starts_in_its_own_environment(arguments: list[str], said: str) -> None:
    done = make(*arguments, typed=body(rejected_event()))
    assert (done.returncode, done.stderr) == (0, "")
    assert said in done.stdout


@pytest.mark.parametrize("arguments", [["ledger", "ARGS=pending"], ["deploy"]])
def test_a_target_that_needs_an_account_says_so(arguments: list[str]) -> None:
    done = make(*arguments)
    assert done.returncode != 0
    assert "\nAWS Region or credentials are not set\nRemedy: set Region and credentials" in done.stderr


@pytest.mark.parametrize("target", ["outbox", "env"])
def test_a_target_for_what_runs_here_says_where_nothing_does(target: str) -> None:
    done = make(target, "PORT=1")
    assert done.returncode != 0
    # A shell evaluates what `make env` prints.
    assert done.stdout == ""
    assert (
        "\nThe embedded AWS is not running on port 1\nRemedy: make up, or make demo in another terminal" in done.stderr
    )


def test_a_command_that_is_mistyped_ends_with_its_remedy() -> None:
    done = make("ledger", "ARGS=waiting")
    assert done.returncode != 0
    assert "No such command 'waiting'" in done.stderr
    assert 'Remedy: make ledger ARGS="--help"' in done.stderr


def test_each_target_is_run_here_or_by_ci_or_it_is_said_why_not() -> None:
    in_ci = re.findall(r"^(?:HISTORIES=\d+ )?make ([a-z -]+)", (_ROOT / ".ci" / "run").read_text(), re.MULTILINE)
    assert {*_TARGETS} == {*_RUN_HERE, *_NOT_RUN, *" ".join(in_ci).split()}


@pytest.mark.parametrize("target", _TARGETS)
def test_the_description_of_a_target_begins_with_a_verb(target: str) -> None:
    verbs = "Build Check Deploy End Make Measure Pin Print Remove Review Run Say Show Simulate Write"
    assert re.split(r"\W", _TARGETS[target])[0] in verbs.split()


@pytest.mark.parametrize(
    ("arguments", "asks"),
    [("", True), ("-k held", True), ("tests/unit tests/e2e", True), ("tests", True), ("tests/unit -q", False)],
)
def test_only_a_run_that_reaches_the_browser_tests_asks_for_chromium(arguments: str, *, asks: bool) -> None:
    plan = make("--dry-run", "test", f"ARGS={arguments}", "CHROMIUM=the-browser").stdout
    assert ("the-browser" in plan) == asks
