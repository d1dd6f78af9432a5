"""The sentences of one file: which are unknown or missing, and how each is written."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any

from ops.words.lint.placeholders import placeholders_or_none, shown

type Sentences = Mapping[str, Mapping[str, Any]]
# A place, as section.key, and what is wrong there.
type Problem = tuple[str, str]

_LISTS = {("date", "months"), ("forbidden", "words")}
# Without these, no notice of a language can be rendered, whatever it says.
_REQUIRED = (("date", "pattern"), ("date", "months"), ("forbidden", "words"))
# Only some languages have a special word for the first day of a month.
_OWN = (*_REQUIRED, ("date", "first"))
_DATE_PLACEHOLDERS = {"day", "month", "year"}
# Languages greet by the given name, by both names, or, where a name would need a case ending, without any.
_GREETING, _NAMES = ("greeting", "named"), {"given_name", "family_name"}
_MONTHS = 12
_WHITE = re.compile(r"\s{2,}")
_STRAIGHT = re.compile(r"[\"']")


def each(sections: Sentences) -> Iterator[tuple[str, str, Any]]:
    """Return section, key and value of every sentence."""
    return ((section, name, value) for section, sentences in sections.items() for name, value in sentences.items())


def sections_of(content: Mapping[str, Any]) -> tuple[Sentences, list[Problem]]:
    """Return the sections of a file, and a problem for whatever is neither a section nor a sentence."""
    problems = [
        (name, "is not a section: move it below the [section] it belongs to")
        for name in content
        if not _is_table(content[name])
    ]
    sections = {name: section for name, section in content.items() if _is_table(section)}
    for section, name, value in each(sections):
        if (section, name) in _LISTS:
            problems += _wrong_list(section, name, value)
        elif not isinstance(value, str):
            problems.append((f"{section}.{name}", "is not text: put it in quotes"))
    return sections, problems


def broken_sentences(own: Sentences, *, is_region: bool) -> Iterator[Problem]:
    """Yield what keeps any notice from being rendered."""
    for section, name in _REQUIRED:
        if not is_region and name not in own.get(section, {}):
            yield f"{section}.{name}", "is missing: every language needs it"
    for section, name, value in each(own):
        for message in _broken(value) if isinstance(value, str) else ():
            yield f"{section}.{name}", message
    pattern = own.get("date", {}).get("pattern")
    if pattern is not None and placeholders_or_none(pattern) not in (None, _DATE_PLACEHOLDERS):
        yield "date.pattern", f"must have {shown(_DATE_PLACEHOLDERS)}, and nothing else"


def unknown_keys(own: Sentences, base: Sentences | None, reference: Sentences) -> Iterator[Problem]:
    """Yield the keys that the file's base does not have, or, if it has no base, the reference."""
    known, name_of_known = (reference, "en.toml") if base is None else (base, "the file of its language")
    for section, name, _ in each(own):
        if name not in known.get(section, {}) and (section, name) not in _OWN:
            yield f"{section}.{name}", f"is not used, because {name_of_known} has no such sentence: remove it"


def missing_keys(own: Sentences, reference: Sentences, remedy: str) -> Iterator[Problem]:
    """Yield the sections and keys of the reference that the file does not have."""
    for section in reference:
        if section not in own:
            yield section, f"is missing: {remedy}"
    for section, name, _ in each(reference):
        if section in own and name not in own[section] and (section, name) not in _OWN:
            yield f"{section}.{name}", f"is missing: {remedy}"


def wrong_sentences(own: Sentences, base: Sentences, reference: Sentences) -> Iterator[Problem]:
    """Yield the sentences that are badly written, and those that repeat the base."""
    for section, name, value in each(own):
        place = f"{section}.{name}"
        if base.get(section, {}).get(name) == value:
            yield place, "repeats the file of its language: remove it"
        if isinstance(value, str):
            for message in [*_badly_written(value), *_wrong_placeholders(section, name, value, reference)]:
                yield place, message


def _broken(sentence: str) -> Iterator[str]:
    if not sentence.strip():
        yield "is empty: write the sentence"
    elif any(unicodedata.category(character) in {"Cc", "Zl", "Zp"} for character in sentence):
        yield "has a line break, a tab or another control character: write it as one line"
    if placeholders_or_none(sentence) is None:
        yield "has an unmatched brace: write every placeholder as {name}"


def _badly_written(sentence: str) -> Iterator[str]:
    if sentence.strip() and sentence != sentence.strip():
        yield "begins or ends with white space: remove it"
    elif sentence.strip() and _WHITE.search(sentence):
        yield "has two spaces in a row: keep one"
    if _STRAIGHT.search(sentence):
        yield "has a straight quotation mark or apostrophe: use the curly one of the language"


def _wrong_placeholders(section: str, name: str, sentence: str, reference: Sentences) -> Iterator[str]:
    names = placeholders_or_none(sentence)
    wanted = placeholders_or_none(reference.get(section, {}).get(name)) if section != "date" else None
    # An unmatched brace, here or in the reference, is a finding of its own.
    if names is None or wanted is None:
        return
    if (section, name) == _GREETING:
        if names - _NAMES:
            yield f"has {shown(names)}, but may only have {shown(_NAMES)}"
    elif names != wanted:
        yield f"has {shown(names)}, but must have {shown(wanted)}"


def _wrong_list(section: str, name: str, value: object) -> list[Problem]:
    place = f"{section}.{name}"
    if not isinstance(value, list) or not value or not all(isinstance(word, str) and word.strip() for word in value):
        return [(place, "must be a list of words in quotes, none of them empty")]
    if name == "months" and (len(value), len(set(value))) != (_MONTHS, _MONTHS):
        return [(place, f"has {len(set(value))} different months: a year has twelve")]
    return []


def _is_table(value: object) -> bool:
    return isinstance(value, dict)
