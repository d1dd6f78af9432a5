"""The lists of words in `words/`, which people review. Each is read when it is first needed."""

from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).with_name("words")


@cache
def word_list(name: str, *only: str) -> frozenset[str]:
    """Return the words of a list; `only` those of these groups, if any is named.

    A line is `group: word, word`. A group is a language, or what the line says it is.
    """
    lines = (_FOLDER / f"{name}.txt").read_text("utf-8").splitlines()
    groups = (line.split(": ", 1) for line in lines if line and not line.startswith("#"))
    return frozenset(word for group, words in groups if not only or group in only for word in words.split(", "))


def groups_of(name: str) -> frozenset[str]:
    """Return the groups of a list."""
    lines = (_FOLDER / f"{name}.txt").read_text("utf-8").splitlines()
    return frozenset(line.partition(": ")[0] for line in lines if line and not line.startswith("#"))
