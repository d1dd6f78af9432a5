"""Values that say nothing: what a program or a form writes where it has none."""

import re
from functools import cache

from functions.domain.word_lists import word_list

# Where the parts of a place, or of a title, are put together.
_JOINT = re.compile(r"\s*[,;|·•]\s*|\s+[-–—/]\s+")
# A town in Piedmont, and Python's nothing.
_ALSO_A_TOWN = "None"


def says_nothing(text: str) -> bool:
    """Return whether the text is what a program or a form has for no value, as in "null" or "undefined, undefined"."""
    return _is_nothing(text) or all(map(_is_nothing, _JOINT.split(text)))


def has_nothing(text: str) -> bool:
    """Return whether a part of a place says nothing, as in "undefined, ON"."""
    first, *more = _JOINT.split(text)
    return says_nothing(text) or any(map(_is_code, more)) or (first != _ALSO_A_TOWN and _is_code(first))


@cache
def _phrases() -> frozenset[str]:
    return word_list("nothing") - word_list("nothing", "code")


def _is_nothing(part: str) -> bool:
    text = part.strip(" .:'\"")
    if not any(map(str.isalnum, text)):
        return True
    return _is_code(part) or text.casefold() in _phrases() or part.strip().casefold() in _phrases()


def _is_code(part: str) -> bool:
    codes = word_list("nothing", "code")
    return part.strip() in codes or all(word in codes for word in part.split())
