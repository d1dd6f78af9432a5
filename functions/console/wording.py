"""The console's sentences for people: `words/<language>.json`, in each language that has a file."""

from pathlib import Path
from typing import Final

from functions.domain.employers.language import Language, nearest_language
from functions.runtime.http.request import Request
from functions.runtime.http.words import Words, read_words

WORDS_FOLDER = Path(__file__).with_name("words")
LANGUAGES: Final[tuple[Language, ...]] = ("en",)


def words_for(request: Request) -> Words:
    """Return the sentences in the first of the caller's languages that has any, else in English."""
    found = (nearest_language(tag, LANGUAGES, "en") for tag in request.languages)
    return read_words(WORDS_FOLDER, next((language for language in found if language), "en"))
