"""Whatever comes in, a problem goes out that a person can act on; it quotes nothing, and nothing is recorded."""

from base64 import b64encode
from collections.abc import Iterator
from typing import Any

import pytest

from functions.domain.pool.key_ring import KeyRing
from tests.handlers.optin_stack import Reply, Stack, code_until, running_stack
from tests.optin_builders import SEEDED, Json, http_event, invitation_code

TYPED = "zebulon.quill@mailbox.example"
LARGE = '{"note": "' + TYPED * 700 + '"}'
DEEP = '{"note":' * 1500 + f'"{TYPED}"' + "}" * 1500


@pytest.fixture(scope="module")
def stack() -> Iterator[Stack]:
    with running_stack() as stack:
        yield stack


def assert_refused(stack: Stack, event: Json, status: int, problem: str) -> Reply:
    before = stack.raw()
    reply = stack.request(event)
    assert (reply.status, reply.problem) == (status, problem)
    assert reply.headers["Cache-Control"] == "no-store"
    said = (reply.text + str(reply.headers) + reply.log).lower()
    assert not [word for word in (*SEEDED, "traceback", ".py", "pydantic") if word in said]
    assert stack.raw() == before
    return reply


def put(stack: Stack, body: Json | str | None, **headers: str) -> Json:
    return http_event("PUT /api/opt-in", stack.code, body, **headers)


@pytest.mark.parametrize(
    ("body", "status", "problem"),
    [
        (None, 415, "unsupported-media-type"),
        ("", 400, "malformed-json"),
        (TYPED, 400, "malformed-json"),
        (f'{{"note": "{TYPED}"', 400, "malformed-json"),
        (f"note={TYPED}", 400, "malformed-json"),
        (f'"{TYPED}\ud800"', 400, "malformed-json"),
        (f'{{"note": "{TYPED}\\ud800"}}', 400, "malformed-json"),
        (f'{{"\\udfff": "{TYPED}"}}', 400, "malformed-json"),
        (f'{{"note": "{TYPED}\x00"}}', 400, "malformed-json"),
        (DEEP, 400, "malformed-json"),
        ("[" * 9000, 400, "malformed-json"),
        (LARGE, 413, "body-too-large"),
        (f'["{TYPED}"]', 422, "invalid-opt-in"),
        (f'"{TYPED}"', 422, "invalid-opt-in"),
        ("null", 422, "invalid-opt-in"),
        ("NaN", 422, "invalid-opt-in"),
        (f'{{"months": NaN, "purposes": ["{TYPED}"]}}', 422, "invalid-opt-in"),
        (f'{{"months": -Infinity, "note": "{TYPED}"}}', 422, "invalid-opt-in"),
        (f'{{"months": 1e999, "note": "{TYPED}\\u0000"}}', 422, "invalid-opt-in"),
        ("{}", 422, "invalid-opt-in"),
    ],
    ids=lambda value: (
        value[:30].replace("\x00", "NUL").encode("ascii", "replace").decode() if isinstance(value, str) else value
    ),
)
def test_a_body_that_is_no_opt_in(stack: Stack, body: str | None, status: int, problem: str) -> None:
    assert_refused(stack, put(stack, body), status, problem)


@pytest.mark.parametrize(
    "changes",
    [
        {"purposes": [TYPED]},
        {"agencies": [TYPED]},
        {"months": TYPED},
        {"consent": TYPED},
        {"rejoin_after": TYPED},
        {"note": TYPED},
        {"profile": {"area": TYPED * 3, "earliest_start": TYPED, "language": TYPED, "channel": TYPED}},
    ],
    ids=lambda changes: str(*changes),
)
def test_a_field_that_the_form_did_not_offer(stack: Stack, changes: Json) -> None:
    reply = assert_refused(stack, put(stack, stack.form(**changes)), 422, "invalid-opt-in")
    assert all(set(error) == {"pointer", "detail"} for error in reply.json["errors"])
    assert all(error["pointer"].startswith("/") for error in reply.json["errors"])


@pytest.mark.parametrize("media_type", ["", "text/plain", "multipart/form-data; boundary=x", TYPED, "application/xml"])
def test_a_body_of_another_type(stack: Stack, media_type: str) -> None:
    assert_refused(stack, put(stack, stack.form(), content_type=media_type), 415, "unsupported-media-type")


@pytest.mark.parametrize(
    ("body", "status", "problem"),
    [
        (b64encode(LARGE.encode()).decode(), 413, "body-too-large"),
        (b64encode(TYPED.encode()).decode(), 400, "malformed-json"),
        (b64encode(b"\xff\xfe{}").decode(), 400, "malformed-json"),
        (TYPED, 400, "malformed-json"),
        ("é", 400, "malformed-json"),
        ("\ud800", 400, "malformed-json"),
    ],
    ids=["too large", "not JSON", "not UTF-8", "not base64", "not ASCII", "surrogate"],
)
def test_a_body_in_base64(stack: Stack, body: str, status: int, problem: str) -> None:
    assert_refused(stack, put(stack, body) | {"isBase64Encoded": True}, status, problem)


@pytest.mark.parametrize("route", ["GET /api/invitation", "PUT /api/opt-in", "DELETE /api/opt-in"])
@pytest.mark.parametrize(
    ("authorization", "problem"),
    [
        ("", "invitation-missing"),
        ("Bearer", "invitation-missing"),
        ("Basic emVidWxvbjpxdWlsbA==", "invitation-missing"),
        (f"Digest {TYPED}", "invitation-missing"),
        (f"Bearer {TYPED}", "invitation-invalid"),
        ("Bearer \ud800", "invitation-invalid"),
        (f"Bearer {invitation_code(keys=KeyRing('forged'))}", "invitation-invalid"),
        (f"Bearer {code_until(days=1)[:-1]}", "invitation-invalid"),
        (f"Bearer {code_until(days=1)} {TYPED}", "invitation-invalid"),
        (f"Bearer {code_until(seconds=-1)}", "invitation-expired"),
    ],
    ids=["empty", "no code", "Basic", "Digest", "an address", "surrogate", "forged", "cut", "two", "ended"],
)
def test_a_call_without_a_good_code(stack: Stack, route: str, authorization: str, problem: str) -> None:
    event = http_event(route, None, stack.form(), authorization=authorization)
    reply = assert_refused(stack, event, 401, problem)
    assert reply.headers["WWW-Authenticate"] == 'Bearer realm="invitation"'


def test_a_code_with_any_one_character_changed(stack: Stack) -> None:
    for position, character in enumerate(stack.code):
        other = "-" if character != "-" else "_"
        changed = stack.code[:position] + other + stack.code[position + 1 :]
        assert stack.call("GET /api/invitation", code=changed).problem == "invitation-invalid"


@pytest.mark.parametrize(
    ("method", "path", "status", "problem"),
    [
        ("HEAD", "/api/opt-in/pause", 405, "method-not-allowed"),
        ("POST", "/api/opt-in", 405, "method-not-allowed"),
        ("OPTIONS", "/api/opt-in/export", 405, "method-not-allowed"),
        ("GET", f"/api/{TYPED}", 404, "not-found"),
        ("GET", "/api/opt-in/../invitation", 404, "not-found"),
        ("GET", "/api/invitation\x00", 404, "not-found"),
        ("PUT", "", 404, "not-found"),
    ],
)
def test_a_call_to_nowhere(stack: Stack, method: str, path: str, status: int, problem: str) -> None:
    event = http_event(f"{method} {path}", stack.code, stack.form()) | {"routeKey": "$default"}
    reply = assert_refused(stack, event, status, problem)
    assert ("Allow" in reply.headers) == (status == 405)


@pytest.mark.parametrize(
    ("event", "status", "problem"),
    [
        ({}, 404, "not-found"),
        ({"routeKey": "GET /api/invitation"}, 401, "invitation-missing"),
        ({"routeKey": "PUT /api/opt-in", "headers": None}, 401, "invitation-missing"),
        ({"routeKey": "DELETE /api/opt-in", "headers": {}, "body": TYPED}, 401, "invitation-missing"),
    ],
    ids=["nothing at all", "only a route", "null headers", "no headers"],
)
def test_an_event_without_fields(stack: Stack, event: dict[str, Any], status: int, problem: str) -> None:
    assert_refused(stack, event, status, problem)
