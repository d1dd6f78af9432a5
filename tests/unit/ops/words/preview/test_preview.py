"""The preview: every notice of every employer, and mistakes in a line each."""

import json
import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from functions.domain.employers.employers import Employers
from ops.__main__ import commands
from ops.deploy.company_file import check_company, read_company
from ops.terminal.failure import Failure
from ops.words.lint.combinations import LANGUAGES, REASONS, STAGES, Variant
from ops.words.lint.letter_samples import NAMES
from ops.words.preview.folder import Folder
from ops.words.preview.gallery import Galleries, ReadEmployers, Renderer
from ops.words.source import TEMPLATES, read_wording
from tests.builders import company_values

type Read = Callable[[Path, ReadEmployers], Galleries]


@pytest.fixture
def templates(tmp_path: Path) -> Path:
    return Path(shutil.copytree(TEMPLATES, tmp_path / "templates"))


@pytest.fixture(scope="module")
def rendered() -> dict[Any, Any]:
    """What the renderers of this module keep, whatever the folder: the version of the words says whether it holds."""
    return {}


@pytest.fixture
def read_galleries(rendered: dict[Any, Any]) -> Read:
    def read(templates: Path, read_employers: ReadEmployers) -> Galleries:
        renderer = Renderer(templates, read_employers)
        renderer._rendered = rendered
        (galleries,) = renderer.render()
        return galleries

    return read


def in_three_languages() -> Employers:
    """What the company has, in fewer languages: each takes as long as all other steps together."""
    return check_company(company_values(languages={"default": "fr", "offered": ["fr", "fr-CA", "pl"]}))


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def value_in(script: Path) -> Any:
    """What the script hands to the page."""
    return json.loads(script.read_text("utf-8").partition("(")[2].rpartition(")")[0])


def test_every_notice_is_there_with_the_version_that_the_ledger_will_keep(read_galleries: Read, tmp_path: Path) -> None:
    galleries = read_galleries(TEMPLATES, read_company)
    assert galleries.mistakes == []
    assert set(galleries.by_employer) == {
        (employer, language) for employer in ("", "harbour") for language in LANGUAGES
    }
    folder = Folder(tmp_path / "preview")
    assert folder.write(galleries) == 20
    gallery = value_in(tmp_path / "preview" / "galleries" / "harbour.fr-CA.js")
    assert gallery["version"] == read_wording("fr-CA").version
    variants = Counter(mail["variant"] for mail in gallery["emails"])
    assert variants == Counter([*Variant] * len(STAGES) * len(REASONS) + [*NAMES])
    assert len({mail["sha256"] for mail in gallery["emails"]}) > 100
    assert {mail["from"] for mail in gallery["emails"]} == {"Harbour Foods <harbour@acme.example>"}
    contents = value_in(tmp_path / "preview" / "contents.js")
    assert [entry["version"] for entry in contents["galleries"] if entry["file"] == "harbour.fr-CA"] == [
        gallery["version"]
    ]


def test_only_what_has_changed_is_written_again(read_galleries: Read, templates: Path, tmp_path: Path) -> None:
    folder = Folder(tmp_path / "preview")
    folder.write(read_galleries(templates, in_three_languages))
    assert folder.write(read_galleries(templates, in_three_languages)) == 0
    change(templates / "fr-CA.toml", "Cordialement", "Amitiés")
    assert folder.write(read_galleries(templates, in_three_languages)) == 2


def test_only_what_has_changed_is_rendered_again_and_first_what_is_looked_at(templates: Path) -> None:
    values = company_values(languages={"default": "en-CA", "offered": ["en-CA", "fr-CA"]})
    renderer = Renderer(templates, lambda: check_company(values))
    (before,) = renderer.render()
    change(templates / "fr-CA.toml", "Cordialement", "Amitiés")
    first, then = renderer.render(("harbour", "fr-CA"))
    assert (set(first.by_employer), first.are_all) == ({("harbour", "fr-CA")}, False)
    assert "Amitiés" in json.dumps(first.by_employer["harbour", "fr-CA"], ensure_ascii=False)
    assert (list(then.by_employer), then.are_all) == (list(before.by_employer), True)
    same = {key[1] for key, gallery in then.by_employer.items() if gallery is before.by_employer[key]}
    assert same == {language for _, language in before.by_employer} - {"fr-CA"}


def test_what_is_not_rendered_yet_stays_as_it_is(templates: Path, tmp_path: Path) -> None:
    values = company_values(languages={"default": "en-CA", "offered": ["en-CA", "fr-CA"]})
    folder, renderer = Folder(tmp_path / "preview"), Renderer(templates, lambda: check_company(values))
    folder.write(*renderer.render())
    before = value_in(tmp_path / "preview" / "contents.js")
    change(templates / "fr-CA.toml", "Cordialement", "Amitiés")
    first, _ = renderer.render(("", "fr-CA"))
    assert folder.write(first) == 1
    after = value_in(tmp_path / "preview" / "contents.js")
    changed = [new["file"] for old, new in zip(before["galleries"], after["galleries"], strict=True) if old != new]
    assert changed == ["the-first-employer-of-company-toml.fr-CA"]


def test_only_what_an_employer_offers_is_shown(read_galleries: Read) -> None:
    values = company_values(languages={"default": "en-CA", "offered": ["en-CA", "fr-CA"]})
    values["employers"]["harbour"]["languages"] = {"default": "pl", "offered": ["pl"]}
    galleries = read_galleries(TEMPLATES, lambda: check_company(values))
    assert set(galleries.by_employer) == {("", "en-CA"), ("", "fr-CA"), ("harbour", "pl")}


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('language = "pl"', 'language = "pl', "pl.toml: is not valid TOML"),
        ("{recruiter}", "{recruiter", "pl.toml closing.note"),
        ('neutral = "Dzień dobry,"', "", "pl.toml greeting.neutral: is missing"),
    ],
)
def test_a_mistake_is_a_line_and_the_other_languages_are_still_shown(
    read_galleries: Read, templates: Path, old: str, new: str, told: str
) -> None:
    change(templates / "pl.toml", old, new)
    galleries = read_galleries(templates, in_three_languages)
    assert ("", "pl") not in galleries.by_employer
    assert ("", "fr") in galleries.by_employer
    assert [line for line in galleries.mistakes if line.startswith(told)], galleries.mistakes
    assert not [line for line in galleries.mistakes if "\n" in line]


def test_a_mistake_in_company_toml_is_told_too(read_galleries: Read) -> None:
    def refused() -> Employers:
        raise Failure("functions/company.toml can't be used:\n  timing.hold: is missing", "correct it")

    galleries = read_galleries(TEMPLATES, refused)
    assert galleries.by_employer == {}
    assert galleries.mistakes == ["functions/company.toml can't be used: timing.hold: is missing"]


def test_what_a_mistake_keeps_from_being_shown_stays_as_it_was_and_is_marked(
    read_galleries: Read, templates: Path, tmp_path: Path
) -> None:
    folder = Folder(tmp_path / "preview")
    folder.write(read_galleries(templates, in_three_languages))
    change(templates / "pl.toml", "{recruiter}", "{recruiter")
    folder.write(read_galleries(templates, in_three_languages))
    contents = value_in(tmp_path / "preview" / "contents.js")
    assert {gallery["file"] for gallery in contents["galleries"] if gallery["outdated"]} == {
        "harbour.pl",
        "the-first-employer-of-company-toml.pl",
    }
    change(templates / "pl.toml", "{recruiter", "{recruiter}")
    folder.write(read_galleries(templates, in_three_languages))
    contents = value_in(tmp_path / "preview" / "contents.js")
    assert not [gallery for gallery in contents["galleries"] if gallery["outdated"]]


def test_the_page_is_told_of_another_colour_too(read_galleries: Read, tmp_path: Path) -> None:
    folder = Folder(tmp_path / "preview")
    folder.write(read_galleries(TEMPLATES, in_three_languages))
    before = value_in(tmp_path / "preview" / "contents.js")
    languages = {"default": "fr", "offered": ["fr", "fr-CA", "pl"]}
    values = company_values(brand={"colour": "#5f1717"}, languages=languages)
    folder.write(read_galleries(TEMPLATES, lambda: check_company(values)))
    after = value_in(tmp_path / "preview" / "contents.js")
    assert [entry["version"] for entry in before["galleries"]] == [entry["version"] for entry in after["galleries"]]
    assert before != after


def test_the_command_writes_it_and_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ops.words.preview.run.FOLDER", tmp_path / "preview")
    monkeypatch.setattr("ops.words.preview.run.employers", in_three_languages)
    result = CliRunner().invoke(commands, ["preview", "--once"], catch_exceptions=False)
    assert result.exit_code == 0
    assert (tmp_path / "preview" / "index.html").exists()
    assert "The page: " in result.stdout


def test_a_port_that_is_taken_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ops.words.preview.run.FOLDER", tmp_path / "preview")
    monkeypatch.setattr("ops.words.preview.run.is_free", lambda _port: False)
    result = CliRunner().invoke(commands, ["preview", "--port", "4999"], catch_exceptions=False)
    assert result.exit_code == 1
    assert "Port 4999 is in use" in result.stderr
