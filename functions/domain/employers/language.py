"""The language that a person is written to in, from the locale that an ATS reports."""

import re
from collections.abc import Sequence
from typing import Literal

# BCP 47. A tag without a region covers every region that has no tag of its own: en is British and international, fr is
# France's, pt is Brazil's.
Language = Literal["en", "en-CA", "en-US", "de", "es", "fr", "fr-CA", "pl", "pt", "pt-PT"]

_PARTS = re.compile(r"[-_.@]")
_REGION = re.compile(r"[A-Za-z]{2}|[0-9]{3}")


def base_of(language: str) -> str:
    """Return the language without its region."""
    return language.partition("-")[0]


def language_for(locale: str | None, offered: Sequence[Language], default: Language) -> Language:
    """Return the offered language of `locale` (en-CA, en_CA.UTF-8, fr-Latn-CA), its nearest, or `default`."""
    return nearest_language(locale, offered, default) or default


def nearest_language(locale: str | None, offered: Sequence[Language], default: Language) -> Language | None:
    """Return the offered language of `locale`, or its nearest; None where none is of that language.

    The nearest of a locale without a region is the default where it is of that language.
    """
    spoken, *rest = _PARTS.split((locale or "").strip())
    region = next((part.upper() for part in rest if _REGION.fullmatch(part)), None)
    wanted = [f"{spoken.lower()}-{region}", spoken.lower()] if region else [spoken.lower()]
    alike = [language for language in offered if base_of(language) == wanted[-1]]
    if region is None and default in alike:
        return default
    exact = (language for name in wanted for language in alike if language == name)
    return next(exact, default if default in alike else next(iter(alike), None))
