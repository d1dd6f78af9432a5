"""The reviewed sentences of every language and the layout around them.

People write them in `templates/`; the build turns those into the files that a function reads (`ops/words/source.py`).
"""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from string import Template
from typing import Any

from functions.domain.employers.language import Language
from functions.letters.bidi import isolated

# A file for each language, and one with the version of all.
WORDINGS = Path(__file__).parent / "wordings"
_VERSION = "version.json"

type Sentences = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True)
class Wording:
    """One language's sentences by section, and the HTML layout. `version` is made from exactly these."""

    version: str
    language: Language
    sentences: Sentences
    layout: Template

    def say(self, section: str, name: str, **values: str) -> str:
        """Return the sentence with its braces filled in; what stands in `values` is text, whatever it looks like."""
        sentence: str = self.sentences[section][name]
        return sentence.format(**{key: isolated(value) for key, value in values.items()})

    def day(self, moment: datetime) -> str:
        """Return the date as it is written in this language."""
        date = self.sentences["date"]
        day = date.get("first", "1") if moment.day == 1 else str(moment.day)
        pattern: str = date["pattern"]
        return pattern.format(day=day, month=date["months"][moment.month - 1], year=moment.year)

    def forbids(self, text: str) -> bool:
        """Return whether one of the language's forbidden words stands in it."""
        return self._forbidden.search(text.casefold()) is not None

    @cached_property
    def _forbidden(self) -> re.Pattern[str]:
        words = (re.escape(word.casefold()).replace(r"\*", r"\w*") for word in self.sentences["forbidden"]["words"])
        return re.compile(rf"(?<!\w)(?:{'|'.join(words)})(?!\w)")


class Wordings:
    """The words of all languages, each read when it is first written in. `version` changes with any of them."""

    def __init__(self, version: str, read: Callable[[Language], Wording]) -> None:
        self.version, self._read, self._known = version, read, dict[Language, Wording]()

    def of(self, language: Language) -> Wording:
        """Return the words of one language."""
        if language not in self._known:
            self._known[language] = self._read(language)
        return self._known[language]


def write_wordings(wordings: Mapping[Language, Wording], version: str, folder: Path) -> None:
    """Write what `read_wordings` reads."""
    folder.mkdir(exist_ok=True)
    _write(folder / _VERSION, version)
    for language, wording in wordings.items():
        written = {"version": wording.version, "sentences": wording.sentences, "layout": wording.layout.template}
        _write(folder / f"{language}.json", written)


def read_wordings(folder: Path | None = None) -> Wordings:
    """Return the words that are deployed. Raises FileNotFoundError in an artifact that `make build` has not made."""
    folder = folder or WORDINGS

    def read(language: Language) -> Wording:
        written = _read(folder / f"{language}.json")
        return Wording(written["version"], language, written["sentences"], Template(written["layout"]))

    return Wordings(_read(folder / _VERSION), read)


def _write(file: Path, value: object) -> None:
    file.write_text(json.dumps(value, ensure_ascii=False, indent=1), "utf-8")


def _read(file: Path) -> Any:
    return json.loads(file.read_bytes())
