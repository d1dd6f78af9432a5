"""Which of the languages offered a locale leads to."""

from typing import get_args

import pytest

from functions.domain.employers.language import Language, language_for
from ops.deploy.autonyms import autonym
from ops.words.source import TEMPLATES

ALL: tuple[Language, ...] = get_args(Language)


@pytest.mark.parametrize(
    ("locale", "language"),
    [
        ("en-CA", "en-CA"),
        ("en_CA", "en-CA"),
        ("en_CA.UTF-8", "en-CA"),
        ("EN-us", "en-US"),
        ("en-GB", "en"),
        ("en-AU", "en"),
        ("fr-CA", "fr-CA"),
        ("fr-Latn-CA", "fr-CA"),
        ("fr-BE", "fr"),
        ("fr", "fr"),
        ("de-AT", "de"),
        ("es-419", "es"),
        ("pt-PT", "pt-PT"),
        ("pt-BR", "pt"),
        (" pl ", "pl"),
    ],
)
def test_a_locale_leads_to_its_own_words_or_to_its_languages(locale: str, language: Language) -> None:
    assert language_for(locale, ALL, "de") == language


@pytest.mark.parametrize("locale", [None, "", "zh-CN", "english", "x", "-", "\ud800", "en\u200b", "e" * 10_000])
def test_a_locale_that_leads_nowhere_leads_to_the_default(locale: str | None) -> None:
    assert language_for(locale, ALL, "fr-CA") == "fr-CA"


def test_a_language_without_a_region_is_written_as_the_employer_writes_it() -> None:
    assert language_for("en", ALL, "en-CA") == "en-CA"
    assert language_for("fr", ALL, "en-CA") == "fr"


@pytest.mark.parametrize(("locale", "language"), [("en-GB", "en-CA"), ("en", "en-CA"), ("de", "fr"), ("fr-CA", "fr")])
def test_only_what_is_offered_is_written(locale: str, language: Language) -> None:
    assert language_for(locale, ["fr", "en-CA"], "fr") == language


def test_there_are_words_for_each_language_and_each_has_a_name() -> None:
    assert {path.stem for path in TEMPLATES.glob("*.toml")} == set(ALL)
    assert all(autonym(language) != language for language in ALL)
    assert autonym("uk-UA") == "uk-UA"
