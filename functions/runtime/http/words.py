"""The sentences of an API for people: a JSON file for each language, and one for a region that says some otherwise."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from functions.domain.lean_dataclass import dataclass


@dataclass(frozen=True)
class Words:
    """The sentences of one language. `language` is its BCP 47 tag."""

    language: str
    sentences: dict[str, Any]

    def say(self, *names: str, **values: str) -> str:
        """Return the sentence at the end of these names, with its braces filled in."""
        sentence: Any = self.sentences
        for name in names:
            sentence = sentence[name]
        return str(sentence).format(**values)


# Kept for the life of the process: the files are part of the artifact.
@cache
def read_words(folder: Path, language: str) -> Words:
    """Return the words of a language. Those of a region are what its own file, if there is one, says otherwise."""
    base = language.partition("-")[0]
    own = folder / f"{language}.json"
    if language == base:
        return Words(language, _read(own))
    said = read_words(folder, base).sentences
    return Words(language, _merged(said, _read(own)) if own.exists() else said)


def _read(file: Path) -> dict[str, Any]:
    sentences: dict[str, Any] = json.loads(file.read_bytes())
    return sentences


def _merged(sentences: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    changed = {name: _merged(sentences[name], said) if isinstance(said, dict) else said for name, said in own.items()}
    return {**sentences, **changed}
