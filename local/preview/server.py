"""A web server on the loopback interface that hands out the gallery's folder, and nothing else."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import override

from local.ports import LOOPBACK

# The mails' own styles are inline; nothing is fetched from anywhere else.
_POLICY = "default-src 'self'; style-src 'self' 'unsafe-inline'; base-uri 'none'; form-action 'none'"


@contextmanager
def serving(folder: Path, port: int = 0) -> Iterator[str]:
    """Serves as long as the block lasts; yields the page's address."""
    with ThreadingHTTPServer((LOOPBACK, port), partial(_Files, directory=str(folder))) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://{LOOPBACK}:{server.server_address[1]}/"
        finally:
            server.shutdown()
            thread.join()


class _Files(SimpleHTTPRequestHandler):
    @override
    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-store")
        self.send_header("Content-Security-Policy", _POLICY)
        super().end_headers()

    @override
    def log_message(self, format: str, *args: object) -> None:
        pass
