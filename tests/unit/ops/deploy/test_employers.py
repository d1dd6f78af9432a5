"""Mistakes in company.toml, one line each, in words that a person can act on."""

from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from pydantic import ValidationError

from ops.__main__ import commands
from ops.deploy.company_file import check_company, read_company
from ops.deploy.employers import employers, mistakes
from ops.terminal.failure import Failure
from tests.builders import company_values


@pytest.mark.parametrize(
    ("section", "changes", "line"),
    [
        (
            "brand",
            {"contact_email": "hiring"},
            "brand.contact_email: not an email address that can be delivered to: no @",
        ),
        ("timing", {"hold": "one day"}, "timing.hold: not an ISO 8601 duration such as PT24H"),
        ("timing", {"window": "9 to 5"}, "timing.window: neither hours such as 09:00-17:00 nor off"),
        ("brand", {"slogan": "We hire"}, "brand.slogan: no such setting"),
        ("timing", {"hold": "P9D"}, "timing.hold: should be at most 5 days"),
        (
            "timing",
            {"window": "17:00-09:00"},
            "timing.window: the window opens before it closes, for example 09:00-17:00",
        ),
        ("brand", {"name": ""}, "brand.name: is empty"),
        ("brand", {"name": 5}, "brand.name: should be text in quotes"),
        ("sender", {"reply_to": "nobody"}, "sender.reply_to: should be 'recruiter' or 'company'"),
        ("retention", {"proof_days": "long"}, "retention.proof_days: should be a whole number"),
        ("choices", {"shifts": [{"id": "day"}]}, "choices.shifts.0.label: is missing"),
        ("choices", {"shifts": [{"id": "day", "label": "Day"}] * 2}, "shifts: two have the same id"),
        ("choices", {"default_months": 13}, "choices: default_months is one of months"),
    ],
)
def test_each_mistake_is_one_line_without_the_value(section: str, changes: dict[str, Any], line: str) -> None:
    with pytest.raises(ValidationError) as err:
        check_company(company_values(**{section: changes}))
    assert mistakes(err.value) == [line]


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b"[brand\n", "Expected ']' at the end of a table declaration (at line 1, column 7)"),
        (b'name = "\xff"\n', "is not UTF-8 text"),
        (None, "No such file or directory"),
    ],
)
def test_a_file_that_can_not_be_read_at_all_is_named_with_its_mistake(
    content: bytes | None, line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "company.toml"
    if content is not None:
        path.write_bytes(content)
    monkeypatch.setattr("ops.deploy.employers.read_company", lambda: read_company(path))
    with pytest.raises(Failure) as told:
        employers()
    assert told.value.problem == f"functions/company.toml can't be used:\n  {line}"


def test_several_mistakes_are_listed_without_what_stood_there(monkeypatch: pytest.MonkeyPatch) -> None:
    values = company_values(brand={"contact_email": "jane at home"}, timing={"hold": "soon"})
    monkeypatch.setattr("ops.deploy.employers.read_company", lambda: check_company(values))
    with pytest.raises(Failure) as told:
        employers()
    first, second = told.value.problem.splitlines()[1:]
    assert first.strip().startswith("brand.contact_email: ")
    assert second.strip().startswith("timing.hold: ")
    for hidden in ("jane", "soon", "pydantic", "http", "type="):
        assert hidden not in told.value.problem


@pytest.mark.parametrize(
    ("own", "line"),
    [
        ({"timing": {"hold": "soon"}}, "employers.harbour.timing.hold: not an ISO 8601 duration such as PT24H"),
        ({"brake": {}}, "employers.harbour.brake: no such setting"),
        ({"sources": []}, "employers.harbour.sources: should have at least 1"),
        (
            {"brand": {"colour": "#ffee00"}},
            "employers.harbour.brand.colour: too light: white words on it have a contrast of 1.20, and need 4.5",
        ),
        (
            {"sender": {"name": "Harbour", "email": "jobs@harbour.example"}},
            "employers.harbour.sender.email: should be in the domain of sender.email above, or below it",
        ),
    ],
)
def test_a_mistake_of_another_employer_is_told_with_its_place(
    own: dict[str, Any], line: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    values = company_values()
    harbour = values["employers"]["harbour"]
    changed = {name: {**harbour.get(name, {}), **new} if isinstance(new, dict) else new for name, new in own.items()}
    values["employers"]["harbour"] = harbour | changed
    monkeypatch.setattr("ops.deploy.employers.read_company", lambda: check_company(values))
    with pytest.raises(Failure) as told:
        employers()
    assert told.value.problem == f"functions/company.toml can't be used:\n  {line}"


def test_a_sender_below_the_verified_domain_is_fine(monkeypatch: pytest.MonkeyPatch) -> None:
    values = company_values()
    values["employers"]["harbour"]["sender"] = {"name": "Harbour Foods", "email": "jobs@harbour.mail.acme.example"}
    monkeypatch.setattr("ops.deploy.employers.read_company", lambda: check_company(values))
    assert len(employers().every()) == 2


def test_the_command_says_whose_policies_are_valid() -> None:
    result = CliRunner().invoke(commands, ["check-company"])
    assert (result.exit_code, result.output) == (
        0,
        "functions/company.toml is valid: Acme Logistics, Harbour Foods\n",
    )


def test_an_employer_whose_name_ends_in_a_full_stop_ends_a_sentence_of_the_consent_with_it() -> None:
    intro = "Your answers go to {employer}. {employer} keeps them."
    values = company_values(brand={"name": "Acme Inc."}, consent={"intro": intro})
    assert check_company(values).default.policy.consent.intro == "Your answers go to Acme Inc. Acme Inc. keeps them."
