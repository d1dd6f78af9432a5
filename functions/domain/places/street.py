"""Street addresses in what people type as their area. None is kept."""

import re

from functions.domain.places.key import words_of
from functions.domain.word_lists import word_list

_HOUSE_NUMBER = re.compile(r"\d{1,5}[a-z]?|\d{1,3}(?:st|nd|rd|th|e|er|eme)")
# A postal code has at least five characters or a letter in front, all but those of four digits.
_HOUSE = re.compile(r"(?<![\w-])\d{1,3}[a-zA-Z]?(?![\w-])")
_LANGUAGES = ("en", "fr", "de", "es", "pl", "pt")


def names_street(text: str) -> bool:
    """Return whether a text has a house number and a word for a street: more than we want to know."""
    words = words_of(text)
    return any(map(_HOUSE_NUMBER.fullmatch, words)) and any(map(_is_street, words))


def without_street(text: str) -> str:
    """Return the parts between commas that have no street and no house number."""
    parts = [part for part in re.split(r"[,;]", text) if not names_street(part) and not _HOUSE.search(part)]
    return ", ".join(part.strip() for part in parts if words_of(part))


def _is_street(word: str) -> bool:
    ends = tuple(word_list("street", "ends"))
    return word in word_list("street", *_LANGUAGES) or (len(word) > max(map(len, ends)) and word.endswith(ends))
