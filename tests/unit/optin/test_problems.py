"""Every way a call can fail, in words that a person can act on."""

import re

import pytest

from functions.optin.problems import TYPE_PREFIX, FieldError, Problem

STATUS = {
    "invitation-missing": 401,
    "invitation-invalid": 401,
    "invitation-expired": 401,
    "malformed-json": 400,
    "unsupported-media-type": 415,
    "body-too-large": 413,
    "invalid-opt-in": 422,
    "consent-changed": 409,
    "withdrawn": 409,
    "no-opt-in": 404,
    "not-found": 404,
    "method-not-allowed": 405,
    "busy": 503,
    "unexpected": 500,
}


@pytest.mark.parametrize(("code", "status"), STATUS.items())
def test_a_problem_says_what_it_is_and_what_to_do(code: str, status: int) -> None:
    body = Problem(code).body()
    assert list(body) == ["type", "title", "status", "detail"]
    assert (body["type"], body["status"]) == (f"{TYPE_PREFIX}{code}", status)
    assert re.fullmatch(r"[A-Z][\w ]+", str(body["title"]))
    assert re.fullmatch(r"[A-Z].+\.", str(body["detail"]))


def test_mistakes_are_listed_in_their_order() -> None:
    errors = (FieldError("/b", "Two."), FieldError("/a", "One."))
    expected = [{"pointer": "/b", "detail": "Two."}, {"pointer": "/a", "detail": "One."}]
    assert Problem("invalid-opt-in", errors=errors).body()["errors"] == expected


def test_whoever_is_not_let_in_is_told_what_to_bring() -> None:
    refusals = [code for code in STATUS if "WWW-Authenticate" in Problem(code).headers()]
    assert refusals == ["invitation-missing", "invitation-invalid", "invitation-expired"]


def test_whoever_should_come_again_is_told_when() -> None:
    assert [code for code in STATUS if "Retry-After" in Problem(code).headers()] == ["busy"]
    assert int(Problem("busy").headers()["Retry-After"]) > 0
