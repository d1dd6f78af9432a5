"""Every way a call can fail, in words that a person can act on."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest

from functions.domain.employers.language import Language
from functions.optin.area import QUESTIONS
from functions.optin.problems import STATUSES
from functions.optin.schema import SENTENCES, sentences_of_fields
from functions.optin.validation import NONE_CHOSEN
from functions.optin.wording import WORDS_FOLDER
from functions.runtime.http.problem import TYPE_PREFIX, FieldError, Problem, ProblemDetails
from functions.runtime.http.words import Words, read_words
from tests.architecture.template import ROOT

STATUS = {
    "invitation-missing": 401,
    "invitation-invalid": 401,
    "invitation-expired": 401,
    "link-replaced": 401,
    "malformed-json": 400,
    "unsupported-media-type": 415,
    "body-too-large": 413,
    "invalid-opt-in": 422,
    "consent-changed": 409,
    "opt-in-changed": 409,
    "already-in-pool": 409,
    "employer-left": 410,
    "too-many-changes": 429,
    "too-many-requests": 429,
    "withdrawn": 409,
    "no-opt-in": 404,
    "address-link-invalid": 401,
    "link-invalid": 404,
    "not-found": 404,
    "method-not-allowed": 405,
    "busy": 503,
    "unexpected": 500,
}
ENGLISH = read_words(WORDS_FOLDER, "en")
LANGUAGES = get_args(Language)


def details(code: str, *errors: FieldError, words: Words = ENGLISH) -> ProblemDetails:
    return ProblemDetails.of(Problem(code, errors=errors), STATUSES, words)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("code", "status"), STATUS.items())
def test_a_problem_says_what_it_is_and_what_to_do(code: str, status: int, language: str) -> None:
    body = details(code, words=read_words(WORDS_FOLDER, language)).body()
    assert list(body) == ["type", "title", "status", "detail"]
    assert (body["type"], body["status"]) == (f"{TYPE_PREFIX}{code}", status)
    assert re.fullmatch(r"[^\W\d_a-z][\w ’-]+\w", str(body["title"]))
    assert re.fullmatch(r"[^\W\d_a-z].+\.", str(body["detail"]))


def test_these_are_all_of_them() -> None:
    assert STATUSES == STATUS


def test_mistakes_are_listed_in_their_order() -> None:
    errors = (FieldError("/b", "missing"), FieldError("/a", "too-long", {"limit": "60"}))
    expected = [
        {"pointer": "/b", "detail": "This is missing."},
        {"pointer": "/a", "detail": "Use at most 60 characters."},
    ]
    assert details("invalid-opt-in", *errors).body()["errors"] == expected


def test_whoever_is_not_let_in_is_told_what_to_bring() -> None:
    refusals = [code for code in STATUS if "WWW-Authenticate" in details(code).headers()]
    without_code = {"invitation-missing", "invitation-invalid", "invitation-expired", "link-replaced"}
    assert set(refusals) == without_code | {"address-link-invalid"}


def test_whoever_should_come_again_is_told_when() -> None:
    assert [code for code in STATUS if "Retry-After" in details(code).headers()] == ["too-many-requests", "busy"]
    assert int(details("busy").headers()["Retry-After"]) > 0


def raised(pattern: str) -> set[str]:
    """The codes that stand in the source."""
    folders = ROOT / "functions/optin", ROOT / "functions/runtime/http"
    sources: list[Path] = [path for folder in folders for path in folder.glob("*.py")]
    return {code for path in sources for code in re.findall(pattern, path.read_text("utf-8"))}


def test_every_problem_that_the_code_raises_is_in_the_table_and_no_other() -> None:
    assert raised(r'(?:\bProblem|\.refuse)\(\s*"([a-z-]+)"') == set(STATUSES)


def test_every_mistake_that_the_code_names_has_its_sentence_and_no_other() -> None:
    named = raised(r'FieldError\([^,]+, "([a-z-]+)"')
    named |= {*QUESTIONS.values(), *NONE_CHOSEN.values()}
    of_schema = {"wrong-type", "too-long", *SENTENCES.values(), *sentences_of_fields().values()}
    assert named | of_schema == set(ENGLISH.sentences["fields"])


def names(sentences: Any, *above: str) -> Iterator[tuple[str, ...]]:
    """Where each sentence stands, with the braces in it."""
    if isinstance(sentences, str):
        yield (*above, *sorted(re.findall(r"{(\w+)}", sentences)))
    else:
        for name, below in sentences.items():
            yield from names(below, *above, name)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_has_every_sentence_with_the_same_braces(language: str) -> None:
    assert set(names(read_words(WORDS_FOLDER, language).sentences)) == set(names(ENGLISH.sentences))
