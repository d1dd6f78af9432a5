"""The spelling under which a place is found: accents, capitals, hyphens and abbreviations make no difference."""

import re
import unicodedata
from collections.abc import Sequence

# Letters that Unicode does not take apart into a letter and a mark.
_LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "þ": "th", "ı": "i"})
_APOSTROPHES = str.maketrans("", "", "'’‘ʼ´`")
_WORD = re.compile(r"[a-z0-9]+")
_SHORT = {"st": "saint", "ste": "sainte", "sankt": "saint", "mt": "mount", "ft": "fort"}


def fold(text: str) -> str:
    """Return the text in small letters, without accents and apostrophes."""
    plain = text.translate(_APOSTROPHES).casefold().translate(_LETTERS)
    return "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))


def words_of(text: str) -> list[str]:
    """Return the words of a text that names a place."""
    return _WORD.findall(fold(text))


def key_of(words: Sequence[str]) -> str:
    """Return the key of these words: written as one, so that "Val-d'Or" and "Val d'Or" are alike."""
    return "".join(_SHORT.get(word, word) for word in words)
