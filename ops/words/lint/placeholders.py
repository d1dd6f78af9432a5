"""The {placeholders} of a sentence, and its own words between them."""

from collections.abc import Set as AbstractSet
from functools import cache
from string import Formatter


@cache
def placeholders_in(sentence: str) -> frozenset[str]:
    """Return the names in {braces}, with any conversion and format. Raise ValueError if a brace is unmatched."""
    return frozenset(
        name + (f"!{conversion}" if conversion else "") + (f":{spec}" if spec else "")
        for _, name, spec, conversion in Formatter().parse(sentence)
        if name is not None
    )


def placeholders_or_none(sentence: object) -> frozenset[str] | None:
    """Return the placeholders; None for anything but a sentence, and for one with an unmatched brace."""
    try:
        return placeholders_in(sentence) if isinstance(sentence, str) else None
    except ValueError:
        return None


@cache
def without_values(sentence: str) -> str:
    """Return the sentence's own words. Raise ValueError if a brace is unmatched."""
    return " ".join("".join(literal for literal, *_ in Formatter().parse(sentence)).split())


def shown(names: AbstractSet[str]) -> str:
    """Return the names as a person reads them: {company} and {job}."""
    return " and ".join(f"{{{name}}}" for name in sorted(names)) or "no placeholders"
