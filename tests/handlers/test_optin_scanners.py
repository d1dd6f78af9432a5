"""What scanners and strangers do with links and addresses: nothing changes, and nothing is learned."""

import os
from collections.abc import Iterator
from unittest.mock import patch

import pytest

from tests.handlers.optin_stack import Stack, running_stack
from tests.optin_builders import http_event

# All that a candidate's link, or the page behind it, lets a scanner try.
READING = [
    "GET /api/invitation",
    "GET /api/opt-in",
    "GET /api/opt-in/export",
    "GET /api/unsubscribe/{token}",
]
ORIGIN = "a" * 32


@pytest.fixture
def stack() -> Iterator[Stack]:
    with running_stack() as stack:
        yield stack


def as_scanner(route: str, stack: Stack, *, method: str = "GET", query: str = "") -> dict[str, object]:
    """The call as API Gateway hands it over; what it has no route for comes as `$default`."""
    event = http_event(route, stack.code, token=stack.token)
    event["rawQueryString"] = query
    event["queryStringParameters"] = dict([query.split("=")]) if query else None
    if method != "GET":
        event["routeKey"] = "$default"
        event["requestContext"]["http"]["method"] = method
    return event


@pytest.mark.parametrize("route", READING)
@pytest.mark.parametrize(
    "how",
    [
        {},
        {"method": "HEAD"},
        {"method": "OPTIONS"},
        # A form that a scanner submits with GET, as its fields stand in it.
        {"query": "List-Unsubscribe=One-Click"},
    ],
)
def test_a_scanner_that_opens_a_link_changes_nothing(stack: Stack, route: str, how: dict[str, str]) -> None:
    stack.join()
    before = stack.raw()
    stack.request(as_scanner(route, stack, **how))
    assert stack.raw() == before


def test_a_page_for_people_has_nothing_that_runs_or_submits_by_itself(stack: Stack) -> None:
    page = stack.call("GET /api/unsubscribe/{token}").text.lower()
    assert [found for found in ("<script", "onload", "onclick", "http-equiv", "javascript:") if found in page] == []
    assert page.count('method="post"') == page.count("<form") == 1


@pytest.mark.parametrize(
    ("sent", "status"),
    [(ORIGIN, 200), ("b" * 32, 200), ("c" * 32, 404), ("", 404), (ORIGIN[:-1], 404), ("é" * 32, 404), (None, 404)],
)
def test_where_cloudfront_sends_a_secret_no_other_way_leads_in(stack: Stack, sent: str | None, status: int) -> None:
    with patch.dict(os.environ, {"ORIGIN_SECRET": f"{ORIGIN},{'b' * 32}"}):
        stack.cool_down()
        headers = {} if sent is None else {"x_origin_secret": sent}
        reply = stack.request(http_event("GET /api/invitation", stack.code, **headers))
    assert reply.status == status
    assert status == 200 or reply.problem == "not-found"


def test_without_that_secret_the_api_itself_may_be_called(stack: Stack) -> None:
    assert stack.request(http_event("GET /api/invitation", stack.code, x_origin_secret="anything")).status == 200
