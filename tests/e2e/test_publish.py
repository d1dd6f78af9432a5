"""A publisher that knows nothing but the README and the stack's outputs gets its candidates mailed."""

import json
import re
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from functions.domain.decisions.parse import parse_event
from ops.embedded import aws
from ops.terminal.progress import PATIENCE
from tests.e2e.deployed import Deployed, until

_ROOT = Path(__file__).parents[2]
_CODE_BLOCK = re.compile(r"```(\w+)\n(.*?)```", re.DOTALL)


def blocks(document: str, language: str) -> list[str]:
    return [code for name, code in _CODE_BLOCK.findall((_ROOT / document).read_text("utf-8")) if name == language]


def test_the_readme_examples_tell_a_candidate_and_take_it_back(deployed: Deployed) -> None:
    (cli,) = [block for block in blocks("README.md", "sh") if "send-message" in block]
    (script,) = blocks("README.md", "python")

    now = datetime.now(UTC).isoformat(timespec="seconds")
    deployed.publish(cli.partition("--message-body '")[2].rpartition("'")[0].replace("'\"$NOW\"'", now))
    mail = deployed.mail_to("sam@example.com")
    assert "Hello Sam," in mail["BodyText"]
    until(lambda: deployed.state_of("/ats/example/acme", "A-88123") == "ACCEPTED", "the notice to be marked")

    environment = aws.isolated({}, endpoint_url=deployed.outputs["EndpointUrl"])
    queue = {"QUEUE": deployed.outputs["DecisionsQueueUrl"]}
    subprocess.run([sys.executable, "-c", script], env=environment | queue, check=True, timeout=PATIENCE)

    until(lambda: "rescinded_at" in (deployed.notice("/ats/example/acme", "A-88123") or {}), "the rescission")


def test_the_examples_of_the_contracts_are_understood(deployed: Deployed) -> None:
    decision, rescission, *endings = map(json.loads, blocks("docs/contracts/README.md", "json"))
    assert {parse_event(json.dumps(event)).unknown_fields for event in (decision, rescission, *endings)} == {0}
    for event in (decision, rescission):
        event["data"]["application_id"] = "A-of-the-contracts"
    decision["data"]["candidate"]["email"] = "contract@example.com"
    now = datetime.now(UTC)
    decision["data"]["decided_at"] = (now - timedelta(days=1)).isoformat()
    rescission["data"]["rescinded_at"] = (now - timedelta(days=2)).isoformat()

    deployed.publish(json.dumps(rescission), json.dumps(decision))

    assert deployed.mail_to("contract@example.com")["Subject"].startswith("Your application for Warehouse Associate")
