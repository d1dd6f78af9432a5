"""The words of a person's name, as they compare: without case and accents, in whichever field they stand."""

import re
import unicodedata

from functions.domain.personal_data import PersonName

# A given name alone is that of many.
FULL_NAME = 2
_WORD_BREAK = re.compile(r"[\s'’ʼ‐.·・-]+")


def name_words(*parts: PersonName | None) -> frozenset[str]:
    """Return the words of what is presentable in these parts of one name."""
    name = " ".join(part.presentable() or "" for part in parts if part)
    letters = (c for c in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(c))
    return frozenset(_WORD_BREAK.sub(" ", "".join(letters)).split())


def names_agree(words: frozenset[str], other_words: frozenset[str]) -> bool:
    """Return whether one name may be a shorter form of the other: a part is missing, or all of it is."""
    return words <= other_words or other_words <= words
