"""A visit to an invitation, as a candidate's browser would make it: the page, then the calls that the page makes."""

import json
import time
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
    path = urlsplit(link).path
    if "data-form" not in _answer(link, "GET", path):
        raise _refused(path, "another page")
    call(link, "GET", "/api/invitation")


def call(link: str, method: str, path: str, body: Any = None) -> Any:
    """Make a call of the page that this link opens. Return its answer. Raise Failure if it is refused."""
    return json.loads(_answer(link, method, path, body))


def _answer(link: str, method: str, path: str, body: Any = None) -> str:
    deadline = time.monotonic() + PATIENCE
    while True:
        status, text = _request(link, method, path, body)
        if status == HTTPStatus.OK:
            return text
        # On a busy machine a process may start for longer than the site waits. Each of these calls can be repeated.
        if status != HTTPStatus.GATEWAY_TIMEOUT or time.monotonic() > deadline:
            raise _refused(path, str(status))


def _request(link: str, method: str, path: str, body: Any) -> tuple[int, str]:
    page = urlsplit(link)
    headers = {"Host": page.netloc}
    if path != page.path:
        headers |= {"Authorization": f"Bearer {page.fragment}", "Content-Type": "application/json"}
    # Not every resolver resolves names under localhost to this machine.
    with closing(HTTPConnection(LOOPBACK, page.port, timeout=PATIENCE)) as connection:
        connection.request(method, path, body=None if body is None else json.dumps(body), headers=headers)
        answer = connection.getresponse()
        return answer.status, answer.read().decode("utf-8", "replace")


def _refused(path: str, answer: str) -> Failure:
    return Failure(f"{path} answers {answer}", "look at .local/logs/functions-*.log")
