"""optin's sentences for people: `words/<language>.json`."""

from pathlib import Path

from functions.runtime.http.request import Request
from functions.runtime.http.words import Words, read_words

WORDS_FOLDER = Path(__file__).with_name("words")
_DEFAULT_LANGUAGE = "en"


def words_for(request: Request) -> Words:  # noqa: ARG001
    """Return the sentences in the caller's language. English is the only one so far."""
    # Read at the first refusal or unsubscribe page: an answer that is JSON needs no sentence.
    return read_words(WORDS_FOLDER, _DEFAULT_LANGUAGE)
