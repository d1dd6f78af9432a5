"""The linter's own lists of words, from `lists.toml`, and whether a text has one of them."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from functions.domain.employers.language import Language

_FILE = Path(__file__).with_name("lists.toml")
_DUTIES = {
    "voluntary": "that it is voluntary",
    "no_effect": "that it has no effect on any application",
    "doing_nothing": "what comes of doing nothing",
}


def gives_away(text: str) -> str | None:
    """What of it has no place in a subject."""
    return _found(_lists()["subject"]["words"], text)


def to_nobody(text: str) -> str | None:
    """What of it is written to nobody."""
    return _found(_lists()["nobody"]["words"], text)


def promise(language: Language, text: str) -> str | None:
    """What of it promises something."""
    return _found(_lists()["promises"][_root(language)], text)


def left_unsaid(language: Language, offer: str) -> list[str]:
    """What an invitation has to say, and this one does not."""
    duties = _lists()["invitation"][_root(language)]
    return [told for duty, told in _DUTIES.items() if _found(duties[duty], offer) is None]


@cache
def _lists() -> Mapping[str, Any]:
    return tomllib.loads(_FILE.read_text("utf-8"))


def _root(language: Language) -> str:
    return language.partition("-")[0]


def _found(words: list[str], text: str) -> str | None:
    match = _pattern(tuple(words)).search(text)
    return match[0] if match else None


@cache
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    alternatives = "|".join(re.escape(word).replace(r"\*", r"\w*") for word in words)
    return re.compile(rf"(?<!\w)(?:{alternatives})(?!\w)", re.IGNORECASE)
