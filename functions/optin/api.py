"""optin's calls by their route, as `infra/template.yaml` and `docs/contracts/api.md` have them."""

from collections.abc import Container, Sequence
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from functions.domain.pool.membership import Standing
from functions.optin.caller import Session, authenticate
from functions.optin.ports import Ports
from functions.optin.problems import STATUSES
from functions.optin.read import show_invitation, show_opt_in
from functions.optin.referral import policy_of
from functions.optin.wording import words_for
from functions.runtime import metrics
from functions.runtime.http import router
from functions.runtime.http.request import Request
from functions.runtime.http.response import Response
from functions.runtime.observability import count

if TYPE_CHECKING:
    from functions.domain.notices.notice import Notice
    from functions.optin.recorded import Recorded
    from functions.optin.withdraw import Left

_KNOWN = (Standing.ACTIVE, Standing.WITHDRAWN, Standing.EXPIRED)

# The page's first call waits for the cold start, and only reads. What the other calls need besides, such as the form's
# models, is imported when one of them comes.


def get_invitation(request: Request, ports: Ports) -> Response:
    # Whoever has left, or whose opt-in has run out, reads that, and not that their link has.
    session = _authenticate(request, ports, expired_for=_KNOWN)
    shown = show_invitation(session, request.languages, ledger=ports.ledger, employers=ports.employers, pool=ports.pool)
    return Response(shown)


def put_opt_in(request: Request, ports: Ports) -> Response:
    from functions.optin.record import record  # noqa: PLC0415
    from functions.optin.schema import OptInRequest, read_body  # noqa: PLC0415

    session = _authenticate(request, ports)
    return _recorded(session, record(session, read_body(OptInRequest, request.body()), ports=ports), ports)


def post_renewal(request: Request, ports: Ports) -> Response:
    from functions.optin.renew import renew  # noqa: PLC0415
    from functions.optin.schema import RenewalRequest, read_body  # noqa: PLC0415

    session = _authenticate(request, ports)
    return _recorded(session, renew(session, read_body(RenewalRequest, request.body()), ports=ports), ports)


def get_opt_in(request: Request, ports: Ports) -> Response:
    session = _authenticate(request, ports)
    return Response(show_opt_in(session, request.languages, pool=ports.pool, employers=ports.employers))


def delete_opt_in(request: Request, ports: Ports) -> Response:
    from functions.optin.withdraw import withdraw  # noqa: PLC0415

    # The second of two withdrawals gets the first one's answer, also where the code has expired in between.
    session = _authenticate(request, ports, expired_for=(Standing.ACTIVE, Standing.WITHDRAWN))
    return _left(session, withdraw(session, ports=ports), ports)


def put_pause(request: Request, ports: Ports) -> Response:
    from functions.optin.pause import pause  # noqa: PLC0415
    from functions.optin.schema import PauseRequest, read_body  # noqa: PLC0415

    session = _authenticate(request, ports)
    return Response(pause(session, read_body(PauseRequest, request.body()).until, pool=ports.pool, now=ports.now))


def delete_pause(request: Request, ports: Ports) -> Response:
    from functions.optin.pause import pause  # noqa: PLC0415

    return Response(pause(_authenticate(request, ports), None, pool=ports.pool, now=ports.now))


def post_address(request: Request, ports: Ports) -> Response:
    from functions.optin.change_address import ask_for_address  # noqa: PLC0415
    from functions.optin.schema import AddressRequest, read_body  # noqa: PLC0415

    session = _authenticate(request, ports)
    view, owed = ask_for_address(session, read_body(AddressRequest, request.body()).email, ports=ports)
    _queue(session, owed, ports)
    return Response(view, status=HTTPStatus.ACCEPTED)


def delete_address(request: Request, ports: Ports) -> Response:
    from functions.optin.change_address import stop_address  # noqa: PLC0415

    return Response(stop_address(_authenticate(request, ports), pool=ports.pool, now=ports.now))


def put_address(request: Request, ports: Ports) -> Response:
    from functions.optin.confirm_address import confirm_address  # noqa: PLC0415

    return Response(confirm_address(request.bearer_token, ports=ports))


def delete_person(request: Request, ports: Ports) -> Response:
    from functions.optin.erase import erase  # noqa: PLC0415

    session = _authenticate(request, ports, expired_for=_KNOWN)
    return _left(session, erase(session, ports=ports), ports)


def get_export(request: Request, ports: Ports) -> Response:
    from functions.optin.export import export  # noqa: PLC0415

    body = export(_authenticate(request, ports), request.query("after"), request.languages, ports=ports)
    return Response(body, headers={"Content-Disposition": 'attachment; filename="talent-pool-export.json"'})


def get_places(request: Request, ports: Ports) -> Response:
    from functions.optin.places import show_places  # noqa: PLC0415

    policy = policy_of(_authenticate(request, ports), ledger=ports.ledger, employers=ports.employers)
    return Response(show_places(request.query("q"), policy, words_for(request, ports.default_language)))


def post_link(request: Request, ports: Ports) -> Response:
    from functions.optin.request_link import answer_link_request  # noqa: PLC0415

    return answer_link_request(request, ports)


def get_unsubscribe(request: Request, ports: Ports) -> Response:
    from functions.optin.unsubscribe import show_unsubscribe  # noqa: PLC0415

    return show_unsubscribe(request, ports)


def post_unsubscribe(request: Request, ports: Ports) -> Response:
    from functions.optin.unsubscribe import unsubscribe  # noqa: PLC0415

    return unsubscribe(request, ports)


def _recorded(session: Session, recorded: "Recorded", ports: Ports) -> Response:
    from functions.optin.views import masked  # noqa: PLC0415

    # Counted here: of two tabs that join at the same moment, one decides twice.
    if recorded.withheld:
        count(metrics.RECEIPT_WITHHELD)
    _queue(session, [recorded.owed] if recorded.owed else [], ports)
    opt_in = recorded.opt_in
    emailed_to = masked(opt_in.email) if opt_in.is_emailed else None
    return Response({"receipt": opt_in.receipt.record(), "revision": opt_in.revision, "emailed_to": emailed_to})


def _left(session: Session, left: "Left", ports: Ports) -> Response:
    _queue(session, left.owed, ports, erased=left.erased)
    return Response(left.view)


def _queue(session: Session, letters: Sequence["Notice"], ports: Ports, **also: Any) -> None:
    from functions.optin.queue_letters import queue_letters  # noqa: PLC0415

    queue_letters(letters, due_notices=ports.due_notices, now=ports.now(), started_at=session.now, **also)


def _authenticate(request: Request, ports: Ports, *, expired_for: Container[Standing] = (Standing.ACTIVE,)) -> Session:
    code, keys, pool = request.bearer_token, ports.keys, ports.pool
    return authenticate(code, keys=keys, pool=pool, now=ports.now, allow_expired_for=expired_for)


ROUTES: dict[str, router.Call[Ports]] = {
    "GET /api/invitation": get_invitation,
    "PUT /api/opt-in": put_opt_in,
    "GET /api/opt-in": get_opt_in,
    "DELETE /api/opt-in": delete_opt_in,
    "GET /api/opt-in/export": get_export,
    "PUT /api/opt-in/pause": put_pause,
    "DELETE /api/opt-in/pause": delete_pause,
    "POST /api/opt-in/renewal": post_renewal,
    "POST /api/opt-in/address": post_address,
    "DELETE /api/opt-in/address": delete_address,
    "PUT /api/address": put_address,
    "DELETE /api/person": delete_person,
    "GET /api/places": get_places,
    "POST /api/link": post_link,
    "GET /api/unsubscribe/{token}": get_unsubscribe,
    "POST /api/unsubscribe/{token}": post_unsubscribe,
}
_API = router.Api(
    routes=ROUTES,
    statuses=STATUSES,
    words=lambda request, ports, language: words_for(request, ports.default_language, language),
    failure_metric=metrics.OPTIN_FAILED,
    pages=frozenset(route for route in ROUTES if "/unsubscribe/" in route),
    admits=lambda request, ports: not ports.origin_secrets or request.carries_one_of(ports.origin_secrets),
)


def respond(request: Request, ports: Ports) -> Response:
    """Answer the call. Nothing is raised."""
    return router.respond(request, ports, _API)
