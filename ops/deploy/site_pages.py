"""A page of the site in one language: its placeholders are replaced by sentences and by the employer's own values.

`{{home.lead}}` in a page is a sentence, `{{brand.name}}` a value, as is `{brand.name}` in a sentence. For the stretches
that a sentence has in [brackets] the page gives the elements, in their order: `{{not_found.again <a href="/stay/">}}`.
"""

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ops.deploy.site_scripts import as_json
from ops.deploy.site_words import SCRIPTS, Words
from ops.terminal.paths import shown

_PLACEHOLDER = re.compile(r"\{\{\s*([\w.]+)((?:\s*<[^>]*>)*)\s*\}\}")
_ELEMENT = re.compile(r"<(\w+)[^>]*>")
# A full stop after a value belongs to it where the value ends with one: "NorthStaff Inc.", not "NorthStaff Inc..".
_PARTS = re.compile(r"\{([\w.]*)\}(\.?)|[][]")


@dataclass(frozen=True)
class Renderer:
    """The words of one language and the employer's values; collects every mistake with its place.

    `elements` are values that are markup, such as the links to other languages.
    """

    words: Words
    values: Mapping[str, str]
    elements: Mapping[str, str] = field(default_factory=dict)
    mistakes: list[str] = field(default_factory=list)

    def page(self, path: Path) -> str:
        """Return the page with each placeholder replaced by its escaped words."""
        source, file = path.read_text("utf-8"), shown(path)

        def replaced(match: re.Match[str]) -> str:
            place = f"{file}:{source.count('\n', 0, match.start()) + 1}"
            return self._replace(match[1], [*_ELEMENT.finditer(match[2])], place)

        text = _PLACEHOLDER.sub(replaced, source)
        if "{{" in text:
            self.mistakes.append(f"{file}: braces that are no placeholder: {text[text.index('{{') :][:40]}")
        return text

    def _replace(self, name: str, elements: list[re.Match[str]], place: str) -> str:
        if name in SCRIPTS:
            return as_json(self.words, name)
        if name in self.elements:
            return self.elements[name]
        if name in self.values:
            return html.escape(self.values[name])
        sentence = self.words.forms(name).get(name)
        if not isinstance(sentence, str):
            self.mistakes.append(f"{place}: {name} is not in {self.words.place()}")
            return ""
        return self._say(name, sentence, elements, place)

    def _say(self, name: str, sentence: str, elements: list[re.Match[str]], place: str) -> str:
        if sentence.count("[") != len(elements):
            marked = sentence.count("[")
            self.mistakes.append(f"{place}: {name}: [brackets] in the words: {marked}, elements: {len(elements)}")
            return ""
        named = [match[1] for match in _PARTS.finditer(sentence) if match[1] is not None]
        if unknown := [value for value in named if value not in self.values]:
            known = ", ".join(f"{{{value}}}" for value in self.values)
            at = f"{self.words.place(name)}: {name}"
            self.mistakes.extend(f"{at}: {{{value}}} is not known; known are {known}" for value in unknown)
            return ""
        if not all(self.values[value] for value in named):
            return ""
        return self._filled(sentence, elements, place)

    def _filled(self, sentence: str, elements: list[re.Match[str]], place: str) -> str:
        following = iter(elements)
        closing: list[str] = []

        def part(match: re.Match[str]) -> str:
            if match[0] == "[":
                element = next(following)
                closing.append(f"</{element[1]}>")
                # The element's own attributes may name a value, such as an address to write to.
                return _PLACEHOLDER.sub(lambda inner: self._replace(inner[1], [], place), element[0])
            if match[0] == "]":
                return closing.pop()
            value = html.escape(self.values[match[1]])
            return value if value.endswith(".") else value + match[2]

        return _PARTS.sub(part, html.escape(sentence))
