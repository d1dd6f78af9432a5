"""The figures of the search: counted in this process, timed and weighed in processes of their own."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from statistics import median

from bench.processes import running_search_stub
from bench.search.measure import SIZES, joining, pages
from ops.embedded import aws
from ops.terminal.failure import Failure
from ops.terminal.paths import ROOT

# Most of the memory is the interpreter and its imports: with a few people, nothing else.
_FEW, _MANY = SIZES[0], SIZES[1]
_MIB = 2**20


def measure() -> dict[str, float]:
    """Return all figures of the search. Raises Failure."""
    return {**pages(), **joining(), **_wall(), **_memory()}


def _wall() -> dict[str, float]:
    with running_search_stub(_MANY) as url:
        environment = aws.isolated(os.environ, endpoint_url=url)
        rounds: dict[str, list[float]] = json.loads(_output("bench.search.wall", environment=environment))
    ratios = [page / query for page, query in zip(rounds["page"], rounds["query"], strict=True)]
    milliseconds = {f"{name}_wall_ms": 1000 * median(taken) for name, taken in rounds.items()}
    return {"page_wall_ratio": median(ratios), **milliseconds}


def _memory() -> dict[str, float]:
    few, many = (int(_output("bench.search.memory", str(size))) / _MIB for size in (_FEW, _MANY))
    return {"export_memory_ratio": many / few, f"export_mib_{_FEW}": few, f"export_mib_{_MANY}": many}


def _output(module: str, *arguments: str, environment: Mapping[str, str] | None = None) -> str:
    command = [sys.executable, "-m", module, *arguments]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Failure(f"{module} ended with {done.returncode}: {done.stderr[-500:]}", "run it alone")
    return done.stdout
