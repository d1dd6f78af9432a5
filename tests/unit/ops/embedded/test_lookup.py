"""A running demo or stack is found by whoever looks at it, and a shell that uses it reaches no real account."""

import fcntl
import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from ops.embedded import lookup
from ops.embedded.lookup import browser_hint, environment_of, require_running
from ops.terminal.failure import Failure


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str, int], None]]:
    """Return what makes an emulator seem to run in a folder, on a port."""
    monkeypatch.setattr(lookup, "UP", tmp_path / "up")
    monkeypatch.setattr(lookup, "STACKS", tmp_path / "stacks")
    with ExitStack() as locks:

        def start(folder: str, port: int) -> None:
            home = tmp_path / folder
            home.mkdir(parents=True)
            lock = locks.enter_context((home / "lock").open("w"))
            fcntl.flock(lock, fcntl.LOCK_EX)
            (home / "emulator.json").write_text(json.dumps({"port": port, "pid": 1}))

        yield start


@pytest.mark.parametrize("folder", ["up", "stacks/4566"])
def test_what_up_and_what_a_demo_runs_are_both_found(run: Callable[[str, int], None], folder: str) -> None:
    run(folder, 4566)
    assert require_running().url == "http://127.0.0.1:4566"


def test_what_up_runs_comes_first_and_any_other_is_found_by_its_port(run: Callable[[str, int], None]) -> None:
    run("stacks/4600", 4600)
    run("up", 4700)
    assert require_running().port == 4700
    assert require_running(4600).port == 4600


def test_where_nothing_or_too_much_runs_it_is_said(run: Callable[[str, int], None]) -> None:
    with pytest.raises(Failure) as nothing:
        require_running()
    assert nothing.value.remedy == "make up, or make demo in another terminal"
    run("stacks/4600", 4600)
    run("stacks/4700", 4700)
    with pytest.raises(Failure) as several:
        require_running()
    assert "4600, 4700" in several.value.problem


def test_a_shell_that_takes_the_environment_reaches_no_real_account(
    run: Callable[[str, int], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    run("up", 4700)
    monkeypatch.setattr(lookup, "outputs_of", lambda _: {"DecisionsQueueUrl": "http://localhost:4700/0/a queue"})
    lines = environment_of(require_running())
    assert lines[0] == "unset AWS_PROFILE AWS_DEFAULT_PROFILE AWS_SESSION_TOKEN"
    assert "export AWS_ENDPOINT_URL=http://127.0.0.1:4700" in lines
    assert "export AWS_ACCESS_KEY_ID=test" in lines
    assert "export QUEUE='http://localhost:4700/0/a queue'" in lines


def test_a_host_that_this_machine_does_not_know_has_its_remedy() -> None:
    assert browser_hint("http://127.0.0.1:4566/stay/") == ""
    hint = browser_hint("http://d1.cloudfront.invalid:4566/stay/#code")
    assert hint.endswith("needs this line in /etc/hosts: 127.0.0.1 d1.cloudfront.invalid")
