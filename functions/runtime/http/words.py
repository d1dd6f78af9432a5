"""The sentences of an API for people: one JSON file for each language, reviewed as text."""

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


# Kept for the life of the process: the file is part of the artifact.
@cache
def read_words(folder: Path, language: str) -> Words:
    """Return the words in `<language>.json`. The file is read once."""
    return Words(language, json.loads((folder / f"{language}.json").read_text("utf-8")))
