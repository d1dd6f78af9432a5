"""Checks of the letters to people of the talent pool: they follow the rules of every email, and use all their words."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from functions.domain.employers.language import Language
from functions.domain.employers.policy import EmployerPolicy
from ops.words.lint.combinations import Combination, Variant
from ops.words.lint.findings import Finding
from ops.words.lint.language_names import name_of
from ops.words.lint.letter_samples import NAMES, letter_of
from ops.words.lint.names import no_marks_collide, no_word_depends_on_a_name
from ops.words.lint.readability import reads_easily
from ops.words.lint.recorder import MissingSentence, RecordingWording
from ops.words.lint.rendered_notice import RenderedNotice, parse
from ops.words.lint.rules import everything_is_filled_in, names_its_language, nothing_forbidden, small_enough
from ops.words.lint.subjects import subject_fits_a_line
from ops.words.source import read_wording

# The sections of which no notice has a sentence.
SECTIONS = frozenset(
    {
        "agency_left",
        "address_changed",
        "confirm_address",
        "erased",
        "expired",
        "link",
        "pool",
        "receipt",
        "renewal",
        "withdrawn",
    }
)
# These stand above or below the letter, or are not sentences.
_OUTSIDE_LETTER = {"subject", "button", "join_again", "why", "unsubscribe"}


def the_letter_reads_easily(letter: RenderedNotice) -> Iterator[str]:
    """Apply the limit of readability to the letter alone."""
    sentences = (used for used in letter.sentences if used.section not in SECTIONS or used.name not in _OUTSIDE_LETTER)
    yield from reads_easily(replace(letter, sentences=tuple(sentences)))


_RULES: tuple[Callable[[RenderedNotice], Iterator[str]], ...] = (
    everything_is_filled_in,
    nothing_forbidden,
    no_word_depends_on_a_name,
    no_marks_collide,
    the_letter_reads_easily,
    subject_fits_a_line,
    small_enough,
    names_its_language,
)


def letter_findings(language: Language, policy: EmployerPolicy, folder: Path) -> list[Finding]:
    """Return what is wrong with the letters' wording. The language's files must be readable."""
    wording = RecordingWording.of(read_wording(language, folder))
    used, findings = set[str](), list[Finding]()
    for name in NAMES:
        try:
            composed = letter_of(name, policy, wording)
            letter = parse(composed, Combination(language, "applied", "unspecified", Variant.INVITED), wording)
        except MissingSentence as err:
            return [Finding(f"{language}.toml {err.place}", err.message)]
        used |= {sentence.place for sentence in letter.sentences}
        findings += (
            Finding(f"{name_of(language)}, {name}", message, group=language)
            for rule in _RULES
            for message in rule(letter)
        )
    own = [f"{section}.{name}" for section in sorted(SECTIONS) for name in wording.sentences.get(section, {})]
    unused = [
        Finding(f"{language}.toml {place}", "is not used in any letter: remove it")
        for place in own
        if place not in used
    ]
    return [*unused, *findings]
