"""The five calls by their route. API Gateway is the router; what it does not know comes as `$default`."""

from collections.abc import Callable

from botocore.exceptions import BotoCoreError, ClientError

from functions.domain.membership import Standing
from functions.optin import service
from functions.optin.http import Answer, Request
from functions.optin.ports import Ports
from functions.optin.problems import Problem
from functions.optin.schema import read_opt_in
from functions.optin.visit import admit
from functions.runtime.observability import count, log_bug, logger

type Call = Callable[[Request, Ports], Answer]


def show_invitation(request: Request, ports: Ports) -> Answer:
    return Answer(service.show_invitation(admit(request.code, ports=ports), ports=ports))


def join(request: Request, ports: Ports) -> Answer:
    visit = admit(request.code, ports=ports)
    return Answer(service.join(visit, read_opt_in(request.body()), ports=ports))


def show_opt_in(request: Request, ports: Ports) -> Answer:
    return Answer(service.show_opt_in(admit(request.code, ports=ports), ports=ports))


def withdraw(request: Request, ports: Ports) -> Answer:
    # Again is the same answer, also where the code has ended in between.
    visit = admit(request.code, ports=ports, past_end=(Standing.ACTIVE, Standing.WITHDRAWN))
    return Answer(service.withdraw(visit, ports=ports))


def export(request: Request, ports: Ports) -> Answer:
    body = service.export(admit(request.code, ports=ports), ports=ports)
    return Answer(body, headers={"Content-Disposition": 'attachment; filename="talent-pool-export.json"'})


ROUTES: dict[str, Call] = {
    "GET /api/invitation": show_invitation,
    "PUT /api/opt-in": join,
    "GET /api/opt-in": show_opt_in,
    "DELETE /api/opt-in": withdraw,
    "GET /api/opt-in/export": export,
}


def nowhere(request: Request, _ports: Ports) -> Answer:
    """Right path and wrong method, or no such path."""
    methods = [method for method, path in map(str.split, ROUTES) if path == request.path]
    if not methods:
        raise Problem("not-found")
    answer = Answer.of(Problem("method-not-allowed"))
    return Answer(answer.body, answer.status, answer.media_type, {"Allow": ", ".join(methods)})


def respond(request: Request, ports: Ports) -> Answer:
    """The one boundary: every failure leaves as problem details, and no log quotes what an unexpected error says."""
    try:
        answer = ROUTES.get(request.route, nowhere)(request, ports)
    except Problem as problem:
        answer = Answer.of(problem)
    except (BotoCoreError, ClientError) as err:
        answer = _failed(Problem("busy"), request, err)
    except Exception as err:  # noqa: BLE001
        answer = _failed(Problem("unexpected"), request, err)
    count(f"Answered{answer.status // 100}xx")
    logger.info("answered", extra={"route": request.route, "status": answer.status})
    return answer


def _failed(problem: Problem, request: Request, err: Exception) -> Answer:
    count("OptinFailed")
    log_bug("call failed", err, route=request.route)
    return Answer.of(problem)
