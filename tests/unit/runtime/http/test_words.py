"""An API's sentences: read once, said with their braces filled in."""

import json
from pathlib import Path

import pytest

from functions.runtime.http.words import Words, read_words


def test_a_sentence_is_found_by_its_names_and_filled_in() -> None:
    words = Words("en", {"fields": {"months": "Choose one of these: {months}."}})
    assert words.say("fields", "months", months="6, 12") == "Choose one of these: 6, 12."


def test_a_language_is_a_file_of_its_own(tmp_path: Path) -> None:
    for language, title in (("en", "Busy"), ("fr", "Occupé")):
        (tmp_path / f"{language}.json").write_text(json.dumps({"title": title}), "utf-8")
    assert [read_words(tmp_path, language).say("title") for language in ("en", "fr")] == ["Busy", "Occupé"]
    assert read_words(tmp_path, "fr").language == "fr"


def test_a_sentence_that_is_not_there_is_a_bug() -> None:
    with pytest.raises(KeyError):
        Words("en", {}).say("title")
