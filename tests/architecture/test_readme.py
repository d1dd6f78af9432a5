"""The README's shell example, as a reader pastes it: on this machine, and on a real account."""

import os
import re
import subprocess
from pathlib import Path

import pytest

from functions.domain.decisions.parse import parse_event
from tests.architecture.template import ROOT

_BLOCK = re.compile(r"```sh\n(.*?)```", re.DOTALL)
# Says each of its arguments on a line of its own, with its line breaks taken out.
_AWS = """#!/bin/sh
for argument in "$@"; do printf '%s' "$argument" | tr -d '\\n'; echo; done
"""


@pytest.mark.parametrize(
    ("endpoint", "option"),
    [({"AWS_ENDPOINT_URL": "http://127.0.0.1:4700"}, ["--endpoint-url=http://127.0.0.1:4700"]), ({}, [])],
)
def test_the_example_reaches_what_the_shell_is_set_to(
    endpoint: dict[str, str], option: list[str], tmp_path: Path
) -> None:
    (script,) = _BLOCK.findall((ROOT / "README.md").read_text("utf-8"))
    aws = tmp_path / "aws"
    aws.write_text(_AWS)
    aws.chmod(0o700)
    environment = {"PATH": f"{tmp_path}:{os.environ['PATH']}", "QUEUE": "http://a queue", **endpoint}

    done = subprocess.run(["sh", "-euc", script], env=environment, check=True, capture_output=True, text=True)

    *options, message = done.stdout.splitlines()
    assert options == ["sqs", "send-message", *option, "--queue-url", "http://a queue", "--message-body"]
    assert parse_event(message).unknown_fields == 0
