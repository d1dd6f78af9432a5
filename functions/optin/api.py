"""The calls by their route. API Gateway is the router; what it does not know comes as `$default`."""

import re
from collections.abc import Callable

from botocore.exceptions import BotoCoreError, ClientError

from functions.domain.pool.membership import Standing
from functions.optin import read as service
from functions.optin.caller import authenticate
from functions.optin.ports import Ports
from functions.optin.problems import Problem
from functions.optin.schema import read_opt_in
from functions.optin.send_receipt import RECEIPT_BUDGET, send_receipt
from functions.optin.unsubscribe import show_unsubscribe, unsubscribe
from functions.runtime.http.html_page import problem_page
from functions.runtime.http.request import Request, Response
from functions.runtime.observability import count, log_bug, logger

type Call = Callable[[Request, Ports], Response]


def show_invitation(request: Request, ports: Ports) -> Response:
    return Response(service.show_invitation(authenticate(request.code, ports=ports), ports=ports))


def join(request: Request, ports: Ports) -> Response:
    began = ports.now()
    visit = authenticate(request.code, ports=ports)
    joined = service.join(visit, read_opt_in(request.body()), ports=ports)
    if joined.news:
        send_receipt(joined.news, until=began + RECEIPT_BUDGET, ports=ports)
    return Response({"receipt": joined.receipt.record()})


def show_opt_in(request: Request, ports: Ports) -> Response:
    return Response(service.show_opt_in(authenticate(request.code, ports=ports), ports=ports))


def withdraw(request: Request, ports: Ports) -> Response:
    # Again is the same answer, also where the code has ended in between.
    visit = authenticate(request.code, ports=ports, allow_expired_for=(Standing.ACTIVE, Standing.WITHDRAWN))
    return Response(service.withdraw(visit, ports=ports))


def export(request: Request, ports: Ports) -> Response:
    body = service.export(authenticate(request.code, ports=ports), ports=ports)
    return Response(body, headers={"Content-Disposition": 'attachment; filename="talent-pool-export.json"'})


ROUTES: dict[str, Call] = {
    "GET /api/invitation": show_invitation,
    "PUT /api/opt-in": join,
    "GET /api/opt-in": show_opt_in,
    "DELETE /api/opt-in": withdraw,
    "GET /api/opt-in/export": export,
    "GET /api/unsubscribe/{token}": show_unsubscribe,
    "POST /api/unsubscribe/{token}": unsubscribe,
}


def not_found(request: Request, _ports: Ports) -> Response:
    """Right path and wrong method, or no such path."""
    methods = [method for method, path in map(str.split, ROUTES) if _matches(path, request.path)]
    if not methods:
        raise Problem("not-found")
    answer = Response.of(Problem("method-not-allowed"))
    return Response(answer.body, answer.status, answer.media_type, {"Allow": ", ".join(methods)})


def _matches(route_path: str, path: str) -> bool:
    return re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", route_path), path) is not None


def respond(request: Request, ports: Ports) -> Response:
    """The one boundary: every failure leaves as problem details, and no log quotes what an unexpected error says."""
    try:
        answer = ROUTES.get(request.route, not_found)(request, ports)
    except Problem as problem:
        answer = _refused(problem, request)
    except (BotoCoreError, ClientError) as err:
        answer = _failed(Problem("busy"), request, err)
    except Exception as err:  # noqa: BLE001
        answer = _failed(Problem("unexpected"), request, err)
    count(f"Answered{answer.status // 100}xx")
    logger.info("answered", extra={"route": request.route, "status": answer.status})
    return answer


def _failed(problem: Problem, request: Request, err: Exception) -> Response:
    count("OptinFailed")
    log_bug("call failed", err, route=request.route)
    return _refused(problem, request)


def _refused(problem: Problem, request: Request) -> Response:
    """A page where a person looks at it without ours."""
    is_page = ROUTES.get(request.route) in {show_unsubscribe, unsubscribe}
    reads = request.route.startswith("GET") or request.takes("text/html")
    return problem_page(problem) if is_page and reads else Response.of(problem)
