"""Links in plain text: whatever an email app would make clickable, with a scheme or without one."""

import re
from functools import cache

from functions.domain.timing.regions import COUNTRIES
from functions.domain.word_lists import word_list

_SCHEME = re.compile(r"://|\bwww\.|\b(?:mailto|tel|sms):\S", re.IGNORECASE)
# An address of an email has its domain behind an @; "a.m./p.m." and "Mr.Smith" are no domains.
_WITH_PATH = re.compile(r"(?<![\w@.-])(?:[a-z0-9-]+\.)+[a-z]{2,18}(?::\d+)?[/?#]\w", re.IGNORECASE)
# In small letters only: "ASP.NET" is a word, and so is what follows a full stop without a space.
_BARE = re.compile(r"(?<![\w@.-])(?:[a-z0-9-]+\.)*[a-z0-9-]{2,}\.([a-z]{2,18})(?![\w@-])")


def has_link(text: str) -> bool:
    """Return whether the text has something that an email app makes a link of."""
    if _SCHEME.search(text) or _WITH_PATH.search(text):
        return True
    return any(match[1] in _ends() for match in _BARE.finditer(text))


@cache
def _ends() -> frozenset[str]:
    return word_list("domain_ends") | {country.lower() for country in COUNTRIES}
