"""The words of the notices keep what the linter asks of them; and what `make lint-words` says."""

import json
import re
import shutil
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner

from functions.domain.employers.language import Language
from ops.__main__ import commands
from ops.terminal.failure import Failure
from ops.words.lint import run
from ops.words.lint.check import Report, check
from ops.words.lint.combinations import LANGUAGES, combinations
from ops.words.lint.findings import Finding, deduplicated
from ops.words.source import TEMPLATES
from tests.builders import policy

BASES = ("de", "en", "es", "fr", "pl", "pt")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return copied(tmp_path)


def copied(tmp_path: Path) -> Path:
    """A copy of the templates, to change."""
    return Path(shutil.copytree(TEMPLATES, tmp_path / "templates"))


def write(folder: Path, file: str, place: str, sentence: object) -> None:
    """Lets the file say `sentence` at section.key; None takes out what it says there."""
    section, name = place.split(".")
    path, title = folder / file, f"\n[{section}]\n"
    head, found, rest = path.read_text("utf-8").partition(title)
    own, following, tail = rest.partition("\n[")
    others = re.sub(rf"(?m)^{name} = (?:\[[^\]]*\]|.*)\n?", "", f"{own}\n")
    line = "" if sentence is None else f"{name} = {json.dumps(sentence, ensure_ascii=False)}\n"
    path.write_text(f"{head}{found or title}{line}{others}{following}{tail}", "utf-8")


@cache
def lines_of_today(*languages: Language) -> list[str]:
    """What the linter says of the templates as they are."""
    return lines(TEMPLATES, *languages)


def lines(folder: Path, *languages: Language) -> list[str]:
    """What the linter says of the files, and of the notices in these languages."""
    return deduplicated(check(policy(), folder, languages).findings)


def test_there_is_nothing_to_say_about_the_words_of_today() -> None:
    report = check(policy())
    assert deduplicated(report.findings) == []
    assert set(report.languages) == set(LANGUAGES)
    # And one in each language, with what this company's notices may never say.
    assert report.notices == len(list(combinations())) + len(LANGUAGES)


def test_a_sentence_that_no_notice_says_is_found(folder: Path) -> None:
    for base in BASES:
        write(folder, f"{base}.toml", "closing.never", "Never.")
    assert "de.toml closing.never: is not used in any notice: remove it" in lines(folder, "de")


def test_a_sentence_that_a_notice_says_and_no_file_has_is_found(folder: Path) -> None:
    for file in [*BASES, "pt-PT"]:
        write(folder, f"{file}.toml", "end.team", None)
    line = "en.toml end.team: is missing, but a notice uses it: add it in every language"
    assert line in lines(folder, "en")
    assert line not in lines(folder, "en-US")


def test_a_brace_that_no_file_has_as_the_code_fills_it_in_is_found(folder: Path) -> None:
    for file in folder.glob("*.toml"):
        file.write_text(file.read_text("utf-8").replace("{given_name}", "{first_name}"), "utf-8")
    says = "has {first_name}, but may only have {family_name} and {given_name}"
    assert f"en.toml greeting.named: {says}" in lines(folder, "en")


def test_the_notices_of_a_language_wait_for_its_files(folder: Path) -> None:
    write(folder, "pt.toml", "care.final", "")
    report = check(policy(), folder, ["de", "pt", "pt-PT"])
    assert (report.languages, report.skipped) == (["de"], ["pt", "pt-PT"])
    told = run.lines_of(report)
    assert told[0] == f"Checked {report.notices} notices in German"
    assert "pt.toml care.final: is empty: write the sentence" in told
    assert told[-2] == "Not checked until their files are correct: notices in Portuguese, Portuguese (Portugal)"


def test_a_sentence_that_is_missing_is_deduplicated_and_hides_nothing_else(folder: Path) -> None:
    before = lines_of_today("fr", "fr-CA")
    write(folder, "fr.toml", "care.final", None)
    write(folder, "fr.toml", "greeting.named", "Bonjour {name},")
    write(folder, "fr.toml", "greeting.neutral", "Cher candidat,")
    write(folder, "fr.toml", "footer.never", "Merci.")
    found = [line for line in lines(folder, "fr", "fr-CA") if line not in before]
    assert [line.partition(":")[0] for line in found] == [
        "fr.toml footer.never",
        "fr.toml care.final",
        "fr.toml greeting.named",
        "French, applied, position_filled, no names",
    ]


def test_a_sentence_that_regions_inherit_is_told_once_and_one_of_a_region_where_it_is_written(folder: Path) -> None:
    write(folder, "en.toml", "care.final", "This is not a promise.")
    for base in BASES:
        write(folder, f"{base}.toml", "receipt.never", "Never.")
    told = lines(folder, "en", "en-CA", "en-US")
    assert len([line for line in told if "“promise”" in line]) == 1
    assert [line for line in told if "receipt.never" in line] == [
        "en.toml receipt.never: is not used in any letter: remove it"
    ]
    write(folder, "en-CA.toml", "care.final", "It is no promise, and on file.")
    told = [line for line in lines(folder, "en", "en-CA", "en-US") if "“promise”" in line]
    assert [line.split(", ")[0] for line in told] == ["English", "English (Canada)"]


def test_what_only_another_company_says_is_no_finding() -> None:
    of = policy(sender={"signature": "Acme"})
    of = replace(of, consent=replace(of.consent, language="de"))
    assert [one for one in check(of, languages=["de"]).findings if "never said" in one.message] == []


def test_what_differs_in_numbers_only_is_deduplicated_with_how_many_more_there_are() -> None:
    found = [Finding(f"de {rank}", f"has {rank} words", group="de") for rank in (80, 85)]
    found += [Finding("fr 80", "has 80 words", group="fr"), Finding("a", "is empty"), Finding("b", "is empty")]
    assert deduplicated(found) == [
        "de 80: has 80 words (and 1 more, from 80 to 85)",
        "fr 80: has 80 words",
        "a: is empty",
        "b: is empty",
    ]


@pytest.mark.parametrize(
    ("findings", "code", "last"), [([], 0, "No findings"), ([Finding("de", "no")], 1, "Findings: 1")]
)
def test_the_command_tells_what_it_checked_and_fails_on_a_finding(
    findings: list[Finding], code: int, last: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "check", lambda _: Report(338, ["de", "en"], [], findings))
    result = CliRunner().invoke(commands, ["lint-words"], catch_exceptions=False)
    assert result.exit_code == code
    told = result.stdout.splitlines()
    assert told[1:] == ["Checked 338 notices in German, English", *map(str, findings), last]


def test_a_company_file_that_can_not_be_used_is_told_with_its_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    def unusable() -> None:
        raise Failure("company.toml can't be used", "correct it")

    monkeypatch.setattr(run, "employers", unusable)
    result = CliRunner().invoke(commands, ["lint-words"], catch_exceptions=False)
    assert (result.exit_code, result.stderr) == (1, "\ncompany.toml can't be used\nRemedy: correct it\n")
