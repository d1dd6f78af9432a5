"""Cold starts: import and clients, until a first batch could be taken, each in a fresh interpreter."""

import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from bench.contenders import Contender
from local.paths import tool

STARTS = 20

_COLD = Path(__file__).with_name("cold.py")

type Seconds = Sequence[float]


def measure(pair: tuple[Contender, Contender], environment: Mapping[str, str]) -> dict[str, Seconds]:
    """All starts of each of the pair and of boto3 with two clients, which take turns."""
    folders = {contender.name: contender.folder for contender in pair} | {"boto3": pair[0].folder}
    taken: dict[str, list[float]] = {name: [] for name in folders}
    # The first turn reads the files from the disk, and does not count.
    for turn in range(STARTS + 1):
        for name, folder in folders.items():
            seconds = _start(name, folder, environment)
            if turn:
                taken[name].append(seconds)
    return dict(taken)


def _start(name: str, folder: Path, environment: Mapping[str, str]) -> float:
    command: list[str | Path] = [tool("runtime", "python"), "-I", _COLD, folder, name]
    done = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    return float(done.stdout)
