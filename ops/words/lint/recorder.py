"""A wording that records the sentences it is asked for, so that a rule can name the sentence at fault."""

from collections.abc import Mapping
from dataclasses import field
from functools import cached_property

from functions.domain.lean_dataclass import dataclass
from functions.letters.wording import Wording
from ops.words.lint.placeholders import placeholders_in, shown, without_values

_PUNCTUATION = ".,:;!?…()“”„‘’«»"


class MissingSentence(Exception):
    """A sentence that the code needs and can't have. `place`: section.key."""

    def __init__(self, place: str, message: str) -> None:
        super().__init__(f"{place}: {message}")
        self.place, self.message = place, message


@dataclass(frozen=True)
class UsedSentence:
    """A sentence in an email. `plain` is its own words, without the values that were filled in."""

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
    """The wording of one language, with a record of the sentences used since the last `drain`."""

    _used: list[UsedSentence] = field(default_factory=list)

    @classmethod
    def of(cls, wording: Wording) -> "RecordingWording":
        """Return a recording copy of the wording."""
        return cls(wording.version, wording.language, wording.sentences, wording.layout)

    def say(self, section: str, name: str, **values: str) -> str:
        """Return the sentence. Raise MissingSentence if there is none, or if its placeholders are not `values`."""
        sentence = self.sentences.get(section, {}).get(name)
        if sentence is None:
            message = "is missing, but a notice uses it: add it in every language"
            raise MissingSentence(f"{section}.{name}", message)
        if (names := placeholders_in(sentence)) != values.keys():
            message = f"has {shown(names)}, but must have {shown(set(values))}"
            raise MissingSentence(f"{section}.{name}", message)
        text = super().say(section, name, **values)
        self._used.append(UsedSentence(section, name, text, without_values(sentence), values))
        return text

    def drain(self) -> tuple[UsedSentence, ...]:
        """Return the sentences used since the last call, and forget them."""
        used = tuple(self._used)
        self._used.clear()
        return used

    def forbidden_in(self, text: str) -> list[str]:
        """Return the parts of the text that the language forbids, each once."""
        if text not in self._parts:
            self._parts[text] = self._forbidden_parts(text) if self.forbids(text) else []
        return self._parts[text]

    @cached_property
    def _parts(self) -> dict[str, list[str]]:
        return {}

    def _forbidden_parts(self, text: str) -> list[str]:
        """Return the shortest runs of words that are forbidden on their own, the shorter ones first."""
        words, parts = text.split(), dict[range, str]()
        for length in range(1, len(words) + 1):
            for start in range(len(words) - length + 1):
                run, place = " ".join(words[start : start + length]), range(start, start + length)
                if self.forbids(run) and not any(known.start in place and known[-1] in place for known in parts):
                    parts[place] = run.strip(_PUNCTUATION)
        return list(dict.fromkeys(parts.values()))
