"""A visit to an invitation, as a candidate's browser would make it: the page, then the call that the page makes."""

from contextlib import closing
from http import HTTPStatus
from http.client import HTTPConnection
from urllib.parse import urlsplit

from ops.terminal.failure import Failure
from ops.terminal.ports import LOOPBACK
from ops.terminal.progress import PATIENCE


def visit(link: str) -> None:
    """Open the page and its invitation. Raise Failure if either does not answer."""
    page = urlsplit(link)
    code = {"Authorization": f"Bearer {page.fragment}"}
    _get(page.netloc, page.path, {}, "data-form")
    _get(page.netloc, "/api/invitation", code, "given_name")


def _get(host: str, path: str, headers: dict[str, str], expected: str) -> None:
    # Not every resolver resolves names under localhost to this machine.
    with closing(HTTPConnection(LOOPBACK, urlsplit(f"//{host}").port, timeout=PATIENCE)) as connection:
        connection.request("GET", path, headers={"Host": host, **headers})
        answer = connection.getresponse()
        body = answer.read().decode("utf-8", "replace")
    if answer.status != HTTPStatus.OK or expected not in body:
        raise Failure(f"http://{host}{path} answers {answer.status}", "look at .local/logs/functions-*.log")
