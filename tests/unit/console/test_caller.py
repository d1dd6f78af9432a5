"""Who a caller is, and what they may do: read from their own token, and denied where anything is in doubt."""

from typing import Any

import pytest

from functions.console.access import RULES, Role
from functions.console.caller import Caller, authenticate
from functions.domain.employers.employers import UNKNOWN_EMPLOYER, Employers
from functions.runtime.http.request import Request
from tests.console_builders import WHO, Json, as_texts, claims, console_event
from tests.fakes.optin import refused
from tests.optin_builders import policy

SEARCH = "POST /api/console/searches"
ONE = Employers({}, lambda _: policy())
SEVERAL = Employers({"beta": ["/ats/beta"], "gamma": ["/ats/gamma"]}, lambda _: policy(), own=["/ats/acme"])


def caller(
    said: Json | None, *, employers: Employers = ONE, groups_claim: str = "cognito:groups", **more: Any
) -> Caller:
    event = console_event(SEARCH, said, **more)
    return authenticate(Request(event), employers=employers, groups_claim=groups_claim)


def test_a_recruiter_is_who_their_token_says() -> None:
    found = caller(claims("recruiter"))
    assert (found.who, found.roles, found.employer) == (WHO, (Role.RECRUITER,), "")
    assert found.abilities == ["search", "export"]


def test_an_auditor_reads_the_log_and_an_admin_does_everything() -> None:
    assert caller(claims("auditor")).abilities == ["audit"]
    assert caller(claims("admin")).abilities == ["search", "export", "audit", "read_notices", "decide_notices"]


@pytest.mark.parametrize(
    "groups",
    [
        ("recruiter admin",),
        ("Recruiter",),
        ("recruiters",),
        (" recruiter",),
        ("recruiter,admin",),
        ("[recruiter]",),
        (),
    ],
)
def test_a_group_that_is_not_exactly_a_role_is_none(groups: tuple[str, ...]) -> None:
    found = caller(claims(*groups))
    assert (found.roles, found.abilities) == ((), [])
    with refused("role-missing"):
        found.require(RULES[SEARCH])


def test_a_group_with_a_space_looks_like_two_to_the_gateway_and_is_none_here() -> None:
    said = claims("recruiter admin")
    assert as_texts(said)["cognito:groups"] == as_texts(claims("recruiter", "admin"))["cognito:groups"]
    assert caller(said).roles == ()


def test_groups_of_the_gateways_text_alone_count_for_nothing() -> None:
    said = {name: value for name, value in claims().items() if name != "cognito:groups"}
    assert caller(said, verified={**said, "cognito:groups": ["admin"]}).roles == ()


@pytest.mark.parametrize(
    ("claim", "value"), [("groups", "recruiter"), ("roles", ["recruiter", "x y"]), ("roles", ["recruiter", 7, None])]
)
def test_another_provider_has_its_groups_in_another_claim(claim: str, value: Any) -> None:
    said = claims(**{"cognito:groups": None, claim: value})
    assert caller(said, groups_claim=claim).roles == (Role.RECRUITER,)


@pytest.mark.parametrize("value", [{"recruiter": True}, True, 3, [["recruiter"]]])
def test_groups_in_no_known_form_are_none(value: Any) -> None:
    assert caller(claims(**{"cognito:groups": value})).roles == ()


def test_without_a_token_or_without_the_authorizer_nobody_is_anybody() -> None:
    with refused("token-missing"):
        caller(None)
    with refused("token-missing"):
        caller(None, verified=claims("admin"))
    event = console_event(SEARCH, claims("admin"))
    del event["requestContext"]["authorizer"]
    with refused("token-missing"):
        authenticate(Request(event), employers=ONE, groups_claim="cognito:groups")


@pytest.mark.parametrize(
    "verified",
    [
        claims("admin", who="another"),
        claims("admin", iss="https://elsewhere.example"),
        claims("admin", jti="token-2"),
        claims("admin", scopes=("pool/search",)),
        claims("admin", client_id=None),
        claims("admin", sub=None),
    ],
)
def test_a_token_that_says_otherwise_than_what_was_verified_is_refused(verified: Json) -> None:
    with refused("token-invalid"):
        caller(claims("admin"), verified=verified)


@pytest.mark.parametrize("sent", ["", "a.b", "a.b.c", "..", "a.W10.c", "a.bnVsbA.c", "a.eyJzdWIiOjF9.c"])
def test_a_text_that_is_no_token_is_refused(sent: str) -> None:
    event = console_event(SEARCH, claims("admin"))
    event["headers"]["authorization"] = f"Bearer {sent}"
    with refused("token-invalid" if sent else "token-missing"):
        authenticate(Request(event), employers=ONE, groups_claim="cognito:groups")


def test_an_id_token_is_refused() -> None:
    with refused("access-token-needed"):
        caller(claims("admin", token_use="id", scope=None, aud="console"))


@pytest.mark.parametrize("said", [claims("admin", scopes=("openid",)), claims("admin", scope=None)])
def test_a_token_without_the_routes_scope_opens_nothing(said: Json) -> None:
    found = caller(said)
    assert found.abilities == []
    with refused("scope-missing"):
        found.require(RULES[SEARCH])


@pytest.mark.parametrize("scp", ["pool/search openid", ["pool/search", "openid"]])
def test_scopes_may_be_in_scp(scp: Any) -> None:
    assert caller(claims("recruiter", scope=None, scp=scp)).abilities == ["search"]


@pytest.mark.parametrize(
    ("groups", "asked", "employers", "employer"),
    [
        (["employer-beta"], "", ("beta",), "beta"),
        (["employer-first"], "", ("",), ""),
        (["employer-first", "employer-beta"], "beta", ("", "beta"), "beta"),
        (["employer-first", "employer-beta"], "first", ("", "beta"), ""),
        (["employer-first", "employer-beta"], "", ("", "beta"), UNKNOWN_EMPLOYER),
        (["employer-beta"], "gamma", ("beta",), UNKNOWN_EMPLOYER),
        (["employer-beta"], "first", ("beta",), UNKNOWN_EMPLOYER),
        (["employer-"], "", (), UNKNOWN_EMPLOYER),
        (["employer-delta"], "delta", (), UNKNOWN_EMPLOYER),
        ([], "", (), UNKNOWN_EMPLOYER),
    ],
)
def test_of_several_employers_only_those_of_the_groups_are_theirs(
    groups: list[str], asked: str, employers: tuple[str, ...], employer: str
) -> None:
    found = caller(claims("recruiter", *groups), employers=SEVERAL, employer=asked)
    assert (found.employers, found.employer) == (employers, employer)


@pytest.mark.parametrize(
    ("groups", "asked", "code"),
    [
        ([], "", "no-employer"),
        ([], "beta", "no-employer"),
        (["employer-beta"], "gamma", "not-your-employer"),
        (["employer-beta", "employer-gamma"], "", "employer-needed"),
    ],
)
def test_a_call_about_no_employer_of_theirs_is_refused(groups: list[str], asked: str, code: str) -> None:
    found = caller(claims("admin", *groups), employers=SEVERAL, employer=asked)
    with refused(code):
        found.require_employer(asked)


def test_of_one_employer_everybody_is() -> None:
    assert caller(claims("recruiter", "employer-first")).employer == ""
    assert caller(claims("recruiter")).employer == ""
    assert caller(claims("recruiter"), employer="first").employer == ""
    assert caller(claims("recruiter"), employer="beta").employer == UNKNOWN_EMPLOYER


@pytest.mark.parametrize("groups", [["employer-beta"], ["employer-beta", "employer-gamma"], ["employer-"]])
def test_whose_employer_has_left_the_file_is_not_of_the_one_that_remains(groups: list[str]) -> None:
    found = caller(claims("recruiter", *groups))
    assert (found.employers, found.employer) == ((), UNKNOWN_EMPLOYER)
    with refused("no-employer"):
        found.require_employer("")


def test_nobody_but_an_admin_decides_about_notices() -> None:
    for route, rule in RULES.items():
        if "/notices" in route:
            assert rule.roles == {Role.ADMIN}
