"""Web servers on the loopback interface, each for as long as a block lasts."""

import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, override

from ops.terminal.ports import LOOPBACK

# How long the end of the block waits at most; the default is half a second.
_POLL_SECONDS = 0.05


class _Server(ThreadingHTTPServer):
    @override
    def handle_error(self, request: Any, client_address: Any) -> None:
        # A page that asks again and again is closed between a question and its answer, or outlives who could answer.
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


@contextmanager
def serving(handler: Callable[..., BaseHTTPRequestHandler], port: int = 0) -> Iterator[str]:
    """Serve as long as the block lasts. Yield the address. Port 0 stands for any free port."""
    with _Server((LOOPBACK, port), handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=[_POLL_SECONDS])
        thread.start()
        try:
            yield f"http://{LOOPBACK}:{server.server_address[1]}/"
        finally:
            server.shutdown()
            thread.join()
