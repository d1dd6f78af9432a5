"""Bad calls to the deployed API: each is answered with problem details that a person can act on."""

import json

import pytest

from tests.e2e.decisions import rejected
from tests.e2e.deployed import Deployed, Response

_JSON = "application/json"
_FORGED = "Bearer " + "A" * 80


def assert_problem(answer: Response, status: int, code: str) -> None:
    assert (answer.status, answer.headers["content-type"]) == (status, "application/problem+json")
    problem = answer.json()
    assert problem["type"] == f"urn:kindregards:problem:{code}"
    assert problem["status"] == status
    assert problem["title"]
    assert problem["detail"]
    assert "Traceback" not in answer.body.decode()
    assert answer.headers["cache-control"] == "no-store"


@pytest.fixture(scope="module")
def authorization(deployed: Deployed) -> str:
    deployed.publish(rejected("caller", "caller@example.com"))
    return "Bearer " + deployed.link_in(deployed.mail_to("caller@example.com")).partition("#")[2]


@pytest.mark.parametrize("base", ["SiteUrl", "ApiUrl"])
def test_a_good_code_opens_the_invitation(deployed: Deployed, authorization: str, base: str) -> None:
    answer = deployed.call("GET", "/api/invitation", base=base, authorization=authorization)

    assert answer.status == 200
    assert answer.json()["job_title"] == "Warehouse Associate"
    assert "caller@" not in answer.body.decode()


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/api/invitation", 401, "invitation-missing"),
        ("GET", "/api/nowhere", 404, "not-found"),
        ("GET", "/api/", 404, "not-found"),
        ("GET", "/api/opt-in/", 404, "not-found"),
        ("POST", "/api/opt-in", 405, "method-not-allowed"),
        ("PATCH", "/api/invitation", 405, "method-not-allowed"),
        ("DELETE", "/api/opt-in/export", 405, "method-not-allowed"),
    ],
)
def test_calls_without_a_code_or_a_route(deployed: Deployed, method: str, path: str, status: int, code: str) -> None:
    assert_problem(deployed.call(method, path), status, code)


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_a_forged_code_opens_nothing(deployed: Deployed, method: str) -> None:
    answer = deployed.call(method, "/api/opt-in", authorization=_FORGED, content_type=_JSON, body=b"{}")

    assert_problem(answer, 401, "invitation-invalid")
    assert answer.headers["www-authenticate"].startswith("Bearer")


@pytest.mark.parametrize(
    ("body", "content_type", "status", "code"),
    [
        (b"not json", _JSON, 400, "malformed-json"),
        (b"", _JSON, 400, "malformed-json"),
        (b"\xff\xfe", _JSON, 400, "malformed-json"),
        (b"{}", "text/plain", 415, "unsupported-media-type"),
        (b"[]", _JSON, 422, "invalid-opt-in"),
        (b'{"months": "twelve"}', _JSON, 422, "invalid-opt-in"),
        (json.dumps({"padding": "x" * 20_000}).encode(), _JSON, 413, "body-too-large"),
    ],
)
def test_a_body_that_is_no_opt_in(
    deployed: Deployed, authorization: str, *, body: bytes, content_type: str, status: int, code: str
) -> None:
    headers = {"authorization": authorization, "content_type": content_type}

    assert_problem(deployed.call("PUT", "/api/opt-in", body=body, **headers), status, code)


def test_the_site_sends_the_headers_that_protect_its_readers(deployed: Deployed) -> None:
    headers = deployed.call("GET", "/stay/").headers

    assert "default-src 'none'" in headers["content-security-policy"]
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-content-type-options"] == "nosniff"
    assert "max-age=63072000" in headers["strict-transport-security"]


def test_an_unknown_page_is_our_own_404(deployed: Deployed) -> None:
    answer = deployed.call("GET", "/nowhere")

    assert answer.status == 404
    assert b"Acme Logistics" in answer.body
