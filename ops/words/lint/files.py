"""The files of the words: each can be read, each is that of a language, and none leaves out what the others say."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from string import Template
from typing import Any

from functions.domain.employers.language import Language
from ops.words.lint.combinations import LANGUAGES
from ops.words.lint.findings import Finding
from ops.words.lint.sentences import Sentences, Wrong, broken_sentences, sections_of, wrong_keys, wrong_sentences

_REFERENCE = "en"
_LAYOUT = "layout.html"
_LEFT_OPEN = {"body", "colour", "footer", "language", "status", "subject"}


@dataclass(frozen=True)
class Files:
    """The folder with the words. `unsound`: languages of whose files no notice can be made."""

    folder: Path

    @property
    def findings(self) -> list[Finding]:
        by_file = [*self._broken.values(), *(self._wrong_in(name) for name in self._read)]
        return [*self._layout, *self._strangers(), *(one for found in by_file for one in found)]

    @property
    def unsound(self) -> list[Language]:
        broken = self._broken
        return [name for name in LANGUAGES if self._layout or broken[name] or broken[_base(name)]]

    def own_sentences(self, language: Language) -> Sentences:
        """What its own file says, by section; empty where that can't be read."""
        return self._read[language][0]

    @cached_property
    def _layout(self) -> list[Finding]:
        return list(_wrong_layout(self.folder / _LAYOUT))

    @cached_property
    def _read(self) -> Mapping[str, tuple[Sentences, list[Finding]]]:
        names = dict.fromkeys(part for language in LANGUAGES for part in (_base(language), language))
        return {name: _read(self.folder / f"{name}.toml") for name in names}

    @cached_property
    def _broken(self) -> Mapping[str, list[Finding]]:
        return {
            name: unreadable or _in_file(name, broken_sentences(own, is_region=name != _base(name)))
            for name, (own, unreadable) in self._read.items()
        }

    def _wrong_in(self, name: str) -> list[Finding]:
        own, base, reference = (self._read[one][0] for one in (name, _base(name), _REFERENCE))
        of_base = base if name != _base(name) else None
        # Where one can't be read, that is the finding.
        wrong = list(wrong_keys(own, of_base, reference)) if own and base and reference else []
        return _in_file(name, [*wrong, *wrong_sentences(own, of_base or {}, reference)])

    def _strangers(self) -> Iterator[Finding]:
        known = {_LAYOUT, *(f"{name}.toml" for name in self._read)}
        for path in sorted(self.folder.iterdir()):
            if path.name not in known and path.suffix == ".toml":
                yield Finding(
                    path.name, "is no Language: add it to functions/domain/employers/language.py, or take the file away"
                )
            elif path.name not in known:
                yield Finding(path.name, "is no file of the words: take it away, it would be deployed with them")


def _base(name: str) -> str:
    return name.partition("-")[0]


def _read(path: Path) -> tuple[Sentences, list[Finding]]:
    """The sections of one file, or what is wrong with it."""
    try:
        content = path.read_bytes()
        said = tomllib.loads(content.decode())
    except FileNotFoundError:
        return {}, [Finding(path.name, "there is none, but a Language of that name: write the file")]
    except UnicodeDecodeError as err:
        line = content[: err.start].count(b"\n") + 1
        return {}, [Finding(path.name, f"is not UTF-8 text at line {line}: save it as UTF-8")]
    except tomllib.TOMLDecodeError as err:
        return {}, [Finding(path.name, f"is not TOML: {err}. Correct it there")]
    return _checked(path, said)


def _checked(path: Path, said: dict[str, Any]) -> tuple[Sentences, list[Finding]]:
    language = said.pop("language", None)
    sections, wrong = sections_of(said)
    if language is None:
        wrong = [("language", f'is missing: write language = "{path.stem}" above the first section'), *wrong]
    elif language != path.stem:
        wrong = [("language", f"is {language!r}, and the file is {path.name}: make them the same"), *wrong]
    findings = _in_file(path.stem, wrong)
    return ({} if findings else sections), findings


def _in_file(name: str, wrong: Iterable[Wrong]) -> list[Finding]:
    return [Finding(f"{name}.toml {place}", says) for place, says in wrong]


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
        yield Finding(path.name, "has a $ that names nothing: write $$ where one is meant to be shown")
        return
    named = set(layout.get_identifiers())
    for name in sorted(named ^ _LEFT_OPEN):
        remedy = "is never filled in: take it out" if name in named else "is missing: put it where it belongs"
        yield Finding(path.name, f"${name} {remedy}")
