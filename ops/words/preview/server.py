"""A web server for the folder of the preview, and nothing else."""

from contextlib import AbstractContextManager
from functools import partial
from http.server import SimpleHTTPRequestHandler
from pathlib import Path
from typing import override

from ops.terminal.web_server import serving

# The emails have inline styles; nothing is fetched from anywhere else.
_POLICY = "default-src 'self'; style-src 'self' 'unsafe-inline'; base-uri 'none'; form-action 'none'"


def serving_folder(folder: Path, port: int = 0) -> AbstractContextManager[str]:
    """Serve the folder as long as the block lasts. Yield the address of the page."""
    return serving(partial(_Files, directory=str(folder)), port)


class _Files(SimpleHTTPRequestHandler):
    @override
    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-store")
        self.send_header("Content-Security-Policy", _POLICY)
        super().end_headers()

    @override
    def log_message(self, format: str, *args: object) -> None:
        pass
