"""`functions/company.toml` explains itself: each setting that there is stands in it, with a comment."""

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any, get_args, get_type_hints

import pytest

from functions.domain.employers.consent_text import Agency, Purpose
from functions.domain.employers.employers import Employers
from functions.domain.employers.language import Language
from functions.domain.employers.policy import EmployerPolicy
from ops.deploy.company_file import COMPANY_FILE, read_company

TEXT = COMPANY_FILE.read_text("utf-8")
# What is a list of tables of its own.
TABLES: dict[str, type[Any]] = {"consent.purposes": Purpose, "agencies": Agency}


def settings() -> Iterator[tuple[str, str]]:
    """Each setting as (section, name)."""
    for section, kind in get_type_hints(EmployerPolicy).items():
        if is_dataclass(kind):
            yield from ((section, field.name) for field in fields(kind) if f"{section}.{field.name}" not in TABLES)
    for section, kind in TABLES.items():
        yield from ((section, field.name) for field in fields(kind))


def lines_of(section: str) -> list[str]:
    """The section with the comment above it."""
    before, found, after = re.split(rf"(?m)^(\[+{re.escape(section)}\]+)$", TEXT)[:3]
    above = before.rstrip("\n").rpartition("\n\n")[2].splitlines()
    return [*above, found, *re.split(r"(?m)^\[", after)[0].lstrip("\n").splitlines()]


@pytest.mark.parametrize(("section", "name"), list(settings()))
def test_a_setting_stands_in_the_file_and_is_explained_there(section: str, name: str) -> None:
    lines = lines_of(section)
    text = "\n".join(lines)
    assert re.search(rf"(?m)^(# )?{name} = ", text) or f"`{name} = " in text, f"{section}.{name} does not stand there"
    at = next((n for n, line in enumerate(lines) if re.match(rf"(# )?{name} = ", line)), 0)
    block = "\n".join(lines[: at + 1]).rpartition("\n\n")[2]
    assert "#" in block, f"no comment on {section}.{name}"


def test_another_employer_is_shown_with_what_it_needs() -> None:
    shipped = read_company()
    assert isinstance(shipped, Employers)
    assert len(shipped.every()) > 1
    assert all(f"[{name}]" in TEXT for name in ("timing", "languages", "invitation", "consent", "agencies", "choices"))


@pytest.mark.parametrize("language", [tag for tag in get_args(Language) if not tag.startswith("en")])
def test_each_language_of_the_emails_has_texts(language: str) -> None:
    assert f"\n[translations.{language}]\n" in TEXT
    shown = read_company().default.policy_in(language)
    assert shown.consent.language == language


def test_the_sample_offers_no_way_to_be_contacted_that_nobody_could_serve() -> None:
    assert [channel.id for channel in read_company().default.policy.choices.channels] == ["email"]


def test_an_agencys_licence_is_part_of_the_words_that_are_agreed_to() -> None:
    for employer in read_company().every():
        for language in get_args(Language):
            agencies = employer.policy_in(language).agencies
            assert all(agency.licence and agency.licence in agency.text for agency in agencies)
