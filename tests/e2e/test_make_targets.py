"""The make targets that need no stack, each run in the environment that the Makefile gives it."""

import os
import subprocess
from pathlib import Path

import pytest

from tests.builders import body, rejected_event

_ROOT = Path(__file__).parents[2]


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


def test_a_command_that_is_mistyped_ends_with_its_remedy() -> None:
    done = make("ledger", "ARGS=waiting")
    assert done.returncode != 0
    assert "No such command 'waiting'" in done.stderr
    assert 'Remedy: make ledger ARGS="--help"' in done.stderr
