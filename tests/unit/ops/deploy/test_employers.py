"""Mistakes in company.toml, one line each, in words that a person can act on."""

import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from pydantic import ValidationError

from ops.__main__ import commands
from ops.deploy.company_file import COMPANY_FILE, check_company
from ops.deploy.company_mistakes import mistakes
from ops.deploy.employers import employers
from ops.deploy.sample_values import sample_values
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
        ("timing", {"hold": "one day"}, "timing.hold: should be an ISO 8601 duration such as PT24H"),
        ("timing", {"window": "9 to 5"}, "timing.window: should be hours such as 09:00-17:00, or off"),
        ("brand", {"slogan": "We hire"}, "brand.slogan: no such setting"),
        (
            "brand",
            {"region": "Ontario"},
            "brand.region: should be a country of ISO 3166 or a part of one, such as CA or CA-ON",
        ),
        (
            "timing",
            {"observe_holiday": True},
            "timing.observe_holiday: no such setting; did you mean observe_holidays?",
        ),
        ("timings", {}, "timings: no such setting; did you mean timing?"),
        (
            "languages",
            {"default": "fr", "offered": ["en"]},
            "languages.default: should be one of the languages in offered",
        ),
        ("choices", {"months": [6, 36]}, "choices.months, entry 2: should be at most 24"),
        ("consent", {"purposes": []}, "consent.purposes: should have at least one entry"),
        ("brand", {"name": "x" * 201}, "brand.name: should have at most 200 characters"),
        ("brake", {"old_share": 0}, "brake.old_share: should be more than 0"),
        ("brake", {"old_share": "half"}, "brake.old_share: should be a number"),
        ("timing", {"hold": "P9D"}, "timing.hold: should be at most 5 days"),
        (
            "timing",
            {"window": "17:00-09:00"},
            "timing.window: should open before it closes, for example 09:00-17:00",
        ),
        ("brand", {"name": ""}, "brand.name: is empty"),
        ("brand", {"name": 5}, "brand.name: should be text in quotes"),
        ("sender", {"reply_to": "nobody"}, "sender.reply_to: should be 'recruiter' or 'company', not 'nobody'"),
        ("retention", {"proof_days": "long"}, "retention.proof_days: should be a whole number"),
        ("choices", {"shifts": [{"id": "day"}]}, "choices.shifts, entry 1, label: is missing"),
        ("choices", {"shifts": [{"id": "day", "label": "Day"}] * 2}, "choices.shifts: two entries have the same id"),
        *(
            ("choices", {name: []}, f"choices.{name}: should have at least one entry")
            for name in ("role_families", "languages", "channels", "months")
        ),
        ("choices", {"distances_km": [-5, 10]}, "choices.distances_km, entry 1: should be at least 1"),
        ("choices", {"distances_km": [10, 150]}, "choices.distances_km, entry 2: should be at most 100"),
        ("choices", {"default_months": 13}, "choices.default_months: should be one of the numbers in months"),
    ],
)
def test_each_mistake_is_one_line_without_the_value(section: str, changes: dict[str, Any], line: str) -> None:
    with pytest.raises(ValidationError) as err:
        check_company(company_values(**{section: changes}))
    assert [str(mistake) for mistake in mistakes(err.value)] == [line]


def test_a_section_that_is_no_section_is_named() -> None:
    with pytest.raises(ValidationError) as err:
        check_company(company_values() | {"brand": "Acme"})
    assert [str(mistake) for mistake in mistakes(err.value)] == ["brand: should be a table of settings"]


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b"[brand\n", "{path}:1:7: Expected ']' at the end of a table declaration"),
        (b'[brand]\nname = "\xff"\n', "{path}:2: is not UTF-8 text"),
        (b'[brand]\nname = "Acme', "{path}, at its end: Unterminated string"),
        (None, "{path}: No such file or directory"),
    ],
)
def test_a_file_that_can_not_be_read_at_all_is_named_with_its_mistake(
    content: bytes | None, line: str, tmp_path: Path
) -> None:
    path = tmp_path / "company.toml"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(Failure) as told:
        employers(path)
    assert told.value.problem == f"{path} can't be used:\n  {line.format(path=path)}"


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        (
            'hold = "PT24H"',
            'hold = "soon"',
            'hold = "soon"',
            "timing.hold: should be an ISO 8601 duration such as PT24H",
        ),
        ('label = "Evening"', "label = 5", "label = 5", "choices.shifts, entry 2, label: should be text in quotes"),
        (
            'id = "bright-desk"',
            'id = "Bright Desk"',
            'id = "Bright Desk"',
            "agencies, entry 2, id: should have nothing but",
        ),
        (
            'text = "{employer} may keep',
            'text = "{company} may keep',
            'text = "{company}',
            "consent.purposes, entry 1, text:",
        ),
        (
            'name = "Harbour Foods"\npostal',
            "name = 5\npostal",
            "name = 5",
            "employers.harbour.brand.name: should be text",
        ),
        (
            'reply_to = "recruiter"',
            'replyto = "recruiter"',
            "replyto",
            "sender.replyto: no such setting; did you mean reply_to?",
        ),
        ("default_months = 12", "default_months = 5", "default_months = 5", "choices.default_months: should be one of"),
        ('postal_address = "1 Example', 'postal = "1 Example', "[brand]", "brand.postal_address: is missing"),
        ('"es", "fr"', '"es", "it"', "offered = [", "languages.offered, entry 6: should be 'en'"),
    ],
)
def test_a_mistake_is_told_with_its_file_and_line(old: str, new: str, line: str, says: str, tmp_path: Path) -> None:
    path = tmp_path / "company.toml"
    text = COMPANY_FILE.read_text("utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), "utf-8")
    with pytest.raises(Failure) as told:
        employers(path)
    lines = path.read_text("utf-8").splitlines()
    at = 1 + next(number for number, found in enumerate(lines) if line in found and not found.startswith("#"))
    assert f"\n  {path}:{at}: {says}" in told.value.problem


def test_several_mistakes_are_listed_without_what_stood_there(monkeypatch: pytest.MonkeyPatch) -> None:
    values = company_values(brand={"contact_email": "jane at home"}, timing={"hold": "soon"})
    monkeypatch.setattr("ops.deploy.employers.read_company", lambda _: check_company(values))
    with pytest.raises(Failure) as told:
        employers()
    first, second = told.value.problem.splitlines()[1:]
    assert ": brand.contact_email: " in first
    assert ": timing.hold: " in second
    for hidden in ("jane", "soon", "pydantic", "http", "type="):
        assert hidden not in told.value.problem


@pytest.mark.parametrize(
    ("own", "line"),
    [
        ({"timing": {"hold": "soon"}}, "employers.harbour.timing.hold: should be an ISO 8601 duration such as PT24H"),
        ({"brake": {}}, "employers.harbour.brake: no such setting; it is the same for all employers"),
        ({"sources": []}, "employers.harbour.sources: should have at least one entry"),
        (
            {"brand": {"colour": "#ffee00"}},
            "employers.harbour.brand.colour: is too light: white words on it have a contrast of 1.20, and need 4.5",
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
    monkeypatch.setattr("ops.deploy.employers.read_company", lambda _: check_company(values))
    with pytest.raises(Failure) as told:
        employers()
    (said,) = told.value.problem.splitlines()[1:]
    assert re.fullmatch(rf"  functions/company\.toml:\d+: {re.escape(line)}", said)


def test_nobody_is_called_as_groups_call_the_first_one(monkeypatch: pytest.MonkeyPatch) -> None:
    # Whoever may see its people would have the group of the first one, too.
    values = company_values()
    values["employers"]["first"] = values["employers"].pop("harbour")
    monkeypatch.setattr("ops.deploy.employers.read_company", lambda _: check_company(values))
    with pytest.raises(Failure, match="first is how groups and commands call the first one"):
        employers()


def test_a_sender_below_the_verified_domain_is_fine(monkeypatch: pytest.MonkeyPatch) -> None:
    values = company_values()
    values["employers"]["harbour"]["sender"] = {"name": "Harbour Foods", "email": "jobs@harbour.mail.acme.example"}
    monkeypatch.setattr("ops.deploy.employers.read_company", lambda _: check_company(values))
    assert len(employers().every()) == 2


def test_the_command_says_whose_policies_are_valid() -> None:
    result = CliRunner().invoke(commands, ["check-company"])
    first, warning, *samples = result.output.splitlines()
    assert (result.exit_code, first) == (0, "functions/company.toml is valid: Acme Logistics, Harbour Foods")
    assert warning == "Change these before you deploy it for real candidates:"
    assert "  sender.email is in a domain that nobody has" in samples
    assert "  employers.harbour is the sample of another employer" in samples
    assert (
        samples.count(
            "  agencies has the sample 'NorthStaff Inc.', with which candidates could agree to share their data"
        )
        == 1
    )


def test_an_employer_whose_name_ends_in_a_full_stop_ends_a_sentence_of_the_consent_with_it() -> None:
    intro = "Your answers go to {employer}. {employer} keeps them."
    values = company_values(brand={"name": "Acme Inc."}, consent={"intro": intro})
    assert check_company(values).default.policy.consent.intro == "Your answers go to Acme Inc. Acme Inc. keeps them."


def test_a_file_with_nothing_of_the_sample_left_is_told_no_more() -> None:
    brand = {"contact_email": "hiring@acme.com", "privacy_contact": "privacy@acme.com"}
    values = company_values(brand=brand, sender={"email": "hiring@acme.com"}) | {"agencies": [], "employers": {}}
    for texts in values["translations"].values():
        del texts["agencies"]
    assert sample_values(check_company(values)) == []
