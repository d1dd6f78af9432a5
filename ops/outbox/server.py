"""A web server on the loopback interface that shows the outbox. Each request looks at the embedded AWS anew."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from typing import override

from ops.outbox.mails import SentMail, read_mails
from ops.outbox.pages import html_part, outbox
from ops.terminal.serving import serving

_PATH = re.compile(r"/(?:(mail|html)/(\d{1,6}))?")
_OURS = "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'; base-uri 'none'; form-action 'none'"
# The frame's own sandbox, so that a mail opened outside of the frame can do no more than in it.
_MAILS = "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'unsafe-inline'"


@contextmanager
def serving_outbox(endpoint_url: str, stories: Mapping[str, str]) -> Iterator[str]:
    """Serves as long as the block lasts; yields the page's address. `stories` says why an address was written to."""

    # The library makes a handler per request from its class, so what it needs is on the class.
    class Outbox(_Outbox):
        endpoint = endpoint_url
        told_for = stories

    with serving(Outbox) as address:
        yield address


class _Outbox(BaseHTTPRequestHandler):
    endpoint: str
    told_for: Mapping[str, str]

    def do_GET(self) -> None:
        mails = read_mails(self.endpoint)
        match = _PATH.fullmatch(self.path)
        number = int(match[2]) if match and match[2] else len(mails) - 1
        if match is None or (match[2] and number >= len(mails)):
            self._answer(HTTPStatus.NOT_FOUND, "<!doctype html><title>Outbox</title><p>No such mail.", _OURS)
        elif match[1] == "html":
            self._answer(HTTPStatus.OK, html_part(mails[number]), _MAILS)
        else:
            self._show(mails, number)

    def _show(self, mails: list[SentMail], number: int) -> None:
        self._answer(HTTPStatus.OK, outbox(mails, number, self.told_for), _OURS)

    def _answer(self, status: HTTPStatus, page: str, policy: str) -> None:
        body = page.encode()
        self.send_response(status)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Content-Security-Policy", policy)
        self.send_header("Cache-Control", "no-store")
        self.send_header("Referrer-Policy", "no-referrer")
        self.end_headers()
        self.wfile.write(body)

    @override
    def log_message(self, format: str, *args: object) -> None:
        pass
