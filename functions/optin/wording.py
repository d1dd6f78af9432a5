"""optin's sentences for people: `words/<language>.json`."""

from pathlib import Path
from typing import get_args

from functions.domain.employers.language import Language, nearest_language
from functions.runtime.http.request import Request
from functions.runtime.http.words import Words, read_words

WORDS_FOLDER = Path(__file__).with_name("words")


def words_for(request: Request, default: Language, language: str | None = None, *, first: str | None = None) -> Words:
    """Return the sentences in the caller's language, else in the person's `language`, else in the default one.

    `first` goes before what the caller's browser prefers.
    """
    # Read at the first refusal or unsubscribe page: an answer that is JSON needs no sentence.
    return read_words(WORDS_FOLDER, _pick(first, *request.languages, language, default=default))


def _pick(*wanted: str | None, default: Language) -> Language:
    languages: tuple[Language, ...] = get_args(Language)
    found = (nearest_language(tag, languages, default) for tag in wanted)
    return next((language for language in found if language), default)
