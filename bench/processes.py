"""The processes that are measured, and the stub that they call: each lives as long as its block, and leaves a log."""

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, cast
from urllib.request import Request, urlopen

from bench.contenders import Contender
from bench.stub.services import TAKE
from ops.terminal.failure import Failure
from ops.terminal.paths import LOGS, ROOT, shown, tool

_WORKER = Path(__file__).with_name("worker.py")
_SECONDS_TO_END = 5

type Batch = Mapping[str, Any]


@dataclass(frozen=True)
class Seen:
    """The calls that came in at the stub, by operation, and the moment of each SendEmail on the stub's clock."""

    calls: Mapping[str, int]
    sent_at: Sequence[float]
    sent_bytes: int
    scheduling: Mapping[str, int]


@dataclass(frozen=True)
class Stub:
    url: str

    def take(self) -> Seen:
        """Return what came in since the last time, and empty the tables."""
        with urlopen(Request(self.url + TAKE, b"", method="POST"), timeout=10) as answer:  # noqa: S310
            return Seen(**json.load(answer))


@dataclass(frozen=True)
class Worker:
    """One handler in its own process."""

    name: str
    orders: IO[str]
    answers: IO[str]

    def ask(self, batches: Sequence[Batch]) -> None:
        print(json.dumps(batches), file=self.orders, flush=True)

    def run(self, batches: Sequence[Batch]) -> dict[str, float]:
        """Return the figures. Raises Failure where a message was not done, or a call was refused."""
        self.ask(batches)
        return self._answer()

    def take(self, batches: Sequence[Batch]) -> set[str]:
        """Return the ids of the messages that came back."""
        self.ask(batches)
        return set(json.loads(self.answers.readline())["came_back"])

    def _answer(self) -> dict[str, float]:
        line = self.answers.readline()
        figures: dict[str, float] = json.loads(line) if line else {"failed": True}
        if figures["failed"]:
            raise Failure(f"{self.name} did not do all that it was asked to", f"its log: {shown(log_of(self.name))}")
        return figures


@contextmanager
def running_stub() -> Iterator[Stub]:
    """Start a run: remove the logs of the last one."""
    for log in LOGS.glob("bench-*.log"):
        log.unlink()
    with _running("stub", [sys.executable, "-m", "bench.stub"]) as (_, port):
        yield Stub(f"http://127.0.0.1:{port}")


@contextmanager
def running_search_stub(people: int) -> Iterator[str]:
    """Yield the address of the two tables of a pool of so many people."""
    with _running("search-stub", [sys.executable, "-m", "bench.search.stub", str(people)]) as (_, port):
        yield f"http://127.0.0.1:{port}"


@contextmanager
def running_worker(contender: Contender, environment: Mapping[str, str]) -> Iterator[Worker]:
    """Its handler is imported already."""
    command: list[str | Path] = [tool("runtime", "python"), "-I", _WORKER, contender.folder, contender.handler]
    with _running(contender.name, command, environment) as (process, _):
        yield Worker(contender.name, cast(IO[str], process.stdin), cast(IO[str], process.stdout))


@contextmanager
def _running(
    name: str, command: Sequence[str | Path], environment: Mapping[str, str] | None = None
) -> Iterator[tuple["subprocess.Popen[str]", str]]:
    """Return the process, and the first line that it printed."""
    pipe = subprocess.PIPE
    LOGS.mkdir(parents=True, exist_ok=True)
    # Several workers may write to one log. A session of its own: Ctrl-C reaches us alone, and we end it.
    with log_of(name).open("a") as log:
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdin=pipe, stdout=pipe, stderr=log, text=True, start_new_session=True
        )
    try:
        yield process, _first_line(name, process)
    finally:
        process.terminate()
        process.communicate(timeout=_SECONDS_TO_END)


def _first_line(name: str, process: "subprocess.Popen[str]") -> str:
    line = cast(IO[str], process.stdout).readline().strip()
    if not line:
        raise Failure(f"{name} did not start", f"its log: {shown(log_of(name))}")
    return line


def log_of(name: str) -> Path:
    return LOGS / f"bench-{name}.log"
