"""Checks of what the APIs of the pages say: `words/` of optin and of console, by the rules of the emails' words."""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from functions.console import wording as console_wording
from functions.domain.employers.language import Language
from functions.optin.wording import WORDS_FOLDER
from ops.words.lint.findings import Finding
from ops.words.lint.recorder import RecordingWording
from ops.words.lint.sentences import Problem, Sentences, each, missing_keys, unknown_keys, wrong_sentences
from ops.words.source import read_wording

_REFERENCE = "en"


def console_findings() -> list[Finding]:
    """Return what is wrong in what the console says, in the languages that it has."""
    return api_findings(console_wording.LANGUAGES, console_wording.WORDS_FOLDER, "console")


def api_findings(languages: Sequence[Language], folder: Path = WORDS_FOLDER, function: str = "optin") -> list[Finding]:
    """Return what is wrong in the files of these languages. A region has a file only for what it says otherwise."""
    reference, shown = _read(folder / f"{_REFERENCE}.json"), f"functions/{function}/words"
    findings = list[Finding]()
    for language in languages:
        file, base = folder / f"{language}.json", language.partition("-")[0]
        if language == base and not file.exists():
            findings.append(Finding(f"{shown}/{file.name}", "is missing: translate it from en.json"))
        elif file.exists():
            of_base = _read(folder / f"{base}.json") if language != base else None
            wrong = [*_wrong(_read(file), of_base, reference), *_forbidden(_read(file), language)]
            findings += (Finding(f"{shown}/{file.name} {place}", message) for place, message in wrong)
    return findings


def _wrong(own: Sentences, base: Sentences | None, reference: Sentences) -> Iterator[Problem]:
    yield from unknown_keys(own, base, reference)
    if base is None:
        yield from missing_keys(own, reference, "translate it from en.json")
    yield from wrong_sentences(own, base or {}, reference)


def _forbidden(own: Sentences, language: Language) -> Iterator[Problem]:
    wording = RecordingWording.of(read_wording(language))
    for section, name, sentence in each(own):
        for word in wording.forbidden_in(sentence):
            yield f"{section}.{name}", f"says “{word}”, which the list [forbidden] has: rephrase it"


def _read(file: Path) -> Sentences:
    """Return the sentences by section, and below it by dotted name."""
    content: Mapping[str, Any] = json.loads(file.read_text("utf-8"))
    return {section: dict(_flat(sentences)) for section, sentences in content.items()}


def _flat(sentences: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, Any]]:
    for name, said in sentences.items():
        if isinstance(said, dict):
            yield from _flat(said, f"{above}{name}.")
        else:
            yield above + name, said
