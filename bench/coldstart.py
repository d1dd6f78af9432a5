"""Cold starts, each in a fresh interpreter: until a first batch could be taken, and until one of a notice was done."""

import json
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.contenders import Contender
from bench.decisions import batches
from bench.processes import log_of
from ops.terminal.failure import Failure
from ops.terminal.paths import shown, tool

STARTS = 20

_COLD = Path(__file__).with_name("cold.py")


@dataclass(frozen=True)
class Start:
    """Seconds from the program's first line."""

    ready: float
    first_batch: float


def measure(pair: tuple[Contender, Contender], environment: Mapping[str, str]) -> dict[str, Sequence[Start]]:
    """All starts of each of the pair and of boto3 with two clients, which take turns. Raises Failure."""
    folders = {contender.name: contender.folder for contender in pair} | {"boto3": pair[0].folder}
    # The first turn reads the files from the disk, and does not count.
    turns = [{name: _start(name, folder, environment) for name, folder in folders.items()} for _ in range(STARTS + 1)]
    return {name: [turn[name] for turn in turns[1:]] for name in folders}


def _start(name: str, folder: Path, environment: Mapping[str, str]) -> Start:
    command: list[str | Path] = [tool("runtime", "python"), "-I", _COLD, folder, name]
    (batch,) = batches(1, 1)
    with log_of("cold").open("a") as log:
        done = subprocess.run(
            command,
            env=environment,
            input=json.dumps(batch),
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            check=False,
        )
    figures = json.loads(done.stdout or '{"failed": 1}')
    if figures.pop("failed"):
        raise Failure(f"{name} did not start, or did not send its first notice", f"its log: {shown(log_of('cold'))}")
    return Start(**figures)
