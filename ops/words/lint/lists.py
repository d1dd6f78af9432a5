"""The linter's own lists of words and phrases, from `lists.toml`, and a search for them in a text."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from functions.domain.employers.language import Language

_FILE = Path(__file__).with_name("lists.toml")
_REQUIRED = {
    "voluntary": "that it is voluntary",
    "no_effect": "that it has no effect on any application",
    "doing_nothing": "what happens if the candidate does nothing",
}


def revealing(text: str) -> str | None:
    """Return the part of the text that would reveal the answer in a subject, if any."""
    return _find(_lists()["subject"]["words"], text)


def impersonal(text: str) -> str | None:
    """Return the part of the text that addresses nobody in particular, if any."""
    return _find(_lists()["nobody"]["words"], text)


def promise(language: Language, text: str) -> str | None:
    """Return the part of the text that promises something, if any."""
    return _find(_lists()["promises"][_root(language)], text)


def left_unsaid(language: Language, offer: str) -> list[str]:
    """Return what an invitation has to say and this offer does not."""
    duties = _lists()["invitation"][_root(language)]
    return [wanted for duty, wanted in _REQUIRED.items() if _find(duties[duty], offer) is None]


def depends_on_a_name(language: Language, word: str) -> bool:
    """Return whether this word can't stand before every name."""
    return _find(_lists()["before_names"][_root(language)], word) is not None


@cache
def _lists() -> Mapping[str, Any]:
    return tomllib.loads(_FILE.read_text("utf-8"))


def _root(language: Language) -> str:
    return language.partition("-")[0]


def _find(words: list[str], text: str) -> str | None:
    match = _pattern(tuple(words)).search(text)
    return match[0] if match else None


@cache
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    alternatives = "|".join(re.escape(word).replace(r"\*", r"\w*") for word in words)
    return re.compile(rf"(?<!\w)(?:{alternatives})(?!\w)", re.IGNORECASE)
