"""The reviewed sentences of every language and the layout around them, read from `templates/` when first needed."""

import hashlib
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from string import Template
from typing import Any

from functions.domain.employers.language import Language
from functions.letters.bidi import isolated

TEMPLATES = Path(__file__).parent / "templates"
_LAYOUT = "layout.html"

type Sentences = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True)
class Wording:
    """One language's sentences by section, and the HTML layout. `version` is made from exactly these."""

    version: str
    language: Language
    sentences: Sentences
    layout: Template

    def say(self, section: str, name: str, **values: str) -> str:
        """Return the sentence with its braces filled in."""
        sentence: str = self.sentences[section][name]
        # Only our own sentence is a format; braces in a value, such as a job title, stay as they are.
        return sentence.format(**{key: isolated(value) for key, value in values.items()})

    def day(self, moment: datetime) -> str:
        """Return the date as this language writes it."""
        date = self.sentences["date"]
        day = date.get("first", "1") if moment.day == 1 else str(moment.day)
        pattern: str = date["pattern"]
        return pattern.format(day=day, month=date["months"][moment.month - 1], year=moment.year)

    def forbids(self, text: str) -> bool:
        """Return whether the text has one of the language's forbidden words."""
        return self._forbidden.search(text.casefold()) is not None

    @cached_property
    def _forbidden(self) -> re.Pattern[str]:
        words = (re.escape(word.casefold()).replace(r"\*", r"\w*") for word in self.sentences["forbidden"]["words"])
        return re.compile(rf"(?<!\w)(?:{'|'.join(words)})(?!\w)")


class Wordings:
    """The words of all languages. `version` changes with any of them."""

    def __init__(self, folder: Path = TEMPLATES) -> None:
        self._folder, self._read = folder, dict[Language, Wording]()

    @cached_property
    def version(self) -> str:
        return _digest(*sorted(path for path in self._folder.iterdir() if path.is_file()))

    def of(self, language: Language) -> Wording:
        if language not in self._read:
            self._read[language] = read_wording(language, self._folder)
        return self._read[language]


def read_wording(language: Language, folder: Path = TEMPLATES) -> Wording:
    """One language's words: those of a region are what it says otherwise than its language."""
    base, region = language.partition("-")[::2]
    files = [folder / f"{base}.toml", *([folder / f"{language}.toml"] if region else [])]
    sentences: dict[str, dict[str, Any]] = {}
    for file in files:
        said = tomllib.loads(file.read_text("utf-8"))
        del said["language"]
        for section, own in said.items():
            sentences[section] = {**sentences.get(section, {}), **own}
    layout = folder / _LAYOUT
    version = f"{language}-{_digest(*files, layout)}"
    return Wording(version, language, sentences, Template(layout.read_text("utf-8")))


def _digest(*files: Path) -> str:
    """8 hex digits: people compare them."""
    return hashlib.sha256(b"\0".join(path.read_bytes() for path in files)).hexdigest()[:8]
