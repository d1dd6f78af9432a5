"""A wording that remembers what it was asked to say, so that a rule knows which sentence it is about."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from functions.letters.wording import Wording
from ops.words.lint.placeholders import left_open, shown, without_values


class MissingSentence(Exception):
    """A sentence that the code asks for, and can't have. `place`: section.key."""

    def __init__(self, place: str, says: str) -> None:
        super().__init__(f"{place}: {says}")
        self.place, self.says = place, says


@dataclass(frozen=True)
class Said:
    """A sentence in a mail; `plain` is without what was filled in."""

    section: str
    name: str
    text: str
    plain: str
    values: Mapping[str, str]

    @property
    def place(self) -> str:
        return f"{self.section}.{self.name}"


@dataclass(frozen=True)
class RecordingWording(Wording):
    """The wording of one language, and what it has said since somebody took note of it."""

    _said: list[Said] = field(default_factory=list)

    @classmethod
    def to(cls, wording: Wording) -> "RecordingWording":
        return cls(wording.version, wording.language, wording.sentences, wording.layout)

    def say(self, section: str, name: str, **values: str) -> str:
        """Say a sentence. Raise MissingSentence where there is none, or where its placeholders are others."""
        sentence = self.sentences.get(section, {}).get(name)
        if sentence is None:
            raise MissingSentence(f"{section}.{name}", "is missing, and a notice says it: write it in every language")
        if (names := left_open(sentence)) != values.keys():
            filled = shown(set(values))
            raise MissingSentence(
                f"{section}.{name}", f"leaves open {shown(names)}, and {filled} would be filled in: keep those"
            )
        text = super().say(section, name, **values)
        self._said.append(Said(section, name, text, without_values(sentence), values))
        return text

    def drain(self) -> tuple[Said, ...]:
        """What was said since the last time."""
        said = tuple(self._said)
        self._said.clear()
        return said

    def forbidden_in(self, text: str) -> str | None:
        """The part of it that is forbidden."""
        if text not in self._judged:
            self._judged[text] = self._forbidden_part(text) if self.forbids(text) else None
        return self._judged[text]

    @cached_property
    def _judged(self) -> dict[str, str | None]:
        return {}

    def _forbidden_part(self, text: str) -> str:
        """The fewest words in a row that are forbidden already."""
        words = text.split()
        parts = (
            " ".join(words[at : at + many]) for many in range(1, len(words)) for at in range(len(words) - many + 1)
        )
        return next((part for part in parts if self.forbids(part)), text)
