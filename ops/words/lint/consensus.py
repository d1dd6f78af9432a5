"""The consensus of the languages: where one file differs from all others, that file is the one to correct."""

from collections.abc import Sequence

from ops.words.lint.placeholders import placeholders_or_none
from ops.words.lint.sentences import Sentences, each


def corrected(reference: Sentences, others: Sequence[Sentences]) -> Sentences:
    """Return the reference with the keys and placeholders on which all others agree.

    Without this, one mistake in the reference would be reported for every translation, and following the report would
    damage them all.
    """
    result = {section: dict(sentences) for section, sentences in reference.items()}
    first, *rest = others
    for section, name, sentence in each(first):
        agreed = placeholders_or_none(sentence)
        if agreed is None or any(_placeholders(other, section, name) != agreed for other in rest):
            continue
        if name not in reference.get(section, {}) or _placeholders(reference, section, name) not in (None, agreed):
            result.setdefault(section, {})[name] = sentence
    return result


def _placeholders(sentences: Sentences, section: str, name: str) -> frozenset[str] | None:
    return placeholders_or_none(sentences.get(section, {}).get(name))
