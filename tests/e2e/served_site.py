"""The site as it is published, and behind its `/api` the opt-in API itself, with everything behind that in memory.

One process serves both with the headers of `infra/template.yaml`, so that a page can be looked at in every state and
language in a minute.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import PurePosixPath
from threading import Thread
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from functions.optin.api import ROUTES, respond
from functions.runtime.http.request import Request
from ops.deploy.site import build
from ops.deploy.site_check import TYPES
from tests.architecture.template import resources
from tests.e2e.pool_people import People

_YEAR = "max-age=31536000, immutable"
type Answer = tuple[int, Mapping[str, str], bytes]


class Server(ThreadingHTTPServer):
    """Serves the files of the site, and answers the calls of its pages."""

    daemon_threads = True

    def __init__(self, files: Mapping[str, bytes], people: People) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.files, self.people, self.shields = files, people, security_headers()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def answer(self, method: str, target: str, headers: Mapping[str, str], body: str) -> Answer:
        path = urlsplit(target).path
        if not path.startswith("/api/"):
            return self._file(path)
        answer = respond(Request(_event(method, target, headers, body)), self.people.ports).as_response()
        return answer["statusCode"], answer["headers"], answer["body"].encode()

    def _file(self, path: str) -> Answer:
        key = path.removeprefix("/") + ("index.html" if path.endswith("/") else "")
        status, key = (200, key) if key in self.files else (404, "404.html")
        headers = {"Content-Type": TYPES[PurePosixPath(key).suffix]}
        return status, headers | ({"Cache-Control": _YEAR} if key.startswith("assets/") else {}), self.files[key]


class _Handler(BaseHTTPRequestHandler):
    """Hands each call to the server. Bodies are short: one write each, so that nothing waits for the network."""

    server: Server
    protocol_version = "HTTP/1.1"
    wbufsize = -1
    disable_nagle_algorithm = True

    def log_message(self, *_parts: Any) -> None:
        """Say nothing: a test fails with what the browser saw."""

    def _answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        status, headers, content = self.server.answer(self.command, self.path, dict(self.headers.items()), body)
        self.send_response(status)
        for name, value in {**headers, **self.server.shields, "Content-Length": str(len(content))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_PUT = do_POST = do_DELETE = _answer  # noqa: N815


@contextmanager
def served_site(people: People) -> Iterator[Server]:
    """Yield the running server."""
    server = Server(build(people.employers), people)
    Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


def security_headers(policy_name: str = "SecurityHeaders") -> dict[str, str]:
    """Return the headers that CloudFront adds to every answer of the site, or of the console."""
    policy = resources("AWS::CloudFront::ResponseHeadersPolicy")[policy_name]["ResponseHeadersPolicyConfig"]
    named = policy["SecurityHeadersConfig"]
    own = {item["Header"]: item["Value"] for item in policy["CustomHeadersConfig"]["Items"]}
    return {
        "Content-Security-Policy": named["ContentSecurityPolicy"]["ContentSecurityPolicy"],
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": named["FrameOptions"]["FrameOption"],
        "Referrer-Policy": named["ReferrerPolicy"]["ReferrerPolicy"],
        **own,
    }


def _event(method: str, target: str, headers: Mapping[str, str], body: str) -> dict[str, Any]:
    """Return the call as API Gateway hands it over."""
    url = urlsplit(target)
    route, parameters = _route(method, url.path)
    return {
        "version": "2.0",
        "routeKey": route,
        "rawPath": url.path,
        "headers": {name.lower(): value for name, value in headers.items()},
        "queryStringParameters": dict(parse_qsl(url.query)),
        "pathParameters": parameters,
        "requestContext": {"http": {"method": method, "path": url.path, "sourceIp": "192.0.2.7"}},
        "body": body,
        "isBase64Encoded": False,
    }


def _route(method: str, path: str) -> tuple[str, dict[str, str]]:
    for route in ROUTES:
        verb, _, pattern = route.partition(" ")
        match = re.fullmatch(re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", pattern), path)
        if verb == method and match:
            return route, match.groupdict()
    return "$default", {}
