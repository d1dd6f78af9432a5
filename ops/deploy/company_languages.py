"""The texts of an employer in each language that it offers, and what is missing or wrong in them.

Another employer has the first one's translation of a text that it has from the first, letter for letter.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import get_args

from functions.domain.employers.language import Language, base_of
from ops.deploy.company_mistakes import refusal
from ops.deploy.company_words import Key, Words
from ops.deploy.toml_lines import Place

type _Mistakes = Iterator[tuple[Place, str]]
_LANGUAGES = get_args(Language)
_LICENCE = re.compile(r"\{licence(?:_checked_on)?\}")


@dataclass(frozen=True)
class Part:
    """One employer's part of the file: texts in its own language, and translations of texts."""

    language: str
    words: Words
    translations: Mapping[str, Words]

    def text(self, language: str, key: Key) -> str | None:
        """Return the text in that language; None where this part does not have it."""
        return (self.words if language == self.language else self.translations.get(language, {})).get(key)

    def speaks(self, language: str) -> bool:
        """Return whether it says anything in that language."""
        return language == self.language or language in self.translations


@dataclass(frozen=True)
class Translated:
    """An employer's texts. `parts`: its own part of the file, and, for another than the first, the first's."""

    words: Words
    language: str
    parts: Sequence[Part]

    def in_each(self, offered: Iterable[str]) -> dict[str, Words]:
        """Return all texts in its own language and each offered one.

        Raises pydantic.ValidationError with every text that is missing, or that translates nothing.
        """
        found = {self.language: self._all(self.language), **self._offered(offered)}
        wrong = [*self._wrong_parts(), *self._unspoken(offered), *self._missing(found)]
        if wrong:
            raise refusal(wrong)
        return {language: self._all(language) for language in found}

    def _offered(self, offered: Iterable[str]) -> dict[str, Words]:
        tags = [tag for language in offered if (tag := self._tag(language))]
        return {tag: self._all(tag) for tag in tags}

    def _tag(self, language: str) -> str | None:
        """Return the language, or the one that it is a region of, if there are texts in it."""
        chain = (language, base_of(language))
        return next((tag for tag in chain if any(part.speaks(tag) for part in self.parts)), None)

    def _all(self, language: str) -> Words:
        texts = {key: self._text(language, key) or self._text(base_of(language), key) for key in self.words}
        return {key: text for key, text in texts.items() if text is not None}

    def _text(self, language: str, key: Key) -> str | None:
        known = (part.text(language, key) for part in self.parts if part.words.get(key) in (None, self.words[key]))
        return next((text for text in known if text is not None), None)

    def _unspoken(self, offered: Iterable[str]) -> _Mistakes:
        for language in offered:
            if self._tag(language) is None:
                yield ("languages", "offered"), f"has {language}, but there is no [translations.{base_of(language)}]"

    def _missing(self, found: Mapping[str, Words]) -> _Mistakes:
        for language, texts in found.items():
            for key in self.words:
                place = ("translations", self._written(language), *key)
                if key not in texts and language == self.language:
                    yield ("consent", "language"), f"is {language}, but nothing says {'.'.join(key)} in it"
                elif key not in texts:
                    yield place, "is missing, because languages.offered has this language"
                elif lost := set(_LICENCE.findall(self.words[key])) ^ set(_LICENCE.findall(texts[key])):
                    yield place, f"should have {' and '.join(sorted(lost))} where the text that it translates has it"

    def _written(self, language: str) -> str:
        """Return the language whose section should have what is missing in this one."""
        base = base_of(language)
        return base if any(base in part.translations for part in self.parts) else language

    def _wrong_parts(self) -> _Mistakes:
        own = self.parts[0]
        for language, texts in own.translations.items():
            place = ("translations", language)
            if language not in _LANGUAGES:
                yield place, f"is no language of the emails: those are {', '.join(_LANGUAGES)}"
            elif language == own.language:
                yield place, "is the language that consent.language names: its texts stand in their own sections"
            for key in texts:
                if key not in self.words:
                    yield (*place, *key), f"translates nothing: there is no such id{self._meant(key)}"

    def _meant(self, key: Key) -> str:
        ids = [known[-1] for known in self.words if known[:-1] == key[:-1]]
        close = get_close_matches(key[-1], ids, n=1)
        return f"; did you mean {close[0]}?" if close else ""
