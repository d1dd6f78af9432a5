"""optin's calls by their route, as `infra/template.yaml` and `docs/contracts/api.md` have them."""

from collections.abc import Container

from functions.domain.pool.membership import Standing
from functions.optin.caller import Session, authenticate, referral_of
from functions.optin.ports import Ports
from functions.optin.problems import STATUSES
from functions.optin.read import export, show_invitation, show_opt_in
from functions.optin.withdraw import withdraw
from functions.optin.wording import words_for
from functions.runtime import metrics
from functions.runtime.http import router
from functions.runtime.http.request import Request
from functions.runtime.http.response import Response
from functions.runtime.observability import count

# The page's first call waits for the cold start, and only reads. What the other calls need besides, such as the form's
# models, is imported when one of them comes.


def get_invitation(request: Request, ports: Ports) -> Response:
    session = _authenticate(request, ports)
    return Response(show_invitation(session, ledger=ports.ledger, employer_of=ports.employer))


def put_opt_in(request: Request, ports: Ports) -> Response:
    from functions.optin.join import join  # noqa: PLC0415
    from functions.optin.receipt import queue_receipt  # noqa: PLC0415
    from functions.optin.schema import read_opt_in  # noqa: PLC0415

    session = _authenticate(request, ports)
    joined = join(session, read_opt_in(request.body()), ports=ports)
    # Counted here: of two tabs that join at the same moment, one decides twice.
    if joined.withheld:
        count(metrics.RECEIPT_WITHHELD)
    if joined.owed:
        queue_receipt(joined.owed, due_notices=ports.due_notices, now=ports.now(), started_at=session.now)
    return Response({"receipt": joined.receipt.record()})


def get_opt_in(request: Request, ports: Ports) -> Response:
    return Response(show_opt_in(_authenticate(request, ports), pool=ports.pool))


def delete_opt_in(request: Request, ports: Ports) -> Response:
    # The second of two withdrawals gets the first one's answer, also where the code has expired in between.
    session = _authenticate(request, ports, allow_expired_for=(Standing.ACTIVE, Standing.WITHDRAWN))
    return Response(withdraw(session, pool=ports.pool, now=ports.now))


def get_export(request: Request, ports: Ports) -> Response:
    body = export(_authenticate(request, ports), pool=ports.pool)
    return Response(body, headers={"Content-Disposition": 'attachment; filename="talent-pool-export.json"'})


def get_places(request: Request, ports: Ports) -> Response:
    from functions.optin.places import show_places  # noqa: PLC0415

    referral = referral_of(_authenticate(request, ports), ledger=ports.ledger, employer_of=ports.employer)
    return Response(show_places(request.query("q"), referral.policy, words_for(request)))


def get_unsubscribe(request: Request, ports: Ports) -> Response:
    from functions.optin.unsubscribe import show_unsubscribe  # noqa: PLC0415

    return show_unsubscribe(request, ports)


def post_unsubscribe(request: Request, ports: Ports) -> Response:
    from functions.optin.unsubscribe import unsubscribe  # noqa: PLC0415

    return unsubscribe(request, ports)


def _authenticate(
    request: Request, ports: Ports, *, allow_expired_for: Container[Standing] = (Standing.ACTIVE,)
) -> Session:
    return authenticate(
        request.bearer_token, keys=ports.keys, pool=ports.pool, now=ports.now, allow_expired_for=allow_expired_for
    )


ROUTES: dict[str, router.Call[Ports]] = {
    "GET /api/invitation": get_invitation,
    "PUT /api/opt-in": put_opt_in,
    "GET /api/opt-in": get_opt_in,
    "DELETE /api/opt-in": delete_opt_in,
    "GET /api/opt-in/export": get_export,
    "GET /api/places": get_places,
    "GET /api/unsubscribe/{token}": get_unsubscribe,
    "POST /api/unsubscribe/{token}": post_unsubscribe,
}
_API = router.Api(
    routes=ROUTES,
    statuses=STATUSES,
    words=words_for,
    failure_metric=metrics.OPTIN_FAILED,
    pages=frozenset(route for route in ROUTES if "/unsubscribe/" in route),
    admits=lambda request, ports: not ports.origin_secrets or request.carries_one_of(ports.origin_secrets),
)


def respond(request: Request, ports: Ports) -> Response:
    """Answer the call. Nothing is raised."""
    return router.respond(request, ports, _API)
