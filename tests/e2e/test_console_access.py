"""The console's API and tokens that are none, not ours, not for this, or no longer good: each route refuses them."""

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from functions.console.access import RULES
from ops.console.logins import remove
from tests.e2e.chromium import new_context
from tests.e2e.console_login import PKCE, Person, connection, fill_in, invited, log_in, login_url, settings, tokens
from tests.e2e.console_tokens import Signer
from tests.e2e.decisions import rejected
from tests.e2e.deployed import Deployed, Response

ROUTES = sorted(RULES)
_SCOPES = sorted({str(scope) for rule in RULES.values() for scope in rule.scopes})
# API Gateway's own words: the function was never asked.
_NOT_LET_IN = {b'{"message": "Unauthorized"}', b'{"message": "Forbidden"}'}


@pytest.fixture(scope="module")
def rita(deployed: Deployed) -> Person:
    return invited(deployed, "rita@acme.example", "recruiter", "auditor", "admin")


@pytest.fixture(scope="module")
def token(deployed: Deployed, rita: Person) -> str:
    return tokens(deployed, rita)["access_token"]


@pytest.fixture(scope="module")
def signer(deployed: Deployed, token: str) -> Signer:
    return Signer(deployed, token)


def call(deployed: Deployed, route: str, token: str | None, *, base: str = "ApiUrl", query: str = "") -> Response:
    method, path = re.sub(r"\{\w+\}", "x", route).split()
    headers = {} if token is None else {"authorization": f"Bearer {token}"}
    body = b"{}" if method == "POST" else None
    return deployed.call(method, path + query, base=base, body=body, content_type="application/json", **headers)


def refusals(deployed: Deployed, token: str | None) -> set[int]:
    """Return the statuses of all routes with this token, each of which API Gateway itself has refused."""
    answers = [call(deployed, route, token) for route in ROUTES]
    assert {answer.body for answer in answers} <= _NOT_LET_IN
    return {answer.status for answer in answers}


def test_nobody_gets_in_without_a_token_wherever_else_they_put_it(deployed: Deployed, token: str) -> None:
    assert refusals(deployed, None) == {401}
    assert call(deployed, "GET /api/console/me", None, query=f"?access_token={token}").status == 401
    assert deployed.call("GET", "/api/console/me", cookie=f"access_token={token}").status == 401
    # What the page does, by the way that it calls.
    assert call(deployed, "GET /api/console/me", None, base="SiteUrl").status == 401


@pytest.mark.parametrize("junk", ["", "x", "a.b.c", "null", "A" * 80, "." * 5])
def test_junk_is_no_token(deployed: Deployed, junk: str) -> None:
    assert refusals(deployed, junk) == {401}


def test_a_token_that_is_changed_in_any_part_is_none(deployed: Deployed, token: str, signer: Signer) -> None:
    head, payload, signature = token.split(".")
    more: dict[str, Any] = {"cognito:groups": ["admin", "employer-harbour"]}
    other_claims = signer.access(**more).split(".")[1]
    assert refusals(deployed, f"{head}.{other_claims}.{signature}") == {401}
    assert refusals(deployed, f"{head}.{payload}.{signature[:-8]}AAAAAAAA") == {401}
    assert refusals(deployed, f"{head}.{payload}.") == {401}


def test_a_token_that_needs_no_signature_or_is_signed_with_the_public_key_is_none(
    deployed: Deployed, signer: Signer
) -> None:
    assert refusals(deployed, signer.unsigned()) == {401}
    assert refusals(deployed, signer.with_public_key()) == {401}


def test_a_token_is_good_for_fifteen_minutes(deployed: Deployed, signer: Signer) -> None:
    now = int(time.time())
    assert signer.claims["exp"] - signer.claims["iat"] == 15 * 60
    assert refusals(deployed, signer.access(iat=now - 901, exp=now - 1)) == {401}
    assert refusals(deployed, signer.access(nbf=now + 300)) == {401}


def test_a_token_of_another_issuer_or_for_another_client_is_none(deployed: Deployed, signer: Signer) -> None:
    assert refusals(deployed, signer.access(iss=signer.claims["iss"] + "x")) == {401}
    assert refusals(deployed, signer.access(client_id="another")) == {401}
    assert refusals(deployed, signer.access(without=("client_id",))) == {401}
    # An audience stands before the client, so a token for somebody else's API is none for ours.
    assert refusals(deployed, signer.access(aud="another")) == {401}


def test_the_token_of_another_user_pool_is_none(deployed: Deployed) -> None:
    with _other_pool(deployed) as theirs:
        assert refusals(deployed, theirs["AccessToken"]) == {401}
        assert refusals(deployed, theirs["IdToken"]) == {401}


def test_an_id_token_opens_nothing_even_one_that_is_made_out_to_the_console(
    deployed: Deployed, signer: Signer, rita: Person
) -> None:
    # The page asks for none, and gets none.
    assert "id_token" not in tokens(deployed, rita)
    assert refusals(deployed, signer.identity()) == {403}


def test_a_token_without_any_scope_of_ours_opens_nothing(deployed: Deployed, signer: Signer) -> None:
    assert refusals(deployed, signer.access(without=("scope",))) == {403}
    assert refusals(deployed, signer.access(scope="aws.cognito.signin.user.admin openid")) == {403}
    assert refusals(deployed, signer.access(scope="pool searches pool/searching xpool/search notices/")) == {403}


@pytest.mark.parametrize("route", ROUTES)
def test_a_route_takes_its_own_scope_and_no_other(deployed: Deployed, signer: Signer, route: str) -> None:
    own = {str(scope) for scope in RULES[route].scopes}
    others = " ".join(scope for scope in _SCOPES if scope not in own)
    assert call(deployed, route, signer.access(scope=others)).status == 403
    for scope in own:
        # Past the door: from here on it is the function that decides.
        assert call(deployed, route, signer.access(scope=scope)).body not in _NOT_LET_IN


def test_a_token_for_a_password_in_a_call_opens_nothing(deployed: Deployed, rita: Person) -> None:
    # AWS makes none, because the client allows no such flow. The embedded AWS does, without any second factor.
    made = deployed.client("cognito-idp").initiate_auth(
        ClientId=deployed.outputs["ConsoleClientId"],
        AuthFlow="USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": rita.address, "PASSWORD": rita.password},
    )["AuthenticationResult"]
    assert refusals(deployed, made["AccessToken"]) == {403}
    assert refusals(deployed, made["IdToken"]) == {403}


def test_a_recruiter_logs_in_and_nobody_does_after_the_operator_has_removed_them(
    deployed: Deployed, browser: Browser
) -> None:
    remi = invited(deployed, "remi@acme.example", "recruiter")
    context = new_context(browser)
    page = context.new_page()
    hosts: set[str] = set()
    page.on("request", lambda request: hosts.add(request.url.split("/", 3)[2]))
    try:
        log_in(page, deployed, remi)
        expect(page.get_by_role("heading", level=1)).to_have_text("Search the talent pool")
        ours = {deployed.outputs[name].split("/", 3)[2] for name in ("ConsoleUrl", "ConsoleLoginUrl")}
        assert hosts == ours
        assert page.evaluate("Object.keys(localStorage).length + Object.keys(sessionStorage).length") == 0

        remove(connection(deployed), remi.address)
        page.reload()
        page.locator("#log-in").click()
        fill_in(page, remi)
        expect(page.get_by_text("Incorrect username or password.")).to_be_visible()
    finally:
        context.close()


def test_the_code_leads_to_the_console_alone_and_only_whoever_began_can_use_it(
    deployed: Deployed, rita: Person, browser: Browser
) -> None:
    elsewhere = login_url(deployed, redirect_uri="https://evil.example/")
    context = new_context(browser)
    page = context.new_page()
    try:
        refused = page.goto(elsewhere)
        assert refused is not None
        assert refused.status == 400
        page.goto(login_url(deployed))
        console = deployed.outputs["ConsoleUrl"]
        with page.expect_request(lambda request: request.url.startswith(f"{console}?code=")) as back:
            fill_in(page, rita)
        code = back.value.url.partition("code=")[2].partition("&")[0]
        grant = {"grant_type": "authorization_code", "client_id": settings(deployed)["client_id"], "code": code}
        grant |= {"redirect_uri": console}
        # From the page's own origin, under the page's own headers.
        assert _redeem(page, deployed, {**grant, "code_verifier": "x" * 64}) == (400, False)
        assert _redeem(page, deployed, grant) == (400, False)
        assert _redeem(page, deployed, {**grant, "code_verifier": PKCE.verifier}) == (200, True)
        assert _redeem(page, deployed, {**grant, "code_verifier": PKCE.verifier}) == (400, False)
    finally:
        context.close()


def test_the_console_s_page_may_call_the_login_and_no_other_host(deployed: Deployed) -> None:
    policy = deployed.call("GET", "/console/").headers["content-security-policy"]
    assert f"connect-src 'self' {deployed.outputs['ConsoleLoginUrl']};" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert "connect-src 'self';" in deployed.call("GET", "/stay/").headers["content-security-policy"]


def test_whoever_logs_out_comes_back_to_the_console(deployed: Deployed) -> None:
    leave = settings(deployed)["logout"].removeprefix(deployed.outputs["ConsoleLoginUrl"])
    answer = deployed.call("GET", leave, base="ConsoleLoginUrl")
    assert (answer.status, answer.headers["location"]) == (302, deployed.outputs["ConsoleUrl"])


def test_candidates_still_need_no_login_and_their_code_opens_no_console(deployed: Deployed, token: str) -> None:
    deployed.publish(rejected("loginless", "loginless@example.com"))
    code = deployed.link_in(deployed.mail_to("loginless@example.com")).partition("#")[2]

    assert deployed.call("GET", "/api/invitation", authorization=f"Bearer {code}").status == 200
    assert deployed.call("GET", "/api/nowhere").status == 404
    assert deployed.call("GET", "/api/invitation", authorization=f"Bearer {token}").status == 401
    assert refusals(deployed, code) == {401}


def _redeem(page: Any, deployed: Deployed, grant: dict[str, str]) -> tuple[int, bool]:
    script = """async ([url, grant]) => {
      const answer = await fetch(url, {method: 'POST', body: new URLSearchParams(grant)});
      return [answer.status, 'access_token' in await answer.json()];
    }"""
    status, has_token = page.evaluate(script, [settings(deployed)["token"], grant])
    return status, has_token


@contextmanager
def _other_pool(deployed: Deployed) -> Iterator[dict[str, str]]:
    """Yield the tokens of a user pool of somebody else's."""
    cognito = deployed.client("cognito-idp")
    pool = cognito.create_user_pool(PoolName="theirs")["UserPool"]["Id"]
    try:
        made = cognito.create_user_pool_client(
            UserPoolId=pool, ClientName="console", ExplicitAuthFlows=["ALLOW_ADMIN_USER_PASSWORD_AUTH"]
        )
        user = {"UserPoolId": pool, "Username": "eve"}
        cognito.admin_create_user(**user, MessageAction="SUPPRESS")
        cognito.admin_set_user_password(**user, Password="Long-enough-password-1", Permanent=True)
        answer = cognito.admin_initiate_auth(
            UserPoolId=pool,
            ClientId=made["UserPoolClient"]["ClientId"],
            AuthFlow="ADMIN_USER_PASSWORD_AUTH",
            AuthParameters={"USERNAME": "eve", "PASSWORD": "Long-enough-password-1"},
        )
        yield answer["AuthenticationResult"]
    finally:
        cognito.delete_user_pool(UserPoolId=pool)
