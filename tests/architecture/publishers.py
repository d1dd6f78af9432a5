"""The example publishers of docs/contracts, run as a reader would, with what they would reach played by a stub."""

import importlib.util
import json
import os
import runpy
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.architecture.template import ROOT

EXAMPLES = ROOT / "docs" / "contracts" / "examples"
PUBLISH = EXAMPLES / "publish"
# Keeps the body in a file, or refuses as the CLI does.
_AWS = """#!/bin/sh
[ -z "$REFUSED" ] || { echo "An error occurred (AccessDenied)" >&2; exit 254; }
printf '%s\\n' "$@" > "$SENT.arguments"
while [ "$1" != --message-body ]; do shift; done
printf '%s' "$2" > "$SENT"
echo 1b4a3c2d
"""
_SDK = """import { writeFileSync } from "node:fs";
export class SendMessageCommand { constructor(input) { this.input = input; } }
export class SQSClient {
  constructor(config) { this.config = config; }
  async send({ input }) {
    if (process.env.REFUSED) throw new Error("AccessDenied");
    writeFileSync(process.env.SENT, input.MessageBody);
    writeFileSync(process.env.SENT + ".arguments", JSON.stringify([input.QueueUrl, this.config.maxAttempts]));
    return { MessageId: "1b4a3c2d" };
  }
}
"""


@dataclass(frozen=True)
class Done:
    """How a publisher ended, and the event's text if it sent one."""

    code: int
    output: str
    error: str
    body: str | None
    arguments: str


type Publisher = Callable[[Path, Path, dict[str, str]], Done]


def with_the_cli(file: Path, home: Path, environment: dict[str, str]) -> Done:
    """Run publish.sh with a stub of the AWS CLI."""
    aws = home / "aws"
    aws.write_text(_AWS)
    aws.chmod(0o700)
    path = f"{home}:{os.environ['PATH']}"
    return _run(["sh", str(PUBLISH / "publish.sh"), str(file)], home, {"PATH": path, **environment})


def with_node(file: Path, home: Path, environment: dict[str, str]) -> Done:
    """Run publish.mjs on the Node that comes with the browser's driver, with a stub of the SDK."""
    package = home / "node_modules" / "@aws-sdk" / "client-sqs"
    package.mkdir(parents=True)
    (package / "package.json").write_text(json.dumps({"type": "module", "exports": "./index.js"}))
    (package / "index.js").write_text(_SDK)
    script = shutil.copy(PUBLISH / "publish.mjs", home)
    found = importlib.util.find_spec("playwright")
    assert found
    assert found.origin
    node = Path(found.origin).parent / "driver" / "node"
    return _run([str(node), str(script), str(file)], home, environment)


def _run(command: list[str], home: Path, environment: dict[str, str]) -> Done:
    sent, arguments = home / "sent", home / "sent.arguments"
    done = subprocess.run(
        command, env={"SENT": str(sent), "REFUSED": "", **environment}, check=False, capture_output=True, text=True
    )
    return Done(
        done.returncode,
        done.stdout,
        done.stderr,
        sent.read_text("utf-8") if sent.exists() else None,
        arguments.read_text("utf-8") if arguments.exists() else "",
    )


def with_boto3(file: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Run publish.py in this process, with whatever AWS there is here; return how it exits."""
    monkeypatch.setattr(sys, "argv", ["publish.py", str(file)])
    # The one of an earlier test knows its credentials and region.
    monkeypatch.setattr("boto3.DEFAULT_SESSION", None)
    for name, value in {"ACCESS_KEY_ID": "testing", "SECRET_ACCESS_KEY": "testing", "REGION": "eu-west-1"}.items():
        monkeypatch.setenv(f"AWS_{name}", value)
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-1")
    try:
        runpy.run_path(str(PUBLISH / "publish.py"), run_name="__main__")
    except SystemExit as end:
        return end.code
    return None
