"""The console's edge: each call has a caller whom its route's rule admits, and what is refused goes on record."""

from dataclasses import replace

from functions.console.access import RULES
from functions.console.caller import Caller, authenticate
from functions.console.ports import Ports
from functions.console.problems import REFUSALS, STATUSES
from functions.console.refuse import record_refusal
from functions.console.routes import CALLS
from functions.console.wording import words_for
from functions.runtime import metrics
from functions.runtime.http import router
from functions.runtime.http.problem import Problem
from functions.runtime.http.request import Request
from functions.runtime.http.response import Response

# It also answers whoever may act for several employers, and has chosen none.
_ABOUT_NO_EMPLOYER = "GET /api/console/me"


def _answer(request: Request, ports: Ports) -> Response:
    """Return the call's answer. Raises Problem, of which some go on record."""
    caller = authenticate(request, employers=ports.employers, groups_claim=ports.groups_claim)
    try:
        return _call(request, caller, ports)
    except Problem as problem:
        if problem.code in REFUSALS:
            record_refusal(problem.code, request.route, caller, access_log=ports.access_log, now=ports.now)
        raise


def _call(request: Request, caller: Caller, ports: Ports) -> Response:
    rule = RULES.get(request.route)
    # Deny by default: a route without a rule is none.
    if rule is None:
        raise Problem("not-found")
    caller.require(rule)
    if request.route != _ABOUT_NO_EMPLOYER or request.query("employer") or not caller.employers:
        caller.require_employer(request.query("employer"))
    return CALLS[request.route](request, caller, ports)


_API = router.Api[Ports](
    routes={},
    statuses=STATUSES,
    words=lambda request, _ports, _language: words_for(request),
    failure_metric=metrics.CONSOLE_FAILED,
    realm="console",
    admits=lambda request, ports: not ports.origin_secrets or request.carries_one_of(ports.origin_secrets),
)


def respond(request: Request, ports: Ports) -> Response:
    """Answer the call. Nothing is raised."""
    # Whatever the route is: an unknown one is refused as any other, and on record with who asked.
    return router.respond(request, ports, replace(_API, routes={request.route: _answer}))
