"""A consent's text never changes under its version: people may have agreed to it."""

import shutil
from pathlib import Path

import pytest

from ops.deploy.company_file import COMPANY_FILE, read_company
from ops.deploy.consent_versions import record_versions
from ops.deploy.employers import employers
from ops.terminal.failure import Failure

VERSION = read_company(COMPANY_FILE).default.policy.consent.version


@pytest.fixture
def company(tmp_path: Path) -> Path:
    """A copy of the file, whose versions are recorded."""
    path = Path(shutil.copy(COMPANY_FILE, tmp_path))
    record_versions(employers(path), path)
    return path


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


@pytest.mark.parametrize("words", ["You decide what", "so that it can offer me work", "Sie bestimmen, was"])
def test_changed_words_under_an_old_version_are_a_mistake_with_its_place(company: Path, words: str) -> None:
    change(company, words, "Other words")
    with pytest.raises(Failure, match=r"company\.toml:\d+: consent\.version: should be a new one"):
        employers(company)


def test_changed_words_under_a_new_version_are_fine_and_then_recorded(company: Path) -> None:
    change(company, "You decide what", "Other words")
    old, new = (f'version = "{version}"' for version in (VERSION, "next"))
    change(company, old, new)
    record_versions(employers(company), company)
    recorded = company.with_name("consent_versions.json").read_text("utf-8")
    # In each language that people may have agreed in.
    assert all(f'"default talent-pool next {language}"' in recorded for language in ("en", "de", "fr-CA"))
    change(company, new, old)
    with pytest.raises(Failure):
        employers(company)


def test_the_versions_of_the_file_as_it_stands_are_recorded(tmp_path: Path) -> None:
    recorded = COMPANY_FILE.with_name("consent_versions.json")
    copy = Path(shutil.copy(COMPANY_FILE, tmp_path))
    # With earlier versions, which stay: people have agreed to them.
    shutil.copy(recorded, tmp_path)
    record_versions(employers(copy), copy)
    assert recorded.read_text("utf-8") == copy.with_name("consent_versions.json").read_text("utf-8")


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("proof_days = 1096", "proof_days = 365", "retention.proof_days: should be at least 732"),
        ("distances_km = [5,", "distances_km = [0,", "should be at least 1"),
    ],
)
def test_settings_of_the_pool_that_serve_nobody_are_mistakes(company: Path, old: str, new: str, says: str) -> None:
    change(company, old, new)
    with pytest.raises(Failure, match=says):
        employers(company)


@pytest.mark.parametrize("name", ["channels", "languages", "role_families"])
def test_what_everybody_has_to_choose_from_is_not_empty(company: Path, name: str) -> None:
    text = company.read_text("utf-8")
    start = text.index(f"\n{name} = [") + 1
    end = text.index("\n]", start) + 2
    company.write_text(text[:start] + f"{name} = []" + text[end:], "utf-8")
    with pytest.raises(Failure, match=f"choices.{name}: should have at least one entry"):
        employers(company)
