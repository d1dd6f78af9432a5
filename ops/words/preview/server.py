"""A web server for the folder of the preview, and nothing else."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import partial
from http.server import SimpleHTTPRequestHandler
from pathlib import Path
from typing import override
from urllib.parse import parse_qs, urlsplit

from ops.terminal.web_server import serving

# The emails have inline styles, and the page an icon of nothing; nothing is fetched from anywhere else.
_POLICY = "default-src 'self'; img-src data:; style-src 'self' 'unsafe-inline'; base-uri 'none'; form-action 'none'"


def serving_folder(
    folder: Path, port: int = 0, *, look_at: Callable[[str], None] = lambda _gallery: None
) -> AbstractContextManager[str]:
    """Serve the folder as long as the block lasts. Yield the address of the page. `look_at` hears what it shows."""

    # The library makes a handler for each request from its class.
    class Files(_Files):
        def looked_at(self, gallery: str) -> None:
            look_at(gallery)

    return serving(partial(Files, directory=str(folder)), port)


class _Files(SimpleHTTPRequestHandler):
    def looked_at(self, gallery: str) -> None:
        raise NotImplementedError

    @override
    def do_GET(self) -> None:
        for gallery in parse_qs(urlsplit(self.path).query).get("showing", []):
            self.looked_at(gallery)
        super().do_GET()

    @override
    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-store")
        self.send_header("Content-Security-Policy", _POLICY)
        super().end_headers()

    @override
    def log_message(self, format: str, *args: object) -> None:
        pass
