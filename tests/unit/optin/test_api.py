"""The boundary: a call goes to its route, and every failure leaves as problem details."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError, ReadTimeoutError

from functions.domain.pool.key_ring import KeyRing, Token
from functions.domain.pool.membership import Member
from functions.optin.api import ROUTES, respond
from functions.optin.ports import Ports
from functions.runtime.http.request import Request
from functions.runtime.observability import logger, metrics
from tests.fakes.optin import World
from tests.fakes.pool import FakePool
from tests.optin_builders import Json, http_event, invitation_code, unsubscribe_token

LEAK = "zebulon.quill@mailbox.example"


@pytest.fixture(autouse=True)
def _no_metrics_left() -> Iterator[None]:
    yield
    metrics.clear_metrics()


# All but that which looks at nobody, and that which takes another token.
# The others read no profile: they show a page, check a token first, or must not know who is in the pool.
_ELSEWHERE = {"GET /api/unsubscribe/{token}", "PUT /api/address", "POST /api/link"}
IN_THE_POOL = [route for route in ROUTES if route not in _ELSEWHERE]


class Response:
    """What API Gateway is given, read."""

    def __init__(self, response: Json) -> None:
        self.status: int = response["statusCode"]
        self.headers: dict[str, str] = response["headers"]
        self.body: Json = json.loads(response["body"])

    @property
    def problem(self) -> str:
        assert self.headers["Content-Type"] == "application/problem+json"
        assert self.body["status"] == self.status
        return str(self.body["type"]).removeprefix("urn:kindregards:problem:")


def call(route: str, body: Json | None = None, *, ports: Ports | None = None, **fields: Any) -> Response:
    event = http_event(route, invitation_code(), body, token=unsubscribe_token()) | fields
    return Response(respond(Request(event), ports or World().ports).as_response())


def test_the_calls_are_these() -> None:
    assert set(ROUTES) == {
        "GET /api/invitation",
        "PUT /api/opt-in",
        "GET /api/opt-in",
        "DELETE /api/opt-in",
        "GET /api/opt-in/export",
        "PUT /api/opt-in/pause",
        "DELETE /api/opt-in/pause",
        "POST /api/opt-in/renewal",
        "POST /api/opt-in/address",
        "DELETE /api/opt-in/address",
        "PUT /api/address",
        "DELETE /api/person",
        "GET /api/places",
        "POST /api/link",
        "GET /api/unsubscribe/{token}",
        "POST /api/unsubscribe/{token}",
    }


def test_each_call_answers_what_it_is_for() -> None:
    world = World()
    assert call("GET /api/invitation", ports=world.ports).body["opt_in"]["state"] == "none"
    assert call("PUT /api/opt-in", world.form(), ports=world.ports).body["receipt"]["id"] == "receipt-1"
    assert call("GET /api/opt-in", ports=world.ports).body["months"] == 12
    assert call("GET /api/opt-in/export", ports=world.ports).body["state"] == "active"
    world.clock.advance(hours=1)
    assert call("DELETE /api/opt-in", ports=world.ports).body["state"] == "withdrawn"


def test_the_export_is_a_download() -> None:
    disposition = call("GET /api/opt-in/export").headers["Content-Disposition"]
    assert disposition == 'attachment; filename="talent-pool-export.json"'


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/api/invitation", "GET"),
        ("/api/opt-in", "PUT, GET, DELETE"),
        ("/api/opt-in/export", "GET"),
        ("/api/unsubscribe/abc", "GET, POST"),
    ],
)
def test_a_wrong_method_is_told_the_right_ones(path: str, allowed: str) -> None:
    response = call("$default", rawPath=path)
    assert (response.status, response.problem, response.headers["Allow"]) == (405, "method-not-allowed", allowed)


@pytest.mark.parametrize(
    "path", ["/", "", "/api", "/api/opt-in/", "/api/OPT-IN", "/api/opt-in/export/x", "/api/unsubscribe/"]
)
def test_an_unknown_path_is_not_found(path: str) -> None:
    response = call("$default", rawPath=path)
    assert (response.status, response.problem) == (404, "not-found")
    assert "Allow" not in response.headers


def test_a_call_without_a_code_says_what_to_do() -> None:
    response = Response(respond(Request(http_event("GET /api/invitation")), World().ports).as_response())
    assert (response.status, response.problem) == (401, "invitation-missing")
    assert response.headers["WWW-Authenticate"] == 'Bearer realm="invitation"'


def unavailable(_candidate: str) -> Member | None:
    raise ClientError({"Error": {"Code": "ProvisionedThroughputExceededException", "Message": LEAK}}, "GetItem")


def unreachable(_candidate: str) -> Member | None:
    raise EndpointConnectionError(endpoint_url=LEAK)


def too_slow(_candidate: str) -> Member | None:
    raise ReadTimeoutError(endpoint_url=LEAK)


def broken(_candidate: str) -> Member | None:
    raise KeyError(LEAK)


def ports_with(get: Callable[[str], Member | None]) -> Ports:
    pool = FakePool()
    setattr(pool, "get", get)  # noqa: B010
    return World(pool=pool).ports


@pytest.mark.parametrize("get", [unavailable, unreachable, too_slow])
@pytest.mark.parametrize("route", IN_THE_POOL)
def test_a_table_that_does_not_answer_means_try_again(route: str, get: Callable[[str], Member | None]) -> None:
    response = call(route, World().form(), ports=ports_with(get))
    assert (response.status, response.problem, response.headers["Retry-After"]) == (503, "busy", "5")
    assert LEAK not in str(response.body)


@pytest.mark.parametrize("route", IN_THE_POOL)
def test_a_bug_of_ours_says_so_and_nothing_else(route: str) -> None:
    response = call(route, World().form(), ports=ports_with(broken))
    assert (response.status, response.problem) == (500, "unexpected")
    assert LEAK not in str(response.body)
    assert "KeyError" not in str(response.body)


class Recorder:
    """Our log lines: what they say, and all that goes with it."""

    def __init__(self) -> None:
        self.lines: list[tuple[str, dict[str, Any]]] = []

    def __call__(self, message: str, *, extra: dict[str, Any]) -> None:
        self.lines.append((message, extra))


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> Recorder:
    recorder = Recorder()
    for level in ("info", "error"):
        monkeypatch.setattr(logger, level, recorder)
    return recorder


def test_every_answer_is_one_log_line_of_route_and_status(log: Recorder) -> None:
    call("GET /api/opt-in")
    assert log.lines == [("answered", {"route": "GET /api/opt-in", "status": 404})]


@pytest.mark.parametrize(("get", "kind"), [(broken, "KeyError"), (unavailable, "ClientError")])
def test_a_failure_is_logged_by_kind_and_place_but_not_by_what_it_says(
    log: Recorder, get: Callable[[str], Member | None], kind: str
) -> None:
    call("GET /api/opt-in", ports=ports_with(get))
    message, keys = log.lines[0]
    assert (message, keys["error"], keys["route"]) == ("call failed", kind, "GET /api/opt-in")
    assert keys["place"][-1].endswith(get.__name__)
    assert LEAK not in str(log.lines)


class SlowKeys(KeyRing):
    """Secrets Manager does not answer."""

    def verify[Kind: Token](self, token_type: type[Kind], text: str) -> Kind:
        raise ReadTimeoutError(endpoint_url="https://secretsmanager.example")


def test_keys_that_cannot_be_fetched_mean_try_again() -> None:
    ports = replace(World().ports, keys=SlowKeys("a secret"))
    assert call("GET /api/invitation", ports=ports).problem == "busy"
