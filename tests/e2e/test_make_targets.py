"""The make targets, run as a user runs them, in the environment that the Makefile gives them.

What a target would write or remove, it writes and removes in a copy of this checkout, which has its environments.
"""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from ops.terminal.ports import free_port, is_free
from tests.builders import body, rejected_event

_ROOT = Path(__file__).parents[2]
_TARGETS = dict(re.findall(r"^([a-z-]+):.*## (.*)", (_ROOT / "Makefile").read_text(), re.MULTILINE))
# Each with something that it says.
_STARTS = [
    (["explain", "ARGS=--now 2026-11-23T15:04:00Z"], "Sent: Tuesday 24 November 2026, 10:04 EST"),
    (["check-company"], "functions/company.toml is valid: Acme Logistics"),
    (["ledger", "ARGS=--help"], "confirm-sent"),
    (["ledger", "ARGS=show --help"], "REFERENCE | SOURCE APPLICATION_ID"),
    (["pool", "ARGS=--help"], "restore-check"),
    (["pool", "ARGS=search --help"], 'make pool ARGS="search [OPTIONS]"'),
    (["pool", "ARGS=withdraw --help"], 'make pool ARGS="withdraw [OPTIONS] ADDRESS"'),
    (["console", "ARGS=--help"], "invite"),
    (["console", "ARGS=invite --help"], 'make console ARGS="invite [OPTIONS] ADDRESS"'),
    (["rotate-keys", "ARGS=--help"], "--adopt-previous"),
    (["verify-receipt", "ARGS=--help"], 'make verify-receipt ARGS="[OPTIONS] FILE KEYS"'),
    (["rotate-receipt-key", "ARGS=--help"], "Sign consent receipts with a new key"),
    (["help"], "make ledger"),
    (["unit", "ARGS=--version"], "pytest"),
    (["lint-words"], "No findings"),
    (["soak", "ARGS=1"], " steps, "),
]
_IN_A_COPY = {"preview", "contracts", "build", "up", "down", "clean"}
_RUN_HERE = {*(arguments[0] for arguments, _ in _STARTS), *_IN_A_COPY, "deploy", "outbox", "env"}
_NOT_RUN = {
    "check": "its targets are run one by one; its plan is read here",
    "bench": "it needs a quiet machine for minutes; its parts are run by tests/unit/bench, and its plan is read here",
    "lock": "it asks the package index; its plan is read here",
    "places": "its packages are 60 MB; its parts are run by tests/unit/ops/places, and its plan is read here",
}
# What git ignores, and git's own.
_NOT_COPIED = shutil.ignore_patterns(".git", ".venv", ".local", ".aws-sam", ".hypothesis", "__pycache__", ".*_cache")


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A copy of this checkout, with its environments and what it has built."""
    copied = Path(shutil.copytree(_ROOT, tmp_path / "checkout", ignore=_NOT_COPIED))
    (copied / ".venv").symlink_to(_ROOT / ".venv")
    (copied / ".local").mkdir()
    for shared in ("venvs", "build"):
        (_ROOT / ".local" / shared).mkdir(exist_ok=True)
        (copied / ".local" / shared).symlink_to(_ROOT / ".local" / shared)
    return copied


def make(*arguments: str, typed: str = "", at: Path = _ROOT) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "MAKE"))}
    isolated = {"AWS_CONFIG_FILE": os.devnull, "AWS_SHARED_CREDENTIALS_FILE": os.devnull}
    return subprocess.run(
        ["make", "--silent", *arguments],
        cwd=at,
        env=environment | isolated | {"AWS_EC2_METADATA_DISABLED": "true"},
        input=typed,
        capture_output=True,
        text=True,
        check=False,
    )


def files(folder: Path) -> dict[str, bytes]:
    """What is there but for what git ignores, by its path."""
    found = (path for path in folder.rglob("*") if path.is_file())
    own = {path.relative_to(folder): path for path in found}
    hidden = {".venv", ".local", "__pycache__"}
    return {str(path): own[path].read_bytes() for path in own if hidden.isdisjoint(path.parts)}


@pytest.mark.parametrize(("arguments", "said"), _STARTS)
def test_a_target_starts_in_its_own_environment(arguments: list[str], said: str) -> None:
    done = make(*arguments, typed=body(rejected_event()))
    assert (done.returncode, done.stderr) == (0, "")
    assert said in done.stdout


def test_what_is_generated_is_what_is_kept(checkout: Path) -> None:
    before = files(checkout)
    done = make("contracts", at=checkout)
    assert (done.returncode, done.stderr) == (0, "")
    assert "docs/contracts/candidate.rejected.v1.schema.json" in done.stdout
    assert files(checkout) == before


def test_a_preview_is_written_beside_the_sources(checkout: Path) -> None:
    done = make("preview", "ONCE=1", at=checkout)
    assert (done.returncode, done.stderr) == (0, "")
    assert "The page: .local/preview/index.html" in done.stdout
    assert (checkout / ".local" / "preview" / "index.html").exists()


def test_a_build_for_the_cloud_has_a_template(checkout: Path) -> None:
    done = make("build", at=checkout)
    assert (done.returncode, done.stderr) == (0, "")
    assert "Built: .local/build/arm64/template.yaml" in done.stdout
    assert (checkout / ".local" / "build" / "arm64" / "template.yaml").exists()


def test_what_up_starts_can_be_asked_and_down_ends_it_and_clean_removes_the_rest(checkout: Path) -> None:
    port, outputs, before = free_port(), checkout / ".local" / "outputs.json", files(checkout)
    try:
        up = make("up", f"PORT={port}", at=checkout)
        assert (up.returncode, up.stderr) == (0, "")
        assert json.loads(outputs.read_text())["EndpointUrl"] == f"http://127.0.0.1:{port}"
        asked = make("ledger", "ARGS=pending --local", at=checkout)
        assert (asked.returncode, asked.stderr) == (0, "")
        counted = make("pool", "ARGS=agencies --local", at=checkout)
        assert (counted.returncode, counted.stderr) == (0, "")
        searched = make("pool", "ARGS=search --family warehouse --employer first --local", at=checkout)
        assert (searched.returncode, searched.stderr) == (0, "")
        assert "0 people are found" in searched.stdout
        logged = make("pool", "ARGS=log --employer first --local", at=checkout)
        assert "--family warehouse" in logged.stdout
        invited = make(
            "console", "ARGS=invite rita@acme.example --role recruiter --employer first --local", at=checkout
        )
        assert (invited.returncode, invited.stderr) == (0, "")
        assert "Log in at" in invited.stdout
        for target in ("rotate-keys", "rotate-receipt-key"):
            rotated = make(target, "ARGS=--local", at=checkout)
            assert (rotated.returncode, rotated.stderr) == (0, "")
    finally:
        down = make("down", at=checkout)
    assert (down.returncode, down.stderr) == (0, "")
    assert f"Ending the embedded AWS on port {port}" in down.stdout
    assert is_free(port)
    assert not outputs.exists()

    clean = make("clean", at=checkout)
    assert (clean.returncode, clean.stderr) == (0, "")
    assert "The embedded AWS is not running" in clean.stdout
    assert not {".venv", ".local"} & {path.name for path in checkout.iterdir()}
    assert files(checkout) == before


@pytest.mark.parametrize(
    ("target", "runs"),
    [
        ("check", ["ruff check", "ruff format --check", "mypy --strict", "lint-imports", "cfn-lint", "tests/e2e"]),
        ("bench", [".venv/bin/python -m bench"]),
        ("lock", ["functions.in", "--generate-hashes", "bootstrap dev ministack places runtime sam"]),
        ("places", [".local/venvs/places/bin/python -m ops places"]),
    ],
)
def test_the_plan_of_a_target_that_is_not_run_has_all_its_parts(target: str, runs: list[str]) -> None:
    plan = make("--dry-run", target, "CHROMIUM=the-browser").stdout
    assert [part for part in runs if part not in plan] == []


@pytest.mark.parametrize(
    "arguments",
    [
        ["ledger", "ARGS=pending"],
        ["pool", "ARGS=agencies"],
        ["pool", "ARGS=search --employer first"],
        ["console", "ARGS=users"],
        ["rotate-keys"],
        ["rotate-receipt-key"],
        ["deploy"],
    ],
)
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
    in_ci = re.findall(r"^(?:[A-Z]+=\w+ )*make ([a-z -]+)", (_ROOT / ".ci" / "run").read_text(), re.MULTILINE)
    assert {*_TARGETS} == {*_RUN_HERE, *_NOT_RUN, *" ".join(in_ci).split()}


@pytest.mark.parametrize("target", _TARGETS)
def test_the_description_of_a_target_begins_with_a_verb(target: str) -> None:
    verbs = "Build Check Deploy End Make Measure Pin Print Remove Review Run Say Show Sign Try Write"
    assert re.split(r"\W", _TARGETS[target])[0] in verbs.split()


@pytest.mark.parametrize(
    ("arguments", "asks"),
    [("", True), ("-k held", True), ("tests/unit tests/e2e", True), ("tests", True), ("tests/unit -q", False)],
)
def test_only_a_run_that_reaches_the_browser_tests_asks_for_chromium(arguments: str, *, asks: bool) -> None:
    plan = make("--dry-run", "test", f"ARGS={arguments}", "CHROMIUM=the-browser").stdout
    assert ("the-browser" in plan) == asks
