"""The linter sees what is wrong with a file of the words, and says where: mutants of the templates."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.unit.ops.words.lint.test_lint_words import copied, lines, write


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return copied(tmp_path)


@pytest.mark.parametrize(
    ("place", "sentence", "says"),
    [
        ("fr care.final", None, "is missing: it stands in en.toml, translate it"),
        ("fr care.finale", "Merci.", "is not in en.toml: nobody would ever say it, take it out"),
        ("fr-CA care.finale", "Merci.", "is not in the file of its language: nobody would ever say it, take it out"),
        ("en-CA greeting.neutral", "Hello,", "says the same as the file of its language: take it out"),
        ("de greeting.named", "Tag {name},", "leaves open {name}, and {given_name} would be filled in: keep those"),
        ("de greeting.named", "Tag,", "leaves open no braces, and {given_name} would be filled in: keep those"),
        ("es care.final", "{}", "leaves open {}, and no braces would be filled in: keep those"),
        (
            "pt-PT subject.several",
            "{company!r:5}",
            "leaves open {company!r:5}, and {company} would be filled in: keep those",
        ),
        ("en date.pattern", "{day} {month}", "should leave open {day} and {month} and {year}, and nothing else"),
        ("en date.months", None, "is missing: every language needs it"),
        ("en subject.several", "At {company", "has a broken brace: every {name} needs both of its braces"),
        ("pl greeting.neutral", "Dzień dobry},", "has a broken brace: every {name} needs both of its braces"),
        ("es care.final", "", "is empty: write the sentence"),
        ("es care.final", "\u00a0 ", "is empty: write the sentence"),
        ("es care.final", "Gracias. ", "begins or ends with white space: take it out"),
        ("es care.final", "\u00a0Gracias.", "begins or ends with white space: take it out"),
        ("es care.final", "Gracias.  Adiós.", "has two spaces in a row: leave one"),
        (
            "es care.final",
            "Gracias.\nAdiós.",
            "has a line break, a tab or another control character: write it as one line",
        ),
        (
            "fr care.final",
            "C'est tout.",
            "has a straight quotation mark or apostrophe: use the curly one of the language",
        ),
        ("pl date.months", ["stycznia"] * 12, "has 1 different months: a year has twelve"),
        ("pl date.months", [f"{rank}." for rank in range(13)], "has 13 different months: a year has twelve"),
        ("pl date.months", "stycznia", "is no list of words in quotes, none of them empty"),
        ("pt forbidden.words", ["velho", ""], "is no list of words in quotes, none of them empty"),
        ("pt care.final", 5, "is no sentence: put it in quotes"),
    ],
)
def test_a_sentence_is_found_with_its_place(folder: Path, place: str, sentence: object, says: str) -> None:
    before = lines(folder)
    language, _, key = place.partition(" ")
    write(folder, f"{language}.toml", key, sentence)
    assert [line for line in lines(folder) if line not in before] == [f"{language}.toml {key}: {says}"]


def replaced(file: str, old: str, new: str) -> Callable[[Path], None]:
    def replace(folder: Path) -> None:
        content = (folder / file).read_text("utf-8")
        assert old in content
        (folder / file).write_text(content.replace(old, new), "utf-8")

    return replace


def written(file: str, content: bytes) -> Callable[[Path], None]:
    def write_it(folder: Path) -> None:
        (folder / file).write_bytes(content)

    return write_it


def gone(file: str) -> Callable[[Path], None]:
    return lambda folder: (folder / file).unlink()


@pytest.mark.parametrize(
    ("change", "line"),
    [
        (
            replaced("de.toml", 'language = "de"', ""),
            'de.toml language: is missing: write language = "de" above the first section',
        ),
        (
            replaced("de.toml", 'language = "de"', 'language = "en"'),
            "de.toml language: is 'en', and the file is de.toml: make them the same",
        ),
        (
            replaced("de.toml", 'language = "de"', 'language = "de"\nteam = "Wir"'),
            "de.toml team: is no section: write it below the [section] it belongs to",
        ),
        (
            replaced("de.toml", "[care]", "[sorge]"),
            "de.toml care: is missing: the whole section stands in en.toml, translate it",
        ),
        (gone("pt-PT.toml"), "pt-PT.toml: there is none, but a Language of that name: write the file"),
        (
            written("nl.toml", b'language = "nl"\n'),
            "nl.toml: is no Language: add it to functions/domain/employers/language.py, or take the file away",
        ),
        (written("de.toml~", b""), "de.toml~: is no file of the words: take it away, it would be deployed with them"),
        (written("de.toml", b'language = "de"\n\n# \xfc\n'), "de.toml: is not UTF-8 text at line 3: save it as UTF-8"),
        (
            written("de.toml", b"language = de\n"),
            "de.toml: is not TOML: Invalid value (at line 1, column 12). Correct it there",
        ),
        (gone("layout.html"), "layout.html: is missing: every notice needs it"),
        (written("layout.html", b"\xfc"), "layout.html: is not UTF-8 text: save it as UTF-8"),
        (replaced("layout.html", "$footer", ""), "layout.html: $footer is missing: put it where it belongs"),
        (replaced("layout.html", "$footer", "$footer $name"), "layout.html: $name is never filled in: take it out"),
        (
            replaced("layout.html", "$footer", "$footer $"),
            "layout.html: has a $ that names nothing: write $$ where one is meant to be shown",
        ),
    ],
)
def test_a_file_is_found(folder: Path, change: Callable[[Path], None], line: str) -> None:
    assert line not in lines(folder)
    change(folder)
    assert line in lines(folder)


@pytest.mark.parametrize("unreadable", ["en.toml", "fr.toml"])
def test_a_file_that_can_not_be_read_is_one_finding_and_hides_no_other(folder: Path, unreadable: str) -> None:
    before = lines(folder)
    (folder / unreadable).write_bytes(b"[\n")
    write(folder, "fr-CA.toml", "care.final", "")
    found = [line.partition(":")[0] for line in lines(folder) if line not in before]
    assert found == [unreadable, "fr-CA.toml care.final"]
