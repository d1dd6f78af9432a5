"""The HTTP edge of a function: each call goes to its route, and every failure leaves as problem details.

API Gateway is the router; a call that matches none of its routes comes as `$default`.
"""

import re
from collections.abc import Callable, Mapping
from http import HTTPStatus

from botocore.exceptions import BotoCoreError, ClientError

from functions.domain.errors import Transient
from functions.domain.lean_dataclass import dataclass
from functions.runtime import metrics
from functions.runtime.http.problem import TYPE_PREFIX, Problem, ProblemDetails
from functions.runtime.http.request import Request
from functions.runtime.http.response import Response
from functions.runtime.http.words import Words
from functions.runtime.observability import count, log_bug, logger

# The last resort, which needs no table and no words: the title is HTTP's own phrase.
_WORDLESS = Response(
    {"type": f"{TYPE_PREFIX}unexpected", "title": HTTPStatus.INTERNAL_SERVER_ERROR.phrase, "status": 500},
    500,
    "application/problem+json",
)

type Call[Ports] = Callable[[Request, Ports], Response]


@dataclass(frozen=True, kw_only=True)
class Api[Ports]:
    """A function's own part in answering HTTP calls.

    `statuses` is the table of problems. `words` returns the sentences in the caller's language, else in the problem's,
    where it has one. `pages` are the routes that a person opens in a browser without our page. `failure_metric` counts
    the failures that are ours. `realm` is what a 401 asks a token for. `admits` says of a call whether it came the way
    that calls come; any other finds nothing.
    """

    routes: Mapping[str, Call[Ports]]
    statuses: Mapping[str, int]
    words: Callable[[Request, Ports, str | None], Words]
    failure_metric: str
    pages: frozenset[str] = frozenset()
    realm: str = "invitation"
    admits: Callable[[Request, Ports], bool] = lambda _request, _ports: True


def respond[Ports](request: Request, ports: Ports, api: Api[Ports]) -> Response:
    """Answer the call. Nothing is raised, and no log quotes the text of an unexpected error."""
    try:
        response = _answer(request, ports, api)
    except (BotoCoreError, ClientError, Transient) as err:
        # The client has made its attempts: AWS is slow or throttles us, and the caller may try again.
        response = _fail(Problem("busy"), request, ports, err, api)
    except Exception as err:  # noqa: BLE001
        response = _fail(Problem("unexpected"), request, ports, err, api)
    count(metrics.answered(response.status))
    logger.info("answered", extra={"route": request.route, "status": response.status})
    return response


def not_found[Ports](request: Request, ports: Ports, api: Api[Ports]) -> Response:
    """Answer a call that has no route: 405 where the path has others. Raises Problem not-found."""
    methods = [method for method, path in map(str.split, api.routes) if _matches(path, request.path)]
    if not methods:
        raise Problem("not-found")
    details = ProblemDetails.of(Problem("method-not-allowed"), api.statuses, api.words(request, ports, None))
    return Response.of(details, {"Allow": ", ".join(methods)})


def _head[Ports](request: Request, ports: Ports, api: Api[Ports]) -> Response:
    """Answer a HEAD as the GET of the same path, without its body (RFC 9110). API Gateway has no route for it."""
    for route in api.routes:
        method, _, path = route.partition(" ")
        if method == "GET" and (match := re.fullmatch(_pattern(path), request.path)):
            response = _answer(request.as_route(route, match.groupdict()), ports, api)
            return Response("", response.status, response.media_type, response.headers)
    return not_found(request, ports, api)


def _matches(route_path: str, path: str) -> bool:
    return re.fullmatch(_pattern(route_path), path) is not None


def _pattern(route_path: str) -> str:
    return re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", route_path)


def _answer[Ports](request: Request, ports: Ports, api: Api[Ports]) -> Response:
    """Return the route's answer, or its Problem in words. Raises what the call raises, and where words are missing."""
    try:
        _admit(request, ports, api)
        call = api.routes.get(request.route)
        if call:
            return call(request, ports)
        return _head(request, ports, api) if request.method == "HEAD" else not_found(request, ports, api)
    except Problem as problem:
        return _refuse(problem, request, ports, api)


def _admit[Ports](request: Request, ports: Ports, api: Api[Ports]) -> None:
    if not api.admits(request, ports):
        raise Problem("not-found")


def _fail[Ports](problem: Problem, request: Request, ports: Ports, err: Exception, api: Api[Ports]) -> Response:
    count(api.failure_metric)
    log_bug("call failed", err, route=request.route)
    try:
        return _refuse(problem, request, ports, api)
    except (LookupError, OSError) as err_in_words:
        log_bug("problem has no words", err_in_words, route=request.route)
        return _WORDLESS


def _refuse[Ports](problem: Problem, request: Request, ports: Ports, api: Api[Ports]) -> Response:
    details = ProblemDetails.of(problem, api.statuses, api.words(request, ports, problem.language))
    # An email program posts without reading the answer; a browser says that it reads HTML, or opened the page itself.
    reads_html = request.route.startswith("GET") or request.accepts("text/html")
    if request.route in api.pages and reads_html:
        # Few calls end here: no cold start waits for this import.
        from functions.runtime.http.html_page import problem_page  # noqa: PLC0415

        return problem_page(details)
    return Response.of(details, realm=api.realm)
