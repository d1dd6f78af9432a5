"""The edge by itself: routes, problems and words are a function's own, and nothing is ever raised."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from functions.runtime.http import router
from functions.runtime.http.problem import FieldError, Problem
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


def refuse_by_unknown_code(_request: Request, _greeting: str) -> Response:
    raise Problem("nobody-knows")


def refuse_a_field_by_unknown_code(_request: Request, _greeting: str) -> Response:
    raise Problem("closed", errors=(FieldError("/name", "nobody-knows"),))


def refuse_a_field_without_its_value(_request: Request, _greeting: str) -> Response:
    raise Problem("closed", errors=(FieldError("/name", "too-long"),))


API = Api(
    routes={
        "GET /hello": greet,
        "GET /closed": close,
        "POST /closed": close,
        "GET /bug": fail,
        "GET /unknown-code": refuse_by_unknown_code,
        "GET /unknown-sentence": refuse_a_field_by_unknown_code,
        "GET /missing-value": refuse_a_field_without_its_value,
    },
    statuses={"closed": 423, "unexpected": 500},
    words=lambda _request, _greeting, _language: Words(
        "fr", {"problems": SENTENCES, "fields": {"too-long": "Plus de {max}."}}
    ),
    failure_metric="GreetingFailed",
    pages=frozenset({"GET /closed", "POST /closed"}),
)


def call(route: str, api: Api[str] = API, **headers: str) -> Response:
    event = {"routeKey": route, "rawPath": route.partition(" ")[2], "headers": headers}
    return respond(Request(event), "bonjour", api)


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


def failures() -> Any:
    return metrics.provider.metric_set["GreetingFailed"]["Value"]


@pytest.fixture
def bugs(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """The bugs that are logged: the message, and the error's kind."""
    logged: list[tuple[str, str]] = []
    monkeypatch.setattr(
        router, "log_bug", lambda message, error, **_keys: logged.append((message, type(error).__name__))
    )
    return logged


@pytest.mark.parametrize("route", ["GET /unknown-code", "GET /unknown-sentence", "GET /missing-value"])
def test_a_problem_that_has_no_status_or_no_words_is_a_bug_of_ours(route: str, bugs: list[tuple[str, str]]) -> None:
    answer = call(route)
    assert (answer.status, answer.media_type) == (500, "application/problem+json")
    assert answer.body == {"type": "urn:kindregards:problem:unexpected", "title": "Oh", "status": 500, "detail": "Oh."}
    assert set(metrics.provider.metric_set) == {"GreetingFailed", "Answered5xx"}
    assert failures() == [1]
    assert bugs == [("call failed", "KeyError")]


def _no_words(_request: Request, _greeting: str, _language: str | None) -> Words:
    raise OSError


@pytest.mark.parametrize("route", ["GET /closed", "GET /bug", "GET /nowhere", "GET /unknown-code"])
@pytest.mark.parametrize("broken", [{"words": _no_words}, {"statuses": {}}, {"words": lambda *_: Words("fr", {})}])
def test_where_even_a_failure_has_no_words_it_is_still_answered_and_counted_once(
    route: str, broken: dict[str, Any], bugs: list[tuple[str, str]]
) -> None:
    answer = call(route, replace(API, **broken))
    assert (answer.status, answer.media_type) == (500, "application/problem+json")
    assert answer.body == {
        "type": "urn:kindregards:problem:unexpected",
        "title": "Internal Server Error",
        "status": 500,
    }
    assert failures() == [1]
    assert [message for message, _ in bugs] == ["call failed", "problem has no words"]
