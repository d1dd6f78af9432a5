"""Checks of the wording files: each is readable, belongs to a language, and has the sentences that the others have."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from string import Template
from typing import Any

from functions.domain.employers.language import Language, base_of
from ops.words.lint.combinations import LANGUAGES
from ops.words.lint.consensus import corrected
from ops.words.lint.findings import Finding
from ops.words.lint.sentences import (
    Problem,
    Sentences,
    broken_sentences,
    missing_keys,
    sections_of,
    unknown_keys,
    wrong_sentences,
)

_REFERENCE = "en"
_LAYOUT = "layout.html"
_LAYOUT_PLACEHOLDERS = {"body", "colour", "footer", "language", "status", "subject"}


@dataclass(frozen=True)
class Files:
    """The folder with the wording files."""

    folder: Path

    @property
    def findings(self) -> list[Finding]:
        """Return what is wrong with the layout and with each file."""
        by_file = [*self._broken.values(), *(self._wrong_in(name) for name in self._read)]
        return [*self._layout, *self._unknown_files(), *(finding for findings in by_file for finding in findings)]

    @property
    def broken(self) -> list[Language]:
        """Return the languages in which no notice can be rendered."""
        broken = self._broken
        return [name for name in LANGUAGES if self._layout or broken[name] or broken[base_of(name)]]

    def own_sentences(self, language: Language) -> Sentences:
        """Return the sentences of the language's own file by section; none if the file can't be read."""
        return self._read[language][0]

    @cached_property
    def _layout(self) -> list[Finding]:
        return list(_wrong_layout(self.folder / _LAYOUT))

    @cached_property
    def _read(self) -> Mapping[str, tuple[Sentences, list[Finding]]]:
        names = dict.fromkeys(part for language in LANGUAGES for part in (base_of(language), language))
        return {name: _read(self.folder / f"{name}.toml") for name in names}

    @cached_property
    def _broken(self) -> Mapping[str, list[Finding]]:
        return {
            name: unreadable or _in_file(name, broken_sentences(own, is_region=name != base_of(name)))
            for name, (own, unreadable) in self._read.items()
        }

    @cached_property
    def _reference(self) -> Sentences:
        """Return what every language must have: en.toml, unless it alone differs from all others."""
        others = [own for name, (own, _) in self._read.items() if name == base_of(name) != _REFERENCE]
        return corrected(self._read[_REFERENCE][0], others)

    def _wrong_in(self, name: str) -> list[Finding]:
        own, base = self._read[name][0], self._read[base_of(name)][0]
        of_base = base if name != base_of(name) else None
        # A file that can't be read is a finding of its own; comparing with it would only add false ones.
        can_compare = own and base and self._read[_REFERENCE][0]
        wrong = list(unknown_keys(own, of_base, self._reference)) if can_compare else []
        if can_compare and of_base is None:
            remedy = "every other language has it" if name == _REFERENCE else "translate it from en.toml"
            wrong += missing_keys(own, self._reference, remedy)
        return _in_file(name, [*wrong, *wrong_sentences(own, of_base or {}, self._reference)])

    def _unknown_files(self) -> Iterator[Finding]:
        known = {_LAYOUT, *(f"{name}.toml" for name in self._read)}
        for path in sorted(self.folder.iterdir()):
            if path.name not in known and path.suffix == ".toml":
                remedy = "add it to functions/domain/employers/language.py, or delete the file"
                yield Finding(path.name, f"is not a Language: {remedy}")
            elif path.name not in known:
                yield Finding(path.name, "is not a wording file: delete it, or it would be deployed")


def _read(path: Path) -> tuple[Sentences, list[Finding]]:
    """Return the sections of one file, or why it can't be read."""
    try:
        content = path.read_bytes()
        sections = tomllib.loads(content.decode())
    except FileNotFoundError:
        return {}, [Finding(path.name, "is missing, but there is a Language of this name: add the file")]
    except UnicodeDecodeError as err:
        line = content[: err.start].count(b"\n") + 1
        return {}, [Finding(path.name, f"is not UTF-8 text at line {line}: save it as UTF-8")]
    except tomllib.TOMLDecodeError as err:
        return {}, [Finding(path.name, f"is not valid TOML: {err}. Correct that line")]
    return _checked(path, sections)


def _checked(path: Path, content: dict[str, Any]) -> tuple[Sentences, list[Finding]]:
    language = content.pop("language", None)
    sections, problems = sections_of(content)
    if language is None:
        problems = [("language", f'is missing: write language = "{path.stem}" above the first section'), *problems]
    elif language != path.stem:
        problems = [("language", f"is {language!r}, but the file is {path.name}: make them match"), *problems]
    findings = _in_file(path.stem, problems)
    return ({} if findings else sections), findings


def _in_file(name: str, problems: Iterable[Problem]) -> list[Finding]:
    return [Finding(f"{name}.toml {place}", message) for place, message in problems]


def _wrong_layout(path: Path) -> Iterator[Finding]:
    try:
        layout = Template(path.read_text("utf-8"))
    except FileNotFoundError:
        yield Finding(path.name, "is missing: every notice needs it")
        return
    except UnicodeDecodeError:
        yield Finding(path.name, "is not UTF-8 text: save it as UTF-8")
        return
    if not layout.is_valid():
        yield Finding(path.name, "has a $ without a name: write $$ to show a $")
        return
    named = set(layout.get_identifiers())
    for name in sorted(named ^ _LAYOUT_PLACEHOLDERS):
        remedy = "is never filled in: remove it" if name in named else "is missing: add it where it belongs"
        yield Finding(path.name, f"${name} {remedy}")
