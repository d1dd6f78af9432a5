"""Cold starts, each in a fresh interpreter: until a function is ready, and until its first event is done."""

import json
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.contenders import Contender, environment, optin
from bench.decisions import batches
from bench.invitations import invite
from bench.processes import Stub, log_of
from bench.stub.services import SIGNING_KEY
from ops.terminal.failure import Failure
from ops.terminal.paths import shown, tool

STARTS = 20

_COLD = Path(__file__).with_name("cold.py")

type Json = dict[str, Any]


@dataclass(frozen=True)
class Start:
    """Seconds from the program's first line."""

    ready: float
    done: float


def measure(stub: Stub, pair: tuple[Contender, Contender]) -> dict[str, Sequence[Start]]:
    """Return all starts of notify, canonical, optin, and boto3 with the clients of either, by name. Raises Failure.

    They take turns, so that a busy machine is so for all.
    """
    ours, canonical, settings = pair[0].folder, pair[1].folder, environment(stub.url)
    invitation = invite(stub.url, ledger=settings["NOTICE_LEDGER_TABLE"], key=SIGNING_KEY)
    folders = {"notify": ours, "canonical": canonical, "boto3": ours, "optin": optin(), "boto3_of_optin": ours}

    def turn() -> dict[str, Start]:
        (batch,) = batches(1, 1)
        events = {"optin": invitation}
        return {name: _start(name, folder, settings, events.get(name, batch)) for name, folder in folders.items()}

    # The first turn reads the files from the disk, and does not count.
    turns = [turn() for _ in range(STARTS + 1)]
    return {name: [starts[name] for starts in turns[1:]] for name in folders}


def _start(name: str, folder: Path, settings: Mapping[str, str], event: Json) -> Start:
    command: list[str | Path] = [tool("runtime", "python"), "-I", _COLD, folder, name]
    with log_of("cold").open("a") as log:
        ended = subprocess.run(
            command,
            env=settings,
            input=json.dumps(event),
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            check=False,
        )
    figures = json.loads(ended.stdout or '{"failed": true}')
    if figures.pop("failed"):
        raise Failure(f"{name} did not start, or its first event failed", f"its log: {shown(log_of('cold'))}")
    return Start(**figures)
