"""Ports on the loopback interface."""

import socket
import subprocess
from contextlib import suppress
from pathlib import Path
from shutil import which

from ops.terminal.failure import Failure
from ops.terminal.progress import say

LOOPBACK = "127.0.0.1"
_LISTENING = "0A"
_HIGHEST = 65535


def read_port(text: str) -> int:
    """Return the port number in `text`. Raise Failure if no server could listen there."""
    # isdecimal() alone accepts the digits of every script.
    if not (text.isascii() and text.isdecimal() and 0 < int(text) <= _HIGHEST):
        raise Failure(f"Not a port: {text}", f"a number up to {_HIGHEST}, for example PORT=4700")
    return int(text)


def is_free(port: int) -> bool:
    """Return whether a server could listen on the port."""
    with socket.socket() as probe:
        # Servers set it too; without it, connections that are still closing would make the port look taken.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
    return True


def free_port() -> int:
    """Return a port that is free now."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        port: int = probe.getsockname()[1]
    return port


def usual_or_free(usual: int) -> int:
    """Return the usual port if it is free, else any that is, and say so."""
    if is_free(usual):
        return usual
    other = free_port()
    say(f"Port {usual} is in use: port {other} instead")
    return other


class PortTakenError(Failure):
    """Another process listens on the port. The problem names it, if it is known."""

    def __init__(self, port: int) -> None:
        pid = listener(port)
        by = f" by process {pid}" if pid else ""
        super().__init__(f"Port {port} is in use{by}", f"end that process, or choose another port: PORT={port + 100}")


def require_free(port: int) -> None:
    """Raise PortTakenError if the port is taken."""
    if not is_free(port):
        raise PortTakenError(port)


def listener(port: int) -> int | None:
    """Return the process that listens on the port, if that can be found out."""
    if Path("/proc/net/tcp").exists():
        return _listener_in_proc(port)
    if which("lsof") is None:
        return None
    answer = subprocess.run(
        ["lsof", "-t", f"-iTCP:{port}", "-sTCP:LISTEN"], capture_output=True, text=True, check=False
    )
    return int(answer.stdout.split()[0]) if answer.stdout.strip() else None


def _listener_in_proc(port: int) -> int | None:
    sockets = {f"socket:[{inode}]" for inode in _inodes(port)}
    for link in Path("/proc").glob("[0-9]*/fd/*"):
        # A process may end meanwhile, and other users' processes can't be read.
        with suppress(OSError):
            if str(link.readlink()) in sockets:
                return int(link.parts[2])
    return None


def _inodes(port: int) -> set[str]:
    rows = [line.split() for table in ("tcp", "tcp6") for line in _table(table)]
    return {row[9] for row in rows if row[3] == _LISTENING and int(row[1].rpartition(":")[2], 16) == port}


def _table(name: str) -> list[str]:
    path = Path("/proc/net") / name
    return path.read_text().splitlines()[1:] if path.exists() else []
