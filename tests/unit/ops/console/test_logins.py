"""Logins of the console, as the operator types and reads them."""

import shlex
from collections.abc import Callable

import pytest
from click.testing import CliRunner

from functions.domain.employers.employers import Employers
from ops.__main__ import commands
from ops.console.connection import connect_to
from tests.builders import employers
from tests.fakes.cognito import FakeCognito

ADDRESS = "rita@acme.example"
OUTPUTS = {"UserPoolId": "pool", "ConsoleUrl": "https://acme.example/console/"}

type Enter = Callable[[str], str]


@pytest.fixture
def cognito() -> FakeCognito:
    return FakeCognito()


@pytest.fixture
def enter(cognito: FakeCognito, monkeypatch: pytest.MonkeyPatch) -> Enter:
    return _terminal(cognito, _employers(), monkeypatch)


def _employers(*others: str) -> Employers:
    return Employers({name: [f"urn:{name}"] for name in others}, lambda _: employers().default.policy)


def _terminal(cognito: FakeCognito, found: Employers, monkeypatch: pytest.MonkeyPatch) -> Enter:
    monkeypatch.setattr(
        "ops.console.connection.connect",
        lambda *, local: connect_to("account 123 in eu-west-1", cognito, OUTPUTS, found, local=local),
    )

    def enter(line: str) -> str:
        result = CliRunner().invoke(commands, ["console", *shlex.split(line)], catch_exceptions=False)
        return result.output

    return enter


def test_whoever_is_invited_gets_an_email_and_nobody_else_sees_a_password(enter: Enter, cognito: FakeCognito) -> None:
    said = enter("invite Rita@Acme.Example --role recruiter")

    assert cognito.emailed == [ADDRESS]
    assert cognito.members[ADDRESS] == {"recruiter"}
    assert cognito.passwords == {}
    assert f"Invited {ADDRESS}" in said
    assert "https://acme.example/console/" in said


def test_an_invitation_again_sends_the_email_again_with_the_groups_set_first(
    enter: Enter, cognito: FakeCognito
) -> None:
    enter(f"invite {ADDRESS} --role recruiter")
    cognito.calls.clear()

    said = enter(f"invite {ADDRESS} --role auditor")

    assert cognito.emailed == [ADDRESS, ADDRESS]
    assert cognito.members[ADDRESS] == {"auditor"}
    assert cognito.calls == ["add auditor", "create"]
    assert "again" in said


def test_who_logs_in_already_only_gets_other_roles_and_no_email(enter: Enter, cognito: FakeCognito) -> None:
    enter(f"invite {ADDRESS} --role recruiter")
    cognito.status[ADDRESS] = "CONFIRMED"
    # Cognito puts people of another identity provider into a group of its own.
    cognito.members[ADDRESS].add("eu-west-1_pool_Okta")

    said = enter(f"invite {ADDRESS} --role recruiter --role auditor")

    assert cognito.emailed == [ADDRESS]
    assert cognito.members[ADDRESS] == {"recruiter", "auditor", "eu-west-1_pool_Okta"}
    assert "up to 15 minutes" in said


def test_on_the_embedded_aws_a_password_that_works_is_printed(enter: Enter, cognito: FakeCognito) -> None:
    said = enter(f"invite {ADDRESS} --role recruiter --local")

    assert cognito.emailed == []
    assert cognito.status[ADDRESS] == "CONFIRMED"
    assert said.strip().endswith(cognito.passwords[ADDRESS])


def test_with_several_employers_one_has_to_be_named(cognito: FakeCognito, monkeypatch: pytest.MonkeyPatch) -> None:
    enter = _terminal(cognito, _employers("harbour"), monkeypatch)

    assert "add --employer, one of: first, harbour" in enter(f"invite {ADDRESS} --role recruiter")
    assert "one of: first, harbour" in enter(f"invite {ADDRESS} --role recruiter --employer harbor")
    assert cognito.status == {}

    enter(f"invite {ADDRESS} --role recruiter --employer harbour --employer first")
    assert cognito.members[ADDRESS] == {"recruiter", "employer-harbour", "employer-first"}


def test_the_list_says_what_each_may_do_and_which_groups_give_nothing(enter: Enter, cognito: FakeCognito) -> None:
    enter(f"invite {ADDRESS} --role recruiter")
    cognito.status |= {"nobody@acme.example": "CONFIRMED", "odd@acme.example": "CONFIRMED"}
    cognito.members |= {"nobody@acme.example": set(), "odd@acme.example": {"admin recruiter"}}

    said = enter("users")

    assert f"{ADDRESS}    recruiter  invited, has not logged in yet" in said
    assert "nobody@acme.example  no group, so nothing is allowed" in said
    assert "(admin recruiter: not a group of the console)" in said
    assert "3 may log in" in said


def test_a_login_is_taken_away_with_what_it_has_begun(enter: Enter, cognito: FakeCognito) -> None:
    enter(f"invite {ADDRESS} --role admin")
    cognito.calls.clear()

    said = enter(f"remove {ADDRESS}")

    assert cognito.calls == ["sign out", "delete"]
    assert "15 minutes" in said
    assert "Nobody logs in with this address" in enter(f"remove {ADDRESS}")


@pytest.mark.parametrize("line", ["invite rita --role recruiter", "remove rita"])
def test_what_can_be_no_address_is_refused(line: str, enter: Enter, cognito: FakeCognito) -> None:
    assert "ADDRESS is not an email address" in enter(line)
    assert cognito.status == {}


def test_an_identity_provider_of_their_own_is_named_instead(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(OUTPUTS, "ConsoleIssuer", "https://login.acme.example")
    monkeypatch.delitem(OUTPUTS, "UserPoolId")
    enter = _terminal(FakeCognito(), _employers(), monkeypatch)

    assert "people log in with https://login.acme.example" in enter("users")
