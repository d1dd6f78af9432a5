"""The sentences of one file: what it says too much or too little, and how a sentence is written."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any

from ops.words.lint.placeholders import left_open, shown

type Sentences = Mapping[str, Mapping[str, Any]]
# Where, as section.key, and what is wrong there.
type Wrong = tuple[str, str]

_LISTS = {("date", "months"), ("forbidden", "words")}
# Without these no notice of a language can be put together, whatever it says.
_NEEDED = (("date", "pattern"), ("date", "months"), ("forbidden", "words"))
# Only some languages have a word of its own for the first day of a month.
_KNOWN = (*_NEEDED, ("date", "first"))
_IN_DATE = {"day", "month", "year"}
_MONTHS = 12
_WHITE = re.compile(r"\s{2,}")
_STRAIGHT = re.compile(r"[\"']")


def sections_of(said: Mapping[str, Any]) -> tuple[Sentences, list[Wrong]]:
    """The sections of a file, and whatever in it is neither a section nor a sentence."""
    wrong = [
        (name, "is no section: write it below the [section] it belongs to")
        for name in said
        if not _is_table(said[name])
    ]
    sections = {name: section for name, section in said.items() if _is_table(section)}
    for section, name, value in _each(sections):
        if (section, name) in _LISTS:
            wrong += _wrong_list(section, name, value)
        elif not isinstance(value, str):
            wrong.append((f"{section}.{name}", "is no sentence: put it in quotes"))
    return sections, wrong


def broken_sentences(own: Sentences, *, is_region: bool) -> Iterator[Wrong]:
    """What no notice can be made of."""
    for section, name in _NEEDED:
        if not is_region and name not in own.get(section, {}):
            yield f"{section}.{name}", "is missing: every language needs it"
    for section, name, value in _each(own):
        for says in _broken(value) if isinstance(value, str) else ():
            yield f"{section}.{name}", says
    pattern = own.get("date", {}).get("pattern")
    if pattern is not None and _left_open_in(pattern) not in (None, _IN_DATE):
        yield "date.pattern", f"should leave open {shown(_IN_DATE)}, and nothing else"


def wrong_keys(own: Sentences, base: Sentences | None, reference: Sentences) -> Iterator[Wrong]:
    """What a file says that en.toml or its base does not, and, where it has no base, what it leaves out."""
    known, name_of_known = (reference, "en.toml") if base is None else (base, "the file of its language")
    for section, name, _ in _each(own):
        if name not in known.get(section, {}) and (section, name) not in _KNOWN:
            yield f"{section}.{name}", f"is not in {name_of_known}: nobody would ever say it, take it out"
    if base is not None:
        return
    for section in reference:
        if section not in own:
            yield section, "is missing: the whole section stands in en.toml, translate it"
    for section, name, _ in _each(reference):
        if section in own and name not in own[section] and (section, name) not in _KNOWN:
            yield f"{section}.{name}", "is missing: it stands in en.toml, translate it"


def wrong_sentences(own: Sentences, base: Sentences, reference: Sentences) -> Iterator[Wrong]:
    """What is wrong with how the sentences are written, and those that say the same as those of the `base`."""
    for section, name, value in _each(own):
        place = f"{section}.{name}"
        if base.get(section, {}).get(name) == value:
            yield place, "says the same as the file of its language: take it out"
        if isinstance(value, str):
            wanted = _left_open_in(reference.get(section, {}).get(name)) if section != "date" else None
            for says in [*_badly_written(value), *_wrong_braces(value, wanted)]:
                yield place, says


def _broken(sentence: str) -> Iterator[str]:
    if not sentence.strip():
        yield "is empty: write the sentence"
    elif any(unicodedata.category(character) in {"Cc", "Zl", "Zp"} for character in sentence):
        yield "has a line break, a tab or another control character: write it as one line"
    if _left_open_in(sentence) is None:
        yield "has a broken brace: every {name} needs both of its braces"


def _badly_written(sentence: str) -> Iterator[str]:
    if sentence.strip() and sentence != sentence.strip():
        yield "begins or ends with white space: take it out"
    elif sentence.strip() and _WHITE.search(sentence):
        yield "has two spaces in a row: leave one"
    if _STRAIGHT.search(sentence):
        yield "has a straight quotation mark or apostrophe: use the curly one of the language"


def _wrong_braces(sentence: str, wanted: set[str] | None) -> Iterator[str]:
    names = _left_open_in(sentence)
    # Where a brace is broken, here or in en.toml, that is the finding.
    if names is not None and wanted is not None and names != wanted:
        yield f"leaves open {shown(names)}, and {shown(wanted)} would be filled in: keep those"


def _left_open_in(sentence: object) -> set[str] | None:
    """None where it is no sentence, or has a broken brace."""
    try:
        return left_open(sentence) if isinstance(sentence, str) else None
    except ValueError:
        return None


def _wrong_list(section: str, name: str, value: object) -> list[Wrong]:
    place = f"{section}.{name}"
    if not isinstance(value, list) or not value or not all(isinstance(one, str) and one.strip() for one in value):
        return [(place, "is no list of words in quotes, none of them empty")]
    if name == "months" and (len(value), len(set(value))) != (_MONTHS, _MONTHS):
        return [(place, f"has {len(set(value))} different months: a year has twelve")]
    return []


def _each(sections: Sentences) -> Iterator[tuple[str, str, Any]]:
    return ((section, name, value) for section, sentences in sections.items() for name, value in sentences.items())


def _is_table(value: object) -> bool:
    return isinstance(value, dict)
