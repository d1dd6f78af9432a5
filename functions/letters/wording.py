"""The reviewed sentences of every language and the layout around them.

People write them in `templates/`; the build turns those into the files that a function reads (`ops/words/source.py`).
"""

import json
import re
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cached_property
from pathlib import Path
from string import Template
from typing import Any

from functions.domain.employers.language import Language
from functions.domain.lean_dataclass import dataclass
from functions.domain.personal_data import EmailAddress, PersonName, greeting_name
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
        """Return the sentence with its braces filled in."""
        sentence: str = self.sentences[section][name]
        for key, value in values.items():
            # "Acme Inc." brings the full stop of its sentence along.
            if value.endswith("."):
                sentence = sentence.replace(f"{{{key}}}.", f"{{{key}}}")
        # Only our own sentence is a format; braces in a value, such as a job title, stay as they are.
        return sentence.format(**{key: value if value.isascii() else isolated(value) for key, value in values.items()})

    def greeting(self, given_name: PersonName | None, family_name: PersonName | None, address: EmailAddress) -> str:
        """Return the greeting with the names that the language greets by, if each of them looks like one."""
        known = {"given_name": given_name, "family_name": family_name}
        shown = {key: name for key, value in known.items() if (name := greeting_name(value, address))}
        named = self.sentences.get("greeting", {}).get("named", "")
        wanted = [key for key in known if f"{{{key}}}" in named]
        # Half of a name would look like a form that was not filled in.
        if "given_name" not in shown or not shown.keys() >= set(wanted):
            return self.say("greeting", "neutral")
        return self.say("greeting", "named", **{key: shown[key] for key in wanted})

    def day(self, moment: datetime) -> str:
        """Return the date as this language writes it."""
        date = self.sentences["date"]
        day = date.get("first", "1") if moment.day == 1 else str(moment.day)
        pattern: str = date["pattern"]
        return pattern.format(day=day, month=date["months"][moment.month - 1], year=moment.year)

    def forbids(self, text: str) -> bool:
        """Return whether the text has one of the language's forbidden words."""
        return self._forbidden.search(_folded(text)) is not None

    @cached_property
    def _forbidden(self) -> re.Pattern[str]:
        words = (re.escape(_folded(word)).replace(r"\*", r"\w*") for word in self.sentences["forbidden"]["words"])
        return re.compile(rf"(?<!\w)(?:{'|'.join(words)})(?!\w)")


class Wordings:
    """The words of all languages, each loaded on first use. `version` changes with any of them."""

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


def _folded(text: str) -> str:
    """Return the text without its case, and with one kind of apostrophe: people type two."""
    return text.casefold().replace("'", "’")


def _write(file: Path, value: object) -> None:
    file.write_text(json.dumps(value, ensure_ascii=False, indent=1), "utf-8")


def _read(file: Path) -> Any:
    return json.loads(file.read_bytes())
