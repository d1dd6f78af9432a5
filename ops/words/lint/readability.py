"""Readability of a notice, by an index made for each language: eight years of school must be enough.

The indexes are textstat's, or made of its counts. They are rough: pyphen, which counts syllables for textstat, misses
about one in twenty in Spanish and Portuguese, which makes a text look easier by about six points.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

import textstat  # type: ignore[import-untyped]  # it has annotations, and no py.typed

from ops.words.lint.recorder import UsedSentence
from ops.words.lint.rendered_notice import RenderedNotice

# Not part of the letter, the same in every notice, or a name.
_NOT_MEASURED = {"subject", "greeting", "several", "footer"}
_NO_SENTENCES = {"closing.note", "invitation.button", "invitation.link", "invitation.code", "end.regards", "end.team"}
_VOWELS = re.compile(r"[aeiouyà-öø-ÿ]+")


@dataclass(frozen=True)
class Measure:
    """A readability index. `limit`: the hardest score allowed; `locale`: textstat's name of the language."""

    name: str
    locale: str
    score: Callable[[str], float]
    limit: float
    more_is_easier: bool = False

    def hardness(self, score: float) -> float:
        """Return how much harder than the limit the score is; above 0 is too hard."""
        return self.limit - score if self.more_is_easier else score - self.limit


def _flesch_kincaid(text: str) -> float:
    words = textstat.remove_punctuation(text).split()
    syllables = sum(map(_english_syllables, words)) / len(words)
    return float(0.39 * textstat.words_per_sentence(text) + 11.8 * syllables - 15.59)


@cache
def _english_syllables(word: str) -> int:
    try:
        return int(textstat.syllable_count(word))
    except KeyError:
        # textstat 0.7.7 fails on a word that is not in its English dictionary.
        return len(_VOWELS.findall(word.lower())) or 1


def _wiener(text: str) -> float:
    return float(textstat.wiener_sachtextformel(text, 1))


def _martins(text: str) -> float:
    # textstat has no index for Portuguese, and would use the constants of English.
    length, syllables = textstat.words_per_sentence(text), textstat.avg_syllables_per_word(text)
    return float(248.835 - 1.015 * length - 84.6 * syllables)


def _fog_pl(text: str) -> float:
    words = textstat.remove_punctuation(text).split()
    hard = sum(textstat.syllable_count(word) >= 4 for word in words)  # noqa: PLR2004  the index is defined by it
    return float(0.4 * (textstat.words_per_sentence(text) + 100 * hard / len(words)))


_MEASURES: Mapping[str, Measure] = {
    # Bamberger and Vanecek, "Lesen, Verstehen, Lernen, Schreiben" (1984), first formula: its value is the school year.
    "de": Measure("the first Wiener Sachtextformel", "de", _wiener, 8),
    # Kincaid et al., Naval Technical Training Command, report 8-75 (1975): its value is the American grade.
    "en": Measure("the Flesch-Kincaid grade", "en_US", _flesch_kincaid, 8),
    # https://legible.es/blog/lecturabilidad-fernandez-huerta/: 60 to 70 is normal for adults, "7º u 8º grado".
    "es": Measure("the Fernández Huerta index", "es", textstat.fernandez_huerta, 60, more_is_easier=True),
    # Kandel and Moles, "Application de l'indice de Flesch à la langue française" (1958), so that Flesch's own scale
    # holds: 60 to 70 is plain, for the eighth and ninth grade (Flesch, "How to Write Plain English", chapter 2).
    "fr": Measure("the Flesch index of Kandel and Moles", "fr", textstat.flesch_reading_ease, 60, more_is_easier=True),
    # The FOG index of plain Polish, where a word is hard from four syllables on (Pisarek; FOG-PL of the Pracownia
    # Prostej Polszczyzny, Wrocław): its value is years at school, with 7 to 9 for lower secondary school
    # (https://pl.wikipedia.org/wiki/Indeks_czytelności_FOG). There the base form of a word is counted; the inflected
    # forms that are counted here have more syllables, so the limit is the upper end.
    "pl": Measure("the FOG index for Polish", "pl", _fog_pl, 9),
    # Martins et al., "Readability formulas applied to textbooks in Brazilian Portuguese" (Notas do ICMC 28, 1996):
    # from 50 to 75 a text is easy, for grades 5 to 8. Ten more, for the syllables that pyphen misses.
    "pt": Measure("the Flesch index of Martins et al.", "pt", _martins, 60, more_is_easier=True),
}


def reads_easily(notice: RenderedNotice) -> Iterator[str]:
    """Require a notice that eight years of school are enough for, not counting names, titles and addresses."""
    root = notice.wording.language.partition("-")[0]
    measure, sentences = _MEASURES[root], {used.place: used.plain for used in notice.sentences if _is_measured(used)}
    score = score_of(root, tuple(sentences.values()))
    if measure.hardness(score) > 0:
        hardest = min(sentences, key=lambda place: measure.hardness(score_of(root, _without(place, sentences))))
        limit = f"{'at least' if measure.more_is_easier else 'at most'} {measure.limit:.0f}"
        problem = f"is hard to read: {measure.name} is {score:.2f}, and should be {limit}"
        yield f"{problem}. Make {hardest} shorter or simpler"


def _without(place: str, sentences: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(sentence for other, sentence in sentences.items() if other != place)


@cache
def score_of(root: str, sentences: tuple[str, ...]) -> float:
    """Return the score of the sentences by the index of the language `root`, such as "pt"."""
    measure = _MEASURES[root]
    textstat.set_lang(measure.locale)
    # To textstat a colon does not end a sentence.
    ended = (f"{text.rstrip(':.')}." if text[-1] in ":." else text for text in sentences)
    return float(measure.score(" ".join(ended)))


def _is_measured(used: UsedSentence) -> bool:
    return bool(used.plain) and used.section not in _NOT_MEASURED and used.place not in _NO_SENTENCES
