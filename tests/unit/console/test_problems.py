"""Every problem of the console can be said, in each of its languages, and nothing is said that nobody needs."""

import json
from typing import get_args

import pytest

from functions.console.problems import STATUSES
from functions.console.schema import _SENTENCES
from functions.console.wording import LANGUAGES, WORDS_FOLDER, words_for
from functions.domain.employers.language import Language
from functions.domain.places.resolve import Verdict
from functions.runtime.http.problem import Problem, ProblemDetails
from functions.runtime.http.request import Request
from functions.runtime.http.words import read_words


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_problem_has_a_title_and_says_what_to_do(language: Language) -> None:
    words = read_words(WORDS_FOLDER, language)
    assert set(words.sentences["problems"]) == set(STATUSES)
    for code in STATUSES:
        details = ProblemDetails.of(Problem(code), STATUSES, words)
        assert details.title
        assert details.detail.endswith((".", "?"))


def test_each_verdict_about_a_place_and_each_wrong_field_has_a_sentence() -> None:
    words = read_words(WORDS_FOLDER, "en").sentences
    assert set(words["places"]) == {"none", *(verdict.value for verdict in Verdict)}
    assert set(_SENTENCES.values()) <= set(words["fields"])


@pytest.mark.parametrize("tag", [*get_args(Language), "tlh", ""])
def test_who_reads_another_language_gets_the_nearest_that_there_is(tag: str) -> None:
    assert words_for(Request({"queryStringParameters": {"language": tag}})).language in LANGUAGES


def test_every_file_of_words_is_a_language_that_is_offered() -> None:
    files = {file.stem for file in WORDS_FOLDER.glob("*.json")}
    assert files == set(LANGUAGES)
    for file in WORDS_FOLDER.glob("*.json"):
        assert json.loads(file.read_text("utf-8"))
