"""Isolation of right-to-left names and titles inside left-to-right sentences."""

import unicodedata

_RIGHT_TO_LEFT = frozenset({"R", "AL", "AN"})
# First strong isolate, and its end. `one_line` has removed any that somebody typed, so that ours always match.
_ISOLATE, _END = "\u2068", "\u2069"


def isolated(text: str) -> str:
    """Return the text isolated, so that it cannot reorder the sentence around it.

    Text that runs from left to right is returned unchanged.
    """
    if text.isascii() or _RIGHT_TO_LEFT.isdisjoint(map(unicodedata.bidirectional, text)):
        return text
    return f"{_ISOLATE}{text}{_END}"
