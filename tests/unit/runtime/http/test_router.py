"""The edge by itself: routes, problems and words are a function's own, and nothing is ever raised."""

from collections.abc import Iterator

import pytest

from functions.runtime.http.problem import Problem
from functions.runtime.http.request import Request
from functions.runtime.http.response import Response
from functions.runtime.http.router import Api, respond
from functions.runtime.http.words import Words
from functions.runtime.observability import metrics

SENTENCES = {"closed": {"title": "Fermé", "detail": "C'est fermé."}, "unexpected": {"title": "Oh", "detail": "Oh."}}


@pytest.fixture(autouse=True)
def _no_metrics_left() -> Iterator[None]:
    metrics.clear_metrics()
    yield
    metrics.clear_metrics()


def greet(request: Request, greeting: str) -> Response:
    return Response({"said": greeting, "path": request.path})


def close(_request: Request, _greeting: str) -> Response:
    raise Problem("closed")


def fail(_request: Request, greeting: str) -> Response:
    raise KeyError(greeting)


API = Api(
    routes={"GET /hello": greet, "GET /closed": close, "POST /closed": close, "GET /bug": fail},
    statuses={"closed": 423, "unexpected": 500},
    words=lambda _request: Words("fr", {"problems": SENTENCES}),
    failure_metric="GreetingFailed",
    pages=frozenset({"GET /closed", "POST /closed"}),
)


def call(route: str, **headers: str) -> Response:
    event = {"routeKey": route, "rawPath": route.partition(" ")[2], "headers": headers}
    return respond(Request(event), "bonjour", API)


def test_a_call_goes_to_its_route_with_the_functions_ports() -> None:
    assert call("GET /hello").body == {"said": "bonjour", "path": "/hello"}


def test_a_problem_has_the_functions_status_and_words() -> None:
    answer = call("POST /closed")
    assert (answer.status, answer.media_type) == (423, "application/problem+json")
    assert answer.body == {
        "type": "urn:kindregards:problem:closed",
        "title": "Fermé",
        "status": 423,
        "detail": "C'est fermé.",
    }


@pytest.mark.parametrize(("route", "accept"), [("GET /closed", "*/*"), ("POST /closed", "text/html")])
def test_where_a_person_reads_it_a_problem_is_a_page_in_its_language(route: str, accept: str) -> None:
    answer = call(route, accept=accept)
    assert (answer.status, answer.media_type) == (423, "text/html; charset=utf-8")
    assert '<html lang="fr">' in str(answer.body)
    assert "<h1>Fermé</h1>" in str(answer.body)


def test_a_bug_counts_as_the_functions_failure_and_tells_nothing() -> None:
    answer = call("GET /bug")
    assert answer.status == 500
    assert "bonjour" not in str(answer.body)
    assert set(metrics.provider.metric_set) == {"GreetingFailed", "Answered5xx"}
