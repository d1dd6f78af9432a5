"""Process groups: a tool runs in its own, and a group is ended with all its children."""

import os
import signal
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from ops.terminal.failure import Failure
from ops.terminal.paths import LOGS, ROOT, shown
from ops.terminal.progress import PATIENCE, wait_until

_PROC = Path("/proc")
_LAST_LINES = 30


def run_logged(name: str, command: Sequence[str | Path], environment: Mapping[str, str]) -> None:
    """Run a tool to its end, with its output in a log. Raise Failure with the last lines of the log if it fails."""
    LOGS.mkdir(parents=True, exist_ok=True)
    log = LOGS / f"{name}.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
        try:
            status = process.wait()
        except BaseException:
            # sam starts pip, which would outlive it if only sam were ended.
            end_group(process.pid)
            process.wait()
            raise
    if status:
        lines = log.read_text("utf-8", "replace").splitlines()[-_LAST_LINES:]
        raise Failure(f"{name} failed:\n\n" + "\n".join(lines), f"all of its output is in {shown(log)}")


def end_group(group: int) -> None:
    """End every process of the group. Raise Failure if one is left."""

    def left() -> Failure:
        return Failure(f"Process group {group} did not end; still running: {members(group)}", f"kill -9 -- -{group}")

    # Whatever does not end when asked to is killed; the kernel then takes as long as it takes.
    for number, patience in ((signal.SIGTERM, 8), (signal.SIGKILL, PATIENCE)):
        # macOS reports a lack of permission where only dead members are left.
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(group, number)
        with suppress(Failure):
            wait_until(lambda: not members(group), seconds=patience, otherwise=left)
            return
    raise left()


def members(group: int) -> list[int]:
    """Return the living processes of a group; without /proc, the id of the group stands for all of them."""
    # A dead child of this process stays a member until it is waited for.
    with suppress(ChildProcessError):
        os.waitpid(-group, os.WNOHANG)
    if _PROC.joinpath("self/stat").exists():
        return [int(stat.parent.name) for stat in _PROC.glob("[0-9]*/stat") if _lives_in(group, stat)]
    try:
        os.killpg(group, 0)
    except (ProcessLookupError, PermissionError):
        return []
    return [group]


def _lives_in(group: int, stat: Path) -> bool:
    try:
        # The name in parentheses may contain anything, even spaces and parentheses.
        state, _parent, its_group = stat.read_text().rpartition(")")[2].split()[:3]
    except OSError:
        return False
    return int(its_group) == group and state != "Z"
