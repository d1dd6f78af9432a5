"""A web server on the loopback interface that shows the outbox. Each request reads the embedded AWS again."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from typing import override

from ops.embedded.emulator import Emulator
from ops.outbox.entries import first_shown
from ops.outbox.mails import SentMail, read_mails
from ops.outbox.pages import LIVE, html_part, outbox
from ops.terminal.web_server import serving

_PATH = re.compile(r"/(?:(mail|html)/(\d{1,6}))?")
_PAGE = (
    "default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'self'; connect-src 'self'; "
    "frame-src 'self'; base-uri 'none'; form-action 'none'"
)
# The same sandbox as the frame's, so that an email opened outside of the frame can do no more than in it.
_EMAIL = "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'unsafe-inline'"


@contextmanager
def serving_outbox(emulator: Emulator, stories: Mapping[str, str]) -> Iterator[str]:
    """Serve the outbox as long as the block lasts. Yield its address. `stories`: what each address is a sample of."""

    # The library creates a handler per request, so what a handler needs is on its class.
    class Outbox(_Outbox):
        aws = emulator
        stories_by_address = stories

    with serving(Outbox) as address:
        yield address


class _Outbox(BaseHTTPRequestHandler):
    aws: Emulator
    stories_by_address: Mapping[str, str]

    def do_GET(self) -> None:
        if self.path == "/live.js":
            self._answer(HTTPStatus.OK, LIVE, "default-src 'none'", "text/javascript; charset=utf-8")
            return
        mails = read_mails(self.aws.url, self.aws.emails)
        match = _PATH.fullmatch(self.path)
        number = int(match[2]) if match and match[2] else first_shown(mails, self.stories_by_address)
        if match is None or (match[2] and number >= len(mails)):
            self._answer(HTTPStatus.NOT_FOUND, b"<!doctype html><title>Outbox</title><p>No such email.", _PAGE)
        elif match[1] == "html":
            self._answer(HTTPStatus.OK, html_part(mails[number]).encode(), _EMAIL)
        else:
            self._show(mails, number)

    def _show(self, mails: list[SentMail], number: int) -> None:
        self._answer(HTTPStatus.OK, outbox(mails, number, self.stories_by_address).encode(), _PAGE)

    def _answer(self, status: HTTPStatus, body: bytes, policy: str, kind: str = "text/html; charset=utf-8") -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Content-Security-Policy", policy)
        self.send_header("Cache-Control", "no-store")
        self.send_header("Referrer-Policy", "no-referrer")
        self.end_headers()
        self.wfile.write(body)

    @override
    def log_message(self, format: str, *args: object) -> None:
        pass
