"""The linter looks at the letters to people of the talent pool, too: mutants of their words."""

import shutil
from pathlib import Path

import pytest

from functions.domain.employers.language import Language
from ops.words.lint.combinations import LANGUAGES
from ops.words.lint.letters import letter_findings
from ops.words.source import TEMPLATES
from tests.builders import policy
from tests.unit.ops.words.lint.test_lint_words import write

HARD = (
    "Notwithstanding administrative considerations, individualised modification opportunities remain available "
    "indefinitely regarding previously communicated professional characteristics and organisational preferences."
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(TEMPLATES, tmp_path / "templates"))


def lines(folder: Path, language: Language) -> list[str]:
    return [str(finding) for finding in letter_findings(language, policy(), folder)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_is_nothing_to_say_about_the_letters_of_today(language: Language) -> None:
    assert lines(TEMPLATES, language) == []


@pytest.mark.parametrize(
    ("name", "sentence", "says"),
    [
        ("never", "Never.", "en.toml receipt.never: is not used in any letter: remove it"),
        ("until", None, "en.toml receipt.until: is missing, but a notice uses it: add it in every language"),
        ("thanks", "Thanks.", "en.toml receipt.thanks: has no placeholders, but must have {company}"),
        (
            "agreed",
            "You have our promise:",
            "English, receipt: receipt.agreed says “promise”, which the list [forbidden] has",
        ),
        ("subject", "{company}" + " and so on" * 9, "English, receipt: the subject has 104 characters"),
        ("until", f"{HARD} {{until}}", "English, receipt: is hard to read"),
    ],
)
def test_what_is_wrong_with_a_receipt_is_found(folder: Path, name: str, sentence: str | None, says: str) -> None:
    write(folder, "en.toml", f"receipt.{name}", sentence)
    assert [line for line in lines(folder, "en") if line.startswith(says)]
