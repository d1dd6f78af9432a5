"""A visit to an invitation, as a candidate's browser would make it: the page, then the calls that the page makes."""

import json
from contextlib import closing
from http import HTTPStatus
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlsplit

from ops.terminal.failure import Failure
from ops.terminal.ports import LOOPBACK
from ops.terminal.progress import PATIENCE


def visit(link: str) -> None:
    """Open the page and its invitation. Raise Failure if either does not answer."""
    page = urlsplit(link)
    _expect("data-form", _request(page.netloc, "GET", page.path, {}), page.path)
    call(link, "GET", "/api/invitation")


def call(link: str, method: str, path: str, body: Any = None) -> Any:
    """Make a call of the page that this link opens. Return its answer. Raise Failure if it is refused."""
    page = urlsplit(link)
    headers = {"Authorization": f"Bearer {page.fragment}"}
    if body is not None:
        headers["Content-Type"] = "application/json"
    return json.loads(_expect("{", _request(page.netloc, method, path, headers, body), path))


def _expect(text: str, answer: tuple[int, str], path: str) -> str:
    status, body = answer
    if status != HTTPStatus.OK or text not in body:
        raise Failure(f"{path} answers {status}", "look at .local/logs/functions-*.log")
    return body


def _request(host: str, method: str, path: str, headers: dict[str, str], body: Any = None) -> tuple[int, str]:
    # Not every resolver resolves names under localhost to this machine.
    with closing(HTTPConnection(LOOPBACK, urlsplit(f"//{host}").port, timeout=PATIENCE)) as connection:
        sent = None if body is None else json.dumps(body)
        connection.request(method, path, body=sent, headers={"Host": host, **headers})
        answer = connection.getresponse()
        return answer.status, answer.read().decode("utf-8", "replace")
