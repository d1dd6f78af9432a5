"""API Gateway's events, read."""

import base64
from typing import Any

import pytest

from functions.runtime.http.request import MAX_BODY_BYTES, Request
from tests.fakes.optin import refused

JSON = {"content-type": "application/json"}


def request(body: Any = "{}", *, headers: dict[str, str] | None = None, **fields: Any) -> Request:
    return Request({"headers": JSON if headers is None else headers, "body": body, **fields})


def encoded(data: bytes) -> str:
    return base64.b64encode(data).decode()


def test_a_body_comes_as_bytes() -> None:
    assert request('{"area": "Québec"}').body() == '{"area": "Québec"}'.encode()


def test_a_body_in_base64_is_the_same_body() -> None:
    assert request(encoded(b"{}"), isBase64Encoded=True).body() == b"{}"


@pytest.mark.parametrize("body", ["", None])
def test_no_body_is_an_empty_one(body: str | None) -> None:
    assert request(body).body() == b""


@pytest.mark.parametrize(
    "media_type", ["application/json", "Application/JSON", "application/json; charset=utf-8", " application/json ;x"]
)
def test_json_is_taken_however_its_media_type_is_spelled(media_type: str) -> None:
    assert request(headers={"content-type": media_type}).body() == b"{}"


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"content-type": ""},
        {"content-type": "text/plain"},
        {"content-type": "application/jsonp"},
        {"content-type": "application/problem+json"},
        {"content-type": "application/x-www-form-urlencoded"},
        {"content-type": "text/plain; application/json"},
    ],
)
def test_a_form_that_another_site_could_post_is_refused(headers: dict[str, str]) -> None:
    with refused("unsupported-media-type"):
        request(headers=headers).body()


def test_a_body_may_be_sixteen_kibibytes_and_no_byte_more() -> None:
    assert len(request("x" * MAX_BODY_BYTES).body()) == 16384
    with refused("body-too-large"):
        request("x" * (MAX_BODY_BYTES + 1)).body()


@pytest.mark.parametrize(
    "fields",
    [
        {"body": "é" * (MAX_BODY_BYTES // 2 + 1)},
        {"body": encoded(b"x" * (MAX_BODY_BYTES + 1)), "isBase64Encoded": True},
    ],
    ids=["two bytes a letter", "base64"],
)
def test_the_size_of_a_body_is_counted_in_bytes_as_they_were_sent(fields: dict[str, Any]) -> None:
    with refused("body-too-large"):
        request(**fields).body()


@pytest.mark.parametrize(
    "fields",
    [
        {"body": "\ud800"},
        {"body": "abc", "isBase64Encoded": True},
        {"body": "é===", "isBase64Encoded": True},
        {"body": "\ud800", "isBase64Encoded": True},
    ],
    ids=["lone surrogate", "cut base64", "base64 that is not ASCII", "surrogate as base64"],
)
def test_a_body_that_is_no_text_is_not_json(fields: dict[str, Any]) -> None:
    with refused("malformed-json"):
        request(**fields).body()


def test_an_event_without_fields_is_a_call_to_nowhere() -> None:
    assert (Request({}).route, Request({}).path, Request({}).bearer_token) == ("$default", "", None)


@pytest.mark.parametrize(
    ("forwarded", "address"),
    [
        # API Gateway adds its own caller at the end.
        (None, "192.0.2.7"),
        ("192.0.2.7", "192.0.2.7"),
        ("198.51.100.9, 192.0.2.7", "198.51.100.9"),
        ("invented, 198.51.100.9,192.0.2.7", "198.51.100.9"),
        ("2001:db8::1, 192.0.2.7", "2001:db8::1"),
        ("", "192.0.2.7"),
    ],
)
def test_the_caller_is_whom_cloudfront_names_else_who_called(forwarded: str | None, address: str) -> None:
    headers = {} if forwarded is None else {"x-forwarded-for": forwarded}
    call = request(headers=headers, requestContext={"http": {"sourceIp": "192.0.2.7"}})
    assert call.caller_address == address
