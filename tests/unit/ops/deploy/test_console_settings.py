"""What the console's page is told of the login: with the stack's user pool, and with a provider of their own."""

import json
from urllib.parse import parse_qs, urlsplit

import pytest

from ops.deploy.console_settings import settings_of
from ops.deploy.openid import Endpoints, discover
from ops.terminal.failure import Failure

SCOPES = "pool/search pool/export pool/audit notices/read notices/decide"
PAGE = "https://talent.acme.example/console/"
OUTPUTS = {
    "ConsoleUrl": PAGE,
    "ConsoleClientId": "client",
    "ConsoleScopes": SCOPES,
    "ConsoleIssuer": "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_pool",
    "ConsoleLoginUrl": "https://kind-regards-123.auth.eu-west-1.amazoncognito.com",
    "UserPoolId": "eu-west-1_pool",
}
ISSUER = "https://acme.okta.example/oauth2/default"
DOCUMENT = {
    "issuer": ISSUER,
    "authorization_endpoint": f"{ISSUER}/v1/authorize",
    "token_endpoint": f"{ISSUER}/v1/token",
    "end_session_endpoint": f"{ISSUER}/v1/logout",
}


def _never(issuer: str) -> Endpoints:
    raise AssertionError(f"{issuer} was asked")


def test_the_user_pool_s_endpoints_are_those_of_its_domain_and_nobody_is_asked() -> None:
    settings = settings_of(OUTPUTS, _never)

    domain = OUTPUTS["ConsoleLoginUrl"]
    assert (settings["authority"], settings["client_id"], settings["scopes"]) == (domain, "client", SCOPES)
    assert (settings["authorize"], settings["token"]) == (f"{domain}/oauth2/authorize", f"{domain}/oauth2/token")
    assert settings["logout"]
    assert parse_qs(urlsplit(settings["logout"]).query) == {"client_id": ["client"], "logout_uri": [PAGE]}


def test_a_provider_of_their_own_says_its_endpoints_itself() -> None:
    outputs = {name: value for name, value in OUTPUTS.items() if name != "UserPoolId"} | {"ConsoleIssuer": ISSUER}

    settings = settings_of(outputs, lambda issuer: discover(issuer, lambda _: json.dumps(DOCUMENT).encode()))

    assert (settings["authorize"], settings["token"]) == (f"{ISSUER}/v1/authorize", f"{ISSUER}/v1/token")
    assert settings["logout"]
    assert settings["logout"].startswith(f"{ISSUER}/v1/logout?client_id=client&post_logout_redirect_uri=https")


def test_a_provider_without_a_logout_has_none() -> None:
    document = {name: value for name, value in DOCUMENT.items() if name != "end_session_endpoint"}
    outputs = {name: value for name, value in OUTPUTS.items() if name != "UserPoolId"}

    endpoints = discover(ISSUER, lambda _: json.dumps(document).encode())
    assert settings_of(outputs, lambda _: endpoints)["logout"] is None


def test_the_document_is_read_where_the_standard_puts_it() -> None:
    asked: list[str] = []

    def fetch(url: str) -> bytes:
        asked.append(url)
        return json.dumps(DOCUMENT | {"issuer": ISSUER + "/"}).encode()

    discover(ISSUER + "/", fetch)
    assert asked == [ISSUER + "/.well-known/openid-configuration"]


@pytest.mark.parametrize(
    ("document", "problem"),
    [
        (b"<html>", "can't be read"),
        (b"[]", "has no issuer"),
        (DOCUMENT | {"issuer": ISSUER + "/"}, "names another issuer than JwtIssuer"),
        (DOCUMENT | {"token_endpoint": ""}, "has no token_endpoint"),
        (DOCUMENT | {"authorization_endpoint": "http://acme.okta.example/"}, "is not https"),
        # The page's headers let it call the issuer's host alone.
        (DOCUMENT | {"token_endpoint": "https://elsewhere.example/token"}, "is on another host"),
    ],
)
def test_a_provider_that_the_page_could_not_log_in_with_ends_the_deployment(
    document: bytes | dict[str, str], problem: str
) -> None:
    body = document if isinstance(document, bytes) else json.dumps(document).encode()
    with pytest.raises(Failure, match=problem) as told:
        discover(ISSUER, lambda _: body)
    assert told.value.remedy


def test_a_provider_that_does_not_answer_ends_the_deployment() -> None:
    def refuse(_: str) -> bytes:
        raise ConnectionRefusedError

    with pytest.raises(Failure, match="can't be read"):
        discover(ISSUER, refuse)
