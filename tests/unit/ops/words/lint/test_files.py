"""The linter sees what is wrong with a file of the words, and says where: mutants of the templates."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.unit.ops.words.lint.test_lint_words import copied, lines, lines_of_today, write


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return copied(tmp_path)


@pytest.mark.parametrize(
    ("place", "sentence", "says"),
    [
        ("fr care.final", None, "is missing: translate it from en.toml"),
        ("fr care.finale", "Merci.", "is not used, because en.toml has no such sentence: remove it"),
        (
            "fr-CA care.finale",
            "Merci.",
            "is not used, because the file of its language has no such sentence: remove it",
        ),
        ("en-CA greeting.neutral", "Hello,", "repeats the file of its language: remove it"),
        ("de greeting.named", "Tag {name},", "has {name}, but may only have {family_name} and {given_name}"),
        ("de end.regards", "Grüße, {name}", "has {name}, but must have no placeholders"),
        ("es care.final", "{}", "has {}, but must have no placeholders"),
        (
            "pt-PT subject.several",
            "{company!r:5}",
            "has {company!r:5}, but must have {company}",
        ),
        ("en date.pattern", "{day} {month}", "must have {day} and {month} and {year}, and nothing else"),
        ("en date.months", None, "is missing: every language needs it"),
        ("en subject.several", "At {company", "has an unmatched brace: write every placeholder as {name}"),
        ("pl greeting.neutral", "Dzień dobry},", "has an unmatched brace: write every placeholder as {name}"),
        ("es care.final", "", "is empty: write the sentence"),
        ("es care.final", "\u00a0 ", "is empty: write the sentence"),
        ("es care.final", "Gracias. ", "begins or ends with white space: remove it"),
        ("es care.final", "\u00a0Gracias.", "begins or ends with white space: remove it"),
        ("es care.final", "Gracias.  Adiós.", "has two spaces in a row: keep one"),
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
        ("pl date.months", "stycznia", "must be a list of words in quotes, none of them empty"),
        ("pt forbidden.words", ["velho", ""], "must be a list of words in quotes, none of them empty"),
        ("pt care.final", 5, "is not text: put it in quotes"),
    ],
)
def test_a_sentence_is_found_with_its_place(folder: Path, place: str, sentence: object, says: str) -> None:
    before = lines_of_today()
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
            "de.toml language: is 'en', but the file is de.toml: make them match",
        ),
        (
            replaced("de.toml", 'language = "de"', 'language = "de"\nteam = "Wir"'),
            "de.toml team: is not a section: move it below the [section] it belongs to",
        ),
        (
            replaced("de.toml", "[care]", "[sorge]"),
            "de.toml care: is missing: translate it from en.toml",
        ),
        (gone("pt-PT.toml"), "pt-PT.toml: is missing, but there is a Language of this name: add the file"),
        (
            written("nl.toml", b'language = "nl"\n'),
            "nl.toml: is not a Language: add it to functions/domain/employers/language.py, or delete the file",
        ),
        (written("de.toml~", b""), "de.toml~: is not a wording file: delete it, or it would be deployed"),
        (written("de.toml", b'language = "de"\n\n# \xfc\n'), "de.toml: is not UTF-8 text at line 3: save it as UTF-8"),
        (
            written("de.toml", b"language = de\n"),
            "de.toml: is not valid TOML: Invalid value (at line 1, column 12). Correct that line",
        ),
        (gone("layout.html"), "layout.html: is missing: every notice needs it"),
        (written("layout.html", b"\xfc"), "layout.html: is not UTF-8 text: save it as UTF-8"),
        (replaced("layout.html", "$footer", ""), "layout.html: $footer is missing: add it where it belongs"),
        (replaced("layout.html", "$footer", "$footer $name"), "layout.html: $name is never filled in: remove it"),
        (
            replaced("layout.html", "$footer", "$footer $"),
            "layout.html: has a $ without a name: write $$ to show a $",
        ),
    ],
)
def test_a_file_is_found(folder: Path, change: Callable[[Path], None], line: str) -> None:
    assert line not in lines_of_today()
    change(folder)
    assert line in lines(folder)


@pytest.mark.parametrize("unreadable", ["en.toml", "fr.toml"])
def test_a_file_that_can_not_be_read_is_one_finding_and_hides_no_other(folder: Path, unreadable: str) -> None:
    before = lines_of_today()
    (folder / unreadable).write_bytes(b"[\n")
    write(folder, "fr-CA.toml", "care.final", "")
    found = [line.partition(":")[0] for line in lines(folder) if line not in before]
    assert found == [unreadable, "fr-CA.toml care.final"]


@pytest.mark.parametrize(
    ("key", "sentence", "message"),
    [
        ("end.regards", None, "is missing: every other language has it"),
        ("closing.one_position", "Ask {question}.", "has {question}, but must have no placeholders"),
    ],
)
def test_a_mistake_in_the_reference_alone_accuses_no_translation(
    folder: Path, key: str, sentence: str | None, message: str
) -> None:
    before = lines_of_today("en", "en-CA", "de")
    write(folder, "en.toml", key, sentence)
    assert [line for line in lines(folder, "en", "en-CA", "de") if line not in before] == [f"en.toml {key}: {message}"]
