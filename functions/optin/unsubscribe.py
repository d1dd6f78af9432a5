"""One click in a mail program ends the opt-in (RFC 8058). Only a POST does: link scanners open whatever they see.

What is answered is the same for everybody with a good link, so that it says of nobody whether they are in the pool.
"""

from functions.domain.pool.key_ring import TokenInvalid
from functions.domain.pool.unsubscribe import Unsubscribe
from functions.optin import read as service
from functions.optin.caller import Caller
from functions.optin.ports import Ports
from functions.optin.problems import Problem
from functions.runtime.http.html_page import page
from functions.runtime.http.request import Request, Response


def show_unsubscribe(request: Request, ports: Ports) -> Response:
    _candidate(request, ports)
    return page(
        "Take your details back?",
        "They leave our talent pool at once, and we will not contact you about other openings. "
        "This has no effect on any application. Opening this page has changed nothing.",
        button="Yes, delete my details",
    )


def unsubscribe(request: Request, ports: Ports) -> Response:
    candidate = _candidate(request, ports)
    caller = Caller(candidate, ports.pool.get(candidate), ports.now())
    try:
        service.withdraw(caller, ports=ports, method="one-click unsubscribe")
    except Problem as problem:
        # Gone is gone, however it came to be.
        if problem.code != "no-opt-in":
            raise
    return page(
        "Your details are gone",
        "They are not in our talent pool any more, and we will not contact you about other openings. "
        "There is nothing more to do.",
    )


def _candidate(request: Request, ports: Ports) -> str:
    try:
        return ports.keys.verify(Unsubscribe, request.token).candidate
    except TokenInvalid:
        raise Problem("link-invalid") from None
