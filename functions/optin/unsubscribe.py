"""One click in an email program ends the opt-in (RFC 8058). Only a POST does: link scanners open every link.

Everybody with a valid link gets the same answer, so that it says of nobody whether they are in the pool.
"""

from functions.domain.pool.key_ring import KeyRevoked, TokenInvalid
from functions.domain.pool.unsubscribe import Unsubscribe
from functions.optin.caller import Caller
from functions.optin.ports import Keys, Ports
from functions.optin.withdraw import withdraw
from functions.optin.wording import words_for
from functions.runtime.http.html_page import page
from functions.runtime.http.problem import Problem
from functions.runtime.http.request import Request
from functions.runtime.http.response import Response


def show_unsubscribe(request: Request, ports: Ports) -> Response:
    """Return the page that asks. Raises Problem link-invalid or link-replaced."""
    _candidate(request, keys=ports.keys)
    return _page(request, "question", has_button=True)


def unsubscribe(request: Request, ports: Ports) -> Response:
    """End the opt-in, if there is one. Raises Problem link-invalid, link-replaced or busy."""
    candidate = _candidate(request, keys=ports.keys)
    caller = Caller(candidate, ports.pool.get(candidate), ports.now())
    try:
        withdraw(caller, pool=ports.pool, now=ports.now, method="one-click unsubscribe")
    except Problem as problem:
        # The pool holds nothing of this person any more, or never did: that is what they asked for.
        if problem.code != "no-opt-in":
            raise
    return _page(request, "done")


def _candidate(request: Request, *, keys: Keys) -> str:
    try:
        return keys.verify(Unsubscribe, request.path_parameter("token")).candidate
    except KeyRevoked:
        raise Problem("link-replaced") from None
    except TokenInvalid:
        raise Problem("link-invalid") from None


def _page(request: Request, name: str, *, has_button: bool = False) -> Response:
    words = words_for(request)
    title, lead = (words.say("unsubscribe", name, part) for part in ("title", "lead"))
    button = words.say("unsubscribe", name, "button") if has_button else None
    return page(title, lead, language=words.language, button=button)
