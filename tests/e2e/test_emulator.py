"""The embedded AWS on a port that another one took in the same moment."""

from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from ops.embedded import emulator
from ops.terminal.ports import LOOPBACK, PortTakenError


class _Ready(BaseHTTPRequestHandler):
    """Says that it is ready, as an embedded AWS of another folder does."""

    def do_GET(self) -> None:
        self.send_response(HTTPStatus.OK)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass


@contextmanager
def another_one() -> Iterator[int]:
    with ThreadingHTTPServer((LOOPBACK, 0), _Ready) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_port
        server.shutdown()


def test_the_answer_of_another_one_is_not_taken_for_ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # Both looked while the port was free.
    monkeypatch.setattr(emulator, "require_free", lambda _port: None)

    with another_one() as port, pytest.raises(PortTakenError, match=f"Port {port} is in use"):
        emulator.start(tmp_path / "home", port, tethered=True)
