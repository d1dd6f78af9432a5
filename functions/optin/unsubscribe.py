"""One click in an email program ends the opt-in (RFC 8058). Only a POST does: link scanners open every link.

Everybody with a valid link gets the same answer, so that it says of nobody whether they are in the pool.
"""

from functions.domain.pool.key_ring import KeyRevoked, TokenInvalid
from functions.domain.pool.unsubscribe import Unsubscribe, employer_mark
from functions.optin.caller import Caller
from functions.optin.ports import EmployerDirectory, Keys, Ports
from functions.optin.queue_letters import queue_letters
from functions.optin.withdraw import end_all, withdraw_rest
from functions.optin.wording import words_for
from functions.runtime.http.html_frame import PageOwner
from functions.runtime.http.html_page import page
from functions.runtime.http.problem import Problem
from functions.runtime.http.request import Request
from functions.runtime.http.response import Response

_METHOD = "one-click unsubscribe"


def show_unsubscribe(request: Request, ports: Ports) -> Response:
    """Return the page that asks. Raises Problem link-invalid or link-replaced."""
    return _page(request, _verified(request, keys=ports.keys), ports, "question", has_button=True)


def unsubscribe(request: Request, ports: Ports) -> Response:
    """End the opt-in, if there is one. Raises Problem link-invalid, link-replaced or busy."""
    token = _verified(request, keys=ports.keys)
    caller = Caller(token.candidate, ports.pool.get(token.candidate), ports.now())
    # The page says that the person is not in the pool any more, so what they made since must not stay there either.
    left = (end_all if caller.active else withdraw_rest)(caller, ports=ports, method=_METHOD)
    queue_letters(left.owed, due_notices=ports.due_notices, now=ports.now(), started_at=caller.now)
    return _page(request, token, ports, "done")


def _verified(request: Request, *, keys: Keys) -> Unsubscribe:
    try:
        return keys.verify(Unsubscribe, request.path_parameter("token"))
    except KeyRevoked:
        raise Problem("link-replaced") from None
    except TokenInvalid:
        raise Problem("link-invalid") from None


def _page(request: Request, token: Unsubscribe, ports: Ports, name: str, *, has_button: bool = False) -> Response:
    # The language of the email that the person has in hand, unless they have asked for another one.
    words = words_for(request, ports.default_language, first=request.query("language") or token.language)
    title, lead = (words.say("unsubscribe", name, part) for part in ("title", "lead"))
    button = words.say("unsubscribe", name, "button") if has_button else None
    owner = _owner(token, employers=ports.employers)
    return page(title, lead, language=words.language, button=button, owner=owner)


def _owner(token: Unsubscribe, *, employers: EmployerDirectory) -> PageOwner | None:
    """Return whose page it is. An older token names nobody, and the profile must not: it may be there or not."""
    ids = list(employers.ids)
    named = [name for name in ids if employer_mark(name) == token.employer] or (ids if len(ids) == 1 else [])
    employer = employers.find(named[0]) if named else None
    if employer is None:
        return None
    brand = employer.policy.brand
    return PageOwner(brand.name, employer.path, brand.postal_address, brand.contact_email.reveal())
