"""Opens an invitation as a candidate's browser would: the page, then the call that it makes."""

from contextlib import closing
from http import HTTPStatus
from http.client import HTTPConnection
from urllib.parse import urlsplit

from ops.terminal.failure import Failure
from ops.terminal.ports import LOOPBACK
from ops.terminal.progress import PATIENCE


def visit(link: str) -> None:
    """Raises Failure if the page or its invitation does not answer."""
    page = urlsplit(link)
    code = {"Authorization": f"Bearer {page.fragment}"}
    _get(page.netloc, page.path, {}, "<form")
    _get(page.netloc, "/api/invitation", code, "given_name")


def _get(host: str, path: str, headers: dict[str, str], expected: str) -> None:
    # Not every resolver knows that names under localhost are this machine.
    with closing(HTTPConnection(LOOPBACK, urlsplit(f"//{host}").port, timeout=PATIENCE)) as connection:
        connection.request("GET", path, headers={"Host": host, **headers})
        answer = connection.getresponse()
        body = answer.read().decode("utf-8", "replace")
    if answer.status != HTTPStatus.OK or expected not in body:
        raise Failure(f"http://{host}{path} answers {answer.status}", "look at .local/logs/functions-*.log")
