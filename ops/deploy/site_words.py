"""The words of the site: one reviewed file per language, and every sentence that a page or a script takes from it.

A region's file has only what it says otherwise than its language.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from functions.domain.employers.language import base_of
from ops.terminal.failure import Failure
from ops.terminal.paths import shown

# Written from right to left. A language without a file costs nothing here.
_RIGHT_TO_LEFT = frozenset({"ar", "dv", "fa", "he", "ps", "ur", "yi"})
_MARKUP = re.compile(r"<|>|&#?\w+;|\*\*|`|\]\(")
_BRACKETS = re.compile(r"[][]")
# What the page itself says in scripts, and what only some visits need (`site/pages/parts/`).
SCRIPTS = ("script", "script_form", "script_member")
# The forms of a number, as Unicode's CLDR and every browser name them.
PLURAL_FORMS = frozenset({"zero", "one", "two", "few", "many", "other"})


@dataclass(frozen=True)
class Words:
    """The sentences of one language by dotted name, and which of them were said.

    `own`: those of the language's own file; a region has the others from its language.
    """

    language: str
    path: Path
    sections: Mapping[str, Any]
    sentences: Mapping[str, str]
    own: Mapping[str, str]
    said: set[str] = field(default_factory=set)

    @property
    def direction(self) -> str:
        """The direction in which the language is written, as HTML's `dir` has it."""
        return "rtl" if base_of(self.language) in _RIGHT_TO_LEFT else "ltr"

    def place(self, name: str = "") -> str:
        """Return the file that has the sentence, as a person would type it."""
        inherited = name and not any(known == name or known.startswith(f"{name}.") for known in self.own)
        return shown(self.path.with_name(f"{base_of(self.language)}.toml") if inherited else self.path)

    def forms(self, name: str) -> dict[str, str]:
        """Return the sentence of that name, or its forms for numbers; empty without any. Mark them as said."""
        names = [name]
        if name.partition(".")[0] in SCRIPTS:
            names += (f"{name}.{form}" for form in PLURAL_FORMS)
        forms = {known: self.sentences[known] for known in names if known in self.sentences}
        self.said.update(forms)
        return forms

    def unsaid(self) -> Iterator[str]:
        """Yield a mistake for each sentence that no page and no script has asked for."""
        for name in self.own:
            if name not in self.said:
                yield f"{shown(self.path)}: {name}: no page and no script says it"


def languages(folder: Path) -> list[str]:
    """Return the tags of the languages that have a file."""
    return sorted(path.stem for path in folder.glob("*.toml"))


def read_words(folder: Path, language: str) -> Words:
    """Read the file of a language, over that of its base. Raise Failure where there is none, or no TOML in it."""
    path, base = folder / f"{language}.toml", folder / f"{base_of(language)}.toml"
    if language not in languages(folder):
        known = ", ".join(languages(folder))
        raise Failure(f"The site has no words in {language}: {shown(path)} is missing", f"known are: {known}")
    own = _read(path)
    inherits = base != path and base.exists()
    sections = _over(_read(base), own) if inherits else own
    return Words(language, path, sections, dict(_flat(sections)), dict(_flat(own)))


def blemishes(words: Words) -> Iterator[str]:
    """Yield a mistake for each sentence that is no text, has markup in it, or has brackets that do not match."""
    file = shown(words.path)
    for name, sentence in words.own.items():
        place = f"{file}: {name}"
        if not isinstance(sentence, str) or not sentence.strip():
            yield f"{place}: must be a sentence in quotes"
        elif found := _MARKUP.search(sentence):
            yield f'{place}: markup, "{found[0]}": elements belong into the page, and [brackets] mark their text'
        elif re.sub("(?:\\[])+", "", "".join(_BRACKETS.findall(sentence))):
            yield f"{place}: each [ needs its own ], one after the other"


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except tomllib.TOMLDecodeError as err:
        raise Failure(f"{shown(path)}: {err}", "correct that line") from None


def _over(base: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """Return the base's sections with the region's own sentences in place of the base's."""
    merged = dict(base)
    for name, entry in own.items():
        inherited = base.get(name)
        nested = isinstance(entry, dict) and isinstance(inherited, dict)
        merged[name] = _over(inherited, entry) if nested and inherited else entry
    return merged


def _flat(section: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    for name, entry in section.items():
        if isinstance(entry, dict):
            yield from _flat(entry, f"{prefix}{name}.")
        else:
            yield prefix + name, entry
