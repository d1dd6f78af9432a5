"""No log line leads to a person: not at DEBUG, not where something fails."""

import logging
from collections.abc import Iterator

import pytest

from functions.optin.api import ROUTES
from functions.runtime.observability import logger
from tests.handlers.optin_stack import Reply, Stack, code_until, running_stack
from tests.optin_builders import AREA, EMAIL, SEEDED, answers, http_event


@pytest.fixture
def stack() -> Iterator[Stack]:
    with running_stack() as stack:
        yield stack


@pytest.fixture(autouse=True)
def _everything_is_logged() -> Iterator[None]:
    before = logger.log_level
    logger.setLevel("DEBUG")
    yield
    logger.setLevel(before)


def visits(stack: Stack) -> Iterator[Reply]:
    """A whole life in the pool, with everything that can go wrong on the way."""
    wrong = stack.form(months=7, profile=answers(area=AREA * 9, channel=EMAIL), note=EMAIL)
    for body in (wrong, stack.form(), stack.form(months=6), f'{{"area": "{AREA}', EMAIL):
        yield stack.call("PUT /api/opt-in", body)
    for route in ROUTES:
        yield stack.call(route, stack.form())
    yield stack.join()
    for route in ROUTES:
        yield stack.call(route, stack.form(), code=code_until(days=-1))
        yield stack.request(http_event(route, EMAIL, stack.form(), cookie=EMAIL))
    yield stack.request(http_event(f"GET /api/{EMAIL}", stack.code) | {"routeKey": "$default"})
    stack.dynamodb.delete_table(TableName="TalentPool")
    for route in ROUTES:
        yield stack.call(route, stack.form())


def test_the_log_holds_no_address_name_or_area(stack: Stack) -> None:
    replies = list(visits(stack))
    assert {reply.status for reply in replies} == {200, 400, 401, 404, 409, 422, 503}
    assert all(reply.lines for reply in replies)
    logged = "".join(reply.log for reply in replies).lower()
    assert [seed for seed in SEEDED if seed in logged] == []


def test_the_log_holds_no_code(stack: Stack) -> None:
    logged = "".join(reply.log for reply in visits(stack))
    assert stack.code not in logged
    assert stack.code[-40:] not in logged


def test_no_library_says_more_at_the_level_that_is_deployed(stack: Stack, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        list(visits(stack))
    assert [seed for seed in SEEDED if seed in caplog.text.lower()] == []


def test_a_log_line_says_route_and_status_and_nothing_of_the_call(stack: Stack) -> None:
    usual = {"level", "location", "message", "timestamp", "service", "cold_start", "function_request_id"}
    lambdas = {"function_name", "function_memory_size", "function_arn", "route", "status", "error", "place"}
    lambdas |= {"receipt", "outcome", "reason"}
    for reply in visits(stack):
        for line in reply.lines:
            assert "_aws" in line or set(line) <= usual | lambdas | {"xray_trace_id"}


@pytest.mark.parametrize("route", ROUTES)
def test_nobody_may_keep_an_answer(stack: Stack, route: str) -> None:
    for reply in (stack.call(route, stack.form()), stack.call(route, code=code_until(days=-1))):
        assert reply.headers["Cache-Control"] == "no-store"
        assert reply.headers["X-Content-Type-Options"] == "nosniff"
