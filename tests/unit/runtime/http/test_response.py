"""Answers as API Gateway is given them."""

import json

from functions.runtime.http.problem import FieldError, Problem, ProblemDetails
from functions.runtime.http.response import Response
from functions.runtime.http.words import Words

WORDS = Words("en", {"problems": {"invalid": {"title": "No", "detail": "No."}}, "fields": {"months": "Choose."}})


def test_an_answer_is_json_that_nobody_may_keep() -> None:
    response = Response({"given_name": "Zoë"}).as_response()
    assert response["statusCode"] == 200
    assert response["isBase64Encoded"] is False
    assert json.loads(response["body"]) == {"given_name": "Zoë"}
    assert response["headers"] == {
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
        "Content-Type": "application/json",
    }


def test_an_answers_own_headers_stand_beside_the_usual_ones() -> None:
    headers = Response({}, headers={"Allow": "GET"}).as_response()["headers"]
    assert (headers["Allow"], headers["Cache-Control"]) == ("GET", "no-store")


def test_a_problem_leaves_as_problem_details() -> None:
    problem = Problem("invalid", errors=(FieldError("/months", "months"),))
    response = Response.of(ProblemDetails.of(problem, {"invalid": 422}, WORDS)).as_response()
    assert response["statusCode"] == 422
    assert response["headers"]["Content-Type"] == "application/problem+json"
    assert json.loads(response["body"])["errors"] == [{"pointer": "/months", "detail": "Choose."}]
