"""The linter's own lists of words and phrases, from `lists.toml`, and a search for them in a text."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from functions.domain.employers.language import Language, base_of

_FILE = Path(__file__).with_name("lists.toml")
_REQUIRED = {
    "voluntary": "that it is voluntary",
    "no_effect": "that it has no effect on any application",
    "doing_nothing": "what happens if the candidate does nothing",
}


def revealing(text: str) -> list[str]:
    """Return the parts of the text that would reveal the answer in a subject."""
    return _find(_lists()["subject"]["words"], text)


def impersonal(text: str) -> list[str]:
    """Return the parts of the text that address nobody in particular."""
    return _find(_lists()["nobody"]["words"], text)


def promises(language: Language, text: str) -> list[str]:
    """Return the parts of the text that promise something."""
    return _find(_lists()["promises"][base_of(language)], text)


def left_unsaid(language: Language, offer: str) -> list[str]:
    """Return what an invitation has to say and this offer does not."""
    duties = _lists()["invitation"][base_of(language)]
    return [wanted for duty, wanted in _REQUIRED.items() if not _find(duties[duty], offer)]


def depends_on_a_name(language: Language, word: str) -> bool:
    """Return whether this word can't stand before every name."""
    return bool(_find(_lists()["before_names"][base_of(language)], word))


@cache
def _lists() -> Mapping[str, Any]:
    return tomllib.loads(_FILE.read_text("utf-8"))


def _find(words: list[str], text: str) -> list[str]:
    """Return each part of the text that is on the list, once: a person corrects them all in one go."""
    return list(dict.fromkeys(match[0] for match in _pattern(tuple(words)).finditer(text)))


@cache
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    alternatives = "|".join(re.escape(word).replace(r"\*", r"\w*") for word in words)
    return re.compile(rf"(?<!\w)(?:{alternatives})(?!\w)", re.IGNORECASE)
