"""The words of the site: one reviewed file per language, and every sentence that a page or a script takes from it."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ops.terminal.failure import Failure
from ops.terminal.paths import shown

# Written from right to left. A language without a file costs nothing here.
_RIGHT_TO_LEFT = frozenset({"ar", "dv", "fa", "he", "ps", "ur", "yi"})
_MARKUP = re.compile(r"<|>|&#?\w+;|\*\*|`|\]\(")
_BRACKETS = re.compile(r"[][]")
SCRIPT = "script"
# The forms of a number, as Unicode's CLDR and every browser name them.
PLURAL_FORMS = frozenset({"zero", "one", "two", "few", "many", "other"})


@dataclass(frozen=True)
class Words:
    """The sentences of one language by dotted name, and which of them were said."""

    language: str
    path: Path
    sections: Mapping[str, Any]
    sentences: Mapping[str, str]
    said: set[str] = field(default_factory=set)

    @property
    def direction(self) -> str:
        """The direction in which the language is written, as HTML's `dir` has it."""
        return "rtl" if self.language.partition("-")[0] in _RIGHT_TO_LEFT else "ltr"

    def forms(self, name: str) -> dict[str, str]:
        """Return the sentence of that name, or its forms for numbers; empty without any. Mark them as said."""
        names = [name, *(f"{name}.{form}" for form in PLURAL_FORMS)] if name.startswith(f"{SCRIPT}.") else [name]
        forms = {known: self.sentences[known] for known in names if known in self.sentences}
        self.said.update(forms)
        return forms

    def unsaid(self) -> Iterator[str]:
        """Yield a mistake for each sentence that no page and no script has asked for."""
        for name in self.sentences:
            if name not in self.said:
                yield f"{shown(self.path)}: {name}: no page and no script says it"


def languages(folder: Path) -> list[str]:
    """Return the tags of the languages that have a file."""
    return sorted(path.stem for path in folder.glob("*.toml"))


def read_words(folder: Path, language: str) -> Words:
    """Read the file of a language. Raise Failure where there is none, or where it is not TOML."""
    path = folder / f"{language}.toml"
    if language not in languages(folder):
        known = ", ".join(languages(folder))
        raise Failure(f"The site has no words in {language}: {shown(path)} is missing", f"known are: {known}")
    try:
        sections = tomllib.loads(path.read_text("utf-8"))
    except tomllib.TOMLDecodeError as err:
        raise Failure(f"{shown(path)}: {err}", "correct that line") from None
    return Words(language, path, sections, dict(_flat(sections)))


def blemishes(words: Words) -> Iterator[str]:
    """Yield a mistake for each sentence that is no text, has markup in it, or has brackets that do not match."""
    for name, sentence in words.sentences.items():
        place = f"{shown(words.path)}: {name}"
        if not isinstance(sentence, str) or not sentence.strip():
            yield f"{place}: must be a sentence in quotes"
        elif found := _MARKUP.search(sentence):
            yield f'{place}: markup, "{found[0]}": elements belong into the page, and [brackets] mark their text'
        elif re.sub("(?:\\[])+", "", "".join(_BRACKETS.findall(sentence))):
            yield f"{place}: each [ needs its own ], one after the other"


def _flat(section: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    for name, entry in section.items():
        if isinstance(entry, dict):
            yield from _flat(entry, f"{prefix}{name}.")
        else:
            yield prefix + name, entry
