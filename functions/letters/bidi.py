"""Names and titles in scripts that run from right to left, in sentences that run from left to right."""

import unicodedata

_RIGHT_TO_LEFT = frozenset({"R", "AL", "AN"})
# First strong isolate, and its end. What people typed has had its own such characters taken out.
_ISOLATE, _END = "\u2068", "\u2069"


def isolated(text: str) -> str:
    """The text, so that it can't reorder the sentence around it. One that runs from left to right stays as it is."""
    if text.isascii() or _RIGHT_TO_LEFT.isdisjoint(map(unicodedata.bidirectional, text)):
        return text
    return f"{_ISOLATE}{text}{_END}"
