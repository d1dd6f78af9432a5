"""Whatever the body and the headers are, the answer is well-formed, and never our mistake."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from functions.optin.api import ROUTES
from functions.runtime.employers_file import read_employers
from tests.examples import scaled
from tests.handlers.optin_stack import Stack, running_stack
from tests.optin_builders import Json, answers, http_event, opt_in_body

# With lone surrogates: API Gateway hands over whatever its JSON can spell.
ANY_TEXT = st.text(st.characters(codec=None, exclude_categories=()), max_size=30)
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | ANY_TEXT
ANY_JSON = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(ANY_TEXT, inner, max_size=4), max_leaves=12
)
FORM: Json = opt_in_body(read_employers().default.policy, profile=answers(earliest_start=None))
PLACES = [(), *((name,) for name in FORM), *(("profile", name) for name in FORM["profile"]), ("consent", "sha256")]
HEADERS = st.dictionaries(
    st.sampled_from(["accept", "authorization", "content-type", "cookie", "x-forwarded-for", "if-match", "origin"]),
    ANY_TEXT | st.sampled_from(["Bearer x", "application/json", "application/json;charset=utf-16", "text/html,*/*"]),
)


@pytest.fixture(scope="module")
def stack() -> Iterator[Stack]:
    with running_stack() as stack:
        yield stack


def assert_well_formed(stack: Stack, event: Json) -> None:
    reply = stack.request(event)
    assert reply.headers["Cache-Control"] == "no-store"
    assert reply.text.encode()
    assert reply.status == 200 or (400 <= reply.status < 500 and (reply.is_page or reply.problem))


def changed(form: Json, place: tuple[str, ...], value: Any) -> Any:
    """The form with one value in the place of another."""
    if not place:
        return value
    first, *rest = place
    return form | {first: changed(form[first], tuple(rest), value)}


@given(place=st.sampled_from(PLACES), value=ANY_JSON)
@settings(max_examples=scaled(300, at_least=75), suppress_health_check=[HealthCheck.too_slow])
def test_any_value_in_any_field(stack: Stack, place: tuple[str, ...], value: Any) -> None:
    assert_well_formed(stack, http_event("PUT /api/opt-in", stack.code, changed(FORM, place, value)))


@given(body=ANY_TEXT | ANY_JSON.map(lambda value: json.dumps(value, ensure_ascii=False)), encoded=st.booleans())
def test_any_text_as_the_body(stack: Stack, body: str, *, encoded: bool) -> None:
    assert_well_formed(stack, http_event("PUT /api/opt-in", stack.code, body) | {"isBase64Encoded": encoded})


@given(route=st.sampled_from([*ROUTES, "$default"]), path=ANY_TEXT, headers=HEADERS, with_code=st.booleans())
def test_any_headers_on_any_route(stack: Stack, route: str, path: str, headers: Json, *, with_code: bool) -> None:
    event = http_event(route, stack.code if with_code else None, FORM)
    assert_well_formed(stack, event | {"rawPath": path, "headers": event["headers"] | headers})


@given(code=st.text("ABCxyz019-_.", max_size=90) | ANY_TEXT)
def test_any_code(stack: Stack, code: str) -> None:
    assert stack.call("GET /api/invitation", code=code or "x").status == 401


@given(token=st.text("ABCxyz019-_.", max_size=60) | ANY_TEXT, method=st.sampled_from(["GET", "POST"]))
def test_any_token(stack: Stack, token: str, method: str) -> None:
    assert stack.request(http_event(f"{method} /api/unsubscribe/{{token}}", token=token)).status == 404
