"""The words on disk: versions, regions, dates, and what people typed in them."""

import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import get_args

import pytest

from functions.domain.employers.language import Language
from functions.domain.personal_data import PersonName
from functions.letters.wording import read_wordings
from ops.words.source import TEMPLATES, compile_wordings, read_source, read_wording

ENGLISH: list[Language] = ["en", "en-CA", "en-US"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(TEMPLATES, tmp_path / "templates"))


def change(folder: Path, name: str) -> None:
    path = folder / name
    path.write_text(path.read_text("utf-8") + "\n", "utf-8")


@pytest.mark.parametrize(
    ("changed", "others"),
    [
        ("en.toml", ENGLISH),
        ("en-CA.toml", ["en-CA"]),
        ("fr.toml", []),
        ("layout.html", ENGLISH),
    ],
)
def test_a_change_is_a_new_version_of_just_the_words_it_concerns(
    folder: Path, changed: str, others: list[Language]
) -> None:
    before = {language: read_wording(language, folder).version for language in ENGLISH}
    all_before = read_source(folder).version
    change(folder, changed)
    after = {language: read_wording(language, folder).version for language in ENGLISH}
    assert [language for language in ENGLISH if before[language] != after[language]] == others
    assert read_source(folder).version != all_before


def test_what_a_function_reads_is_what_people_wrote(tmp_path: Path) -> None:
    compile_wordings(tmp_path / "wordings")
    read, written = read_wordings(tmp_path / "wordings"), read_source()
    assert read.version == written.version
    for language in get_args(Language):
        ours, theirs = read.of(language), written.of(language)
        assert (ours.version, ours.language, ours.sentences) == (theirs.version, language, theirs.sentences)
        assert ours.layout.template == theirs.layout.template


def test_words_that_were_not_built_are_missed_at_once(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read_wordings(tmp_path)


def test_a_version_names_its_language_and_can_be_a_tag_of_ses() -> None:
    assert read_wording("en-CA").version.startswith("en-CA-")
    assert read_wording("en-CA").version.replace("-", "").isalnum()


def test_a_region_says_what_its_language_says_but_for_its_own_words() -> None:
    british, american = read_wording("en"), read_wording("en-US")
    cancelled = "because the position has been cancelled."
    assert british.say("decision", "position_cancelled").endswith(cancelled)
    assert american.say("decision", "position_cancelled").endswith(cancelled.replace("cancelled", "canceled"))
    assert american.say("greeting", "named", given_name="Sam") == british.say("greeting", "named", given_name="Sam")


@pytest.mark.parametrize(
    ("language", "day", "written"),
    [
        ("en", 3, "3 December 2026"),
        ("en-CA", 3, "December 3, 2026"),
        ("en-US", 3, "December 3, 2026"),
        ("fr", 1, "1er décembre 2026"),
        ("fr-CA", 2, "2 décembre 2026"),
        ("es", 3, "3 de diciembre de 2026"),
        ("de", 3, "3. Dezember 2026"),
        ("pl", 3, "3 grudnia 2026 r."),
        ("pt", 3, "3 de dezembro de 2026"),
        ("pt", 1, "1º de dezembro de 2026"),
        ("pt-PT", 1, "1 de dezembro de 2026"),
        ("pt-PT", 3, "3 de dezembro de 2026"),
    ],
)
def test_a_date_is_written_as_the_language_does(language: Language, day: int, written: str) -> None:
    assert read_wording(language).day(datetime(2026, 12, day, tzinfo=UTC)) == written


def test_a_title_from_right_to_left_stays_in_its_place() -> None:
    english = read_wording("en")
    said = english.say("subject", "one", title="עובד מחסן", company="Acme")
    assert said == "Your application for \u2068עובד מחסן\u2069 at Acme"
    assert "\u2068" not in english.say("subject", "one", title="Préparateur (Guelph)", company="求人")


@pytest.mark.parametrize("language", get_args(Language))
def test_a_name_that_ends_in_a_full_stop_ends_its_sentence_with_it(language: Language) -> None:
    wording = read_wording(language)
    thanks = wording.say("thanks", "applied", job="Clerk", company="Acme Inc.")
    assert thanks == wording.say("thanks", "applied", job="Clerk", company="Acme Inc")
    several = wording.say("several", "job", job="Admin. Asst.", reason="It is filled.")
    assert several in {"Admin. Asst. It is filled.", "Admin. Asst.: It is filled."}


@pytest.mark.parametrize(
    ("language", "given_name", "family_name", "greeting"),
    [
        ("en", "Sam", None, "Hello Sam,"),
        ("en", "Sam", "{{last_name}}", "Hello Sam,"),
        ("en", None, "Krüger", "Hello,"),
        ("de", "Sabine", "Krüger", "Guten Tag Sabine Krüger,"),
        ("de", "Sabine", None, "Guten Tag,"),
        ("de", "Sabine", "{{last_name}}", "Guten Tag,"),
        ("de", None, "Krüger", "Guten Tag,"),
        ("pl", "Marek", "Nowak", "Dzień dobry,"),
        ("pl", None, None, "Dzień dobry,"),
    ],
)
def test_a_person_is_greeted_as_the_language_does_and_never_by_half_a_name(
    language: Language, given_name: str | None, family_name: str | None, greeting: str
) -> None:
    given, family = (name and PersonName(name) for name in (given_name, family_name))
    assert read_wording(language).greeting(given or None, family or None) == greeting


@pytest.mark.parametrize("typed", ["{job}", "{0}", "{", "}", "$body", "%s", "{company.__class__}"])
def test_what_people_typed_is_filled_in_as_it_is(typed: str) -> None:
    subject = read_wording("en").say("subject", "one", title=typed, company="Acme")
    assert subject == f"Your application for {typed} at Acme"
