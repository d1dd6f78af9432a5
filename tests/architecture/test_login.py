"""The console's login in the template: closed by default, and a token that is worth little for long."""

from typing import Any

import pytest

from tests.architecture.template import Json, functions, outlives_stack, resources, template

LOGIN = {name: resource for name, resource in template()["Resources"].items() if "::Cognito::" in resource["Type"]}
SCOPES = ["pool/search", "pool/export", "pool/audit", "notices/read", "notices/decide"]


def only(kind: str) -> Json:
    (properties,) = resources(kind).values()
    return properties


def user_pool() -> Json:
    return only("AWS::Cognito::UserPool")


def client() -> Json:
    return only("AWS::Cognito::UserPoolClient")


@pytest.mark.parametrize("name", LOGIN)
def test_with_an_identity_provider_of_their_own_there_is_no_user_pool(name: str) -> None:
    # The embedded AWS does not know how a login looks, and would refuse the whole stack.
    is_look = LOGIN[name]["Type"] == "AWS::Cognito::ManagedLoginBranding"
    assert LOGIN[name]["Condition"] == ("HasLoginBranding" if is_look else "HasUserPool")


def test_by_default_the_stack_makes_the_user_pool_and_an_issuer_never_stands_alone() -> None:
    parameters = template()["Parameters"]
    defaults = {name: parameters[name]["Default"] for name in parameters if name.startswith("Jwt")}
    groups = {"JwtGroupsClaim": "cognito:groups"}
    assert defaults == dict.fromkeys(("JwtIssuer", "JwtAudience", "JwtClientId", "JwtScopePrefix"), "") | groups
    assert template()["Conditions"]["HasUserPool"] == {"Fn::Equals": [{"Ref": "JwtIssuer"}, ""]}
    assert "AnIssuerIsNotAlone" in template()["Rules"]


def test_nobody_signs_themselves_up() -> None:
    assert user_pool()["AdminCreateUserConfig"]["AllowAdminCreateUserOnly"] is True
    message = str(user_pool()["AdminCreateUserConfig"]["InviteMessageTemplate"]["EmailMessage"])
    assert "{username}" in message
    assert "{####}" in message


def test_a_password_alone_opens_nothing() -> None:
    assert (user_pool()["MfaConfiguration"], user_pool()["EnabledMfas"]) == ("ON", ["SOFTWARE_TOKEN_MFA"])
    policy = user_pool()["Policies"]["PasswordPolicy"]
    assert policy["MinimumLength"] >= 14
    assert policy["TemporaryPasswordValidityDays"] <= 7
    (recovery,) = user_pool()["AccountRecoverySetting"]["RecoveryMechanisms"]
    assert recovery["Name"] == "verified_email"


def test_the_user_pool_is_protected_and_made_when_a_first_deployment_can_no_longer_fail() -> None:
    assert user_pool()["DeletionProtection"] == "ACTIVE"
    assert outlives_stack("Recruiters")
    assert template()["Resources"]["Recruiters"]["DependsOn"] == "Distribution"


def test_the_page_is_a_public_client_that_logs_in_by_code_alone() -> None:
    assert client()["GenerateSecret"] is False
    assert client()["AllowedOAuthFlows"] == ["code"]
    # No flow with a password in a call of the page's own, where no page of Cognito's asks for the second factor.
    assert client()["ExplicitAuthFlows"] == ["ALLOW_REFRESH_TOKEN_AUTH"]
    assert client()["PreventUserExistenceErrors"] == "ENABLED"
    assert client()["EnableTokenRevocation"] is True
    page: Any = template()["Outputs"]["ConsoleUrl"]["Value"]
    assert (client()["CallbackURLs"], client()["LogoutURLs"]) == ([page], [page])


def test_a_token_is_short_and_opens_the_console_alone() -> None:
    units = client()["TokenValidityUnits"]
    assert (client()["AccessTokenValidity"], client()["IdTokenValidity"]) == (15, 15)
    assert set(units.values()) == {"minutes"}
    # The shortest that Cognito allows.
    assert client()["RefreshTokenValidity"] == 60
    # No openid, so no ID token is ever made; no scope of Cognito's own, so no token changes a user.
    assert client()["AllowedOAuthScopes"] == SCOPES


def test_each_scope_is_one_of_a_resource_server_and_what_the_page_asks_for() -> None:
    servers = resources("AWS::Cognito::UserPoolResourceServer").values()
    defined = [f"{server['Identifier']}/{scope['ScopeName']}" for server in servers for scope in server["Scopes"]]
    assert defined == SCOPES
    asked = template()["Outputs"]["ConsoleScopes"]["Value"]["Fn::Sub"]
    assert asked.replace("${JwtScopePrefix}", "").split() == SCOPES


def test_the_groups_are_the_roles() -> None:
    groups = {group["GroupName"] for group in resources("AWS::Cognito::UserPoolGroup").values()}
    assert groups == {"recruiter", "auditor", "admin"}


def test_a_token_is_the_user_pool_s_for_this_client_or_the_provider_s_for_this_api() -> None:
    authorizer = only("AWS::ApiGatewayV2::Authorizer")
    checked = authorizer["JwtConfiguration"]
    assert (authorizer["AuthorizerType"], authorizer["IdentitySource"]) == ("JWT", ["$request.header.Authorization"])
    _, ours, theirs = checked["Audience"]["Fn::If"]
    assert (ours, theirs) == ([{"Ref": "ConsoleClient"}], {"Fn::Split": [",", {"Ref": "JwtAudience"}]})
    assert checked["Issuer"] == template()["Outputs"]["ConsoleIssuer"]["Value"]
    condition, ours, theirs = checked["Issuer"]["Fn::If"]
    assert (condition, theirs) == ("HasUserPool", {"Ref": "JwtIssuer"})
    assert ours["Fn::Sub"].endswith("/${Recruiters}")


def test_nobody_may_change_or_delete_a_line_of_the_access_log() -> None:
    actions = {(function.package, action) for function in functions() for action in function.actions_on("AccessLog")}
    assert {action for _, action in actions} <= {"dynamodb:PutItem", "dynamodb:Query"}
    assert ("console", "dynamodb:PutItem") in actions


def test_the_console_s_pages_have_the_site_s_headers_but_for_the_login_s_host() -> None:
    policies = resources("AWS::CloudFront::ResponseHeadersPolicy")
    site, console = (policies[name]["ResponseHeadersPolicyConfig"] for name in ("SecurityHeaders", "ConsoleHeaders"))
    assert console["CustomHeadersConfig"] == site["CustomHeadersConfig"]
    ours, theirs = dict(console["SecurityHeadersConfig"]), dict(site["SecurityHeadersConfig"])
    policy, parts = ours.pop("ContentSecurityPolicy")["ContentSecurityPolicy"]["Fn::Sub"]
    before = theirs.pop("ContentSecurityPolicy")["ContentSecurityPolicy"]
    assert ours == theirs
    assert policy.replace(" ${Login}", "").split() == before.split()
    assert "connect-src 'self' ${Login};" in policy
    assert set(parts) == {"Login"}


def test_the_console_s_pages_are_served_as_the_others_are() -> None:
    config = only("AWS::CloudFront::Distribution")["DistributionConfig"]
    (console,) = [behavior for behavior in config["CacheBehaviors"] if behavior["PathPattern"] == "/console/*"]
    expected = dict(config["DefaultCacheBehavior"]) | {"PathPattern": "/console/*"}
    assert console == expected | {"ResponseHeadersPolicyId": {"Ref": "ConsoleHeaders"}}
