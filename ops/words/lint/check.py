"""The whole check: the wording files, every notice that can be made of them, and the letters of the talent pool."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from functions.domain.employers.language import Language
from functions.domain.employers.policy import EmployerPolicy
from ops.words.lint.combinations import LANGUAGES, Combination, Variant, combinations
from ops.words.lint.files import Files
from ops.words.lint.findings import Finding
from ops.words.lint.letters import SECTIONS, letter_findings
from ops.words.lint.recorder import MissingSentence, RecordingWording
from ops.words.lint.rendered_notice import render
from ops.words.lint.rules import lint
from ops.words.source import TEMPLATES, read_wording

_PLACE = re.compile(r"\b[a-z_]+\.[a-z_]+\b")
# Dates and lists are not sentences, and the letters to people of the talent pool are other emails.
_NOT_IN_NOTICES = {"date", "forbidden", *SECTIONS}


@dataclass(frozen=True)
class Report:
    """The result of a check. `skipped`: languages whose files are too broken to render a notice."""

    notices: int
    languages: Sequence[Language]
    skipped: Sequence[Language]
    findings: Sequence[Finding]


def check(policy: EmployerPolicy, folder: Path = TEMPLATES, languages: Sequence[Language] = LANGUAGES) -> Report:
    """Check the files in `folder`, and the notices in these languages as the employer with this policy sends them."""
    files = Files(folder)
    skipped = [language for language in languages if language in files.broken]
    checked = [language for language in languages if language not in skipped]
    notices, findings = 0, files.findings
    reported = {finding.where for finding in findings}
    for language in checked:
        count, unusable, of_notices = _check_language(language, files, policy)
        notices += count
        for place, message in unusable.items():
            # The files' own findings may name the sentence, or its whole section, already.
            if not {f"{language}.toml {place}", f"{language}.toml {place.partition('.')[0]}"} & reported:
                findings.append(Finding(f"{language}.toml {place}", message))
        findings += (_where_it_is_written(finding, language, files) for finding in of_notices)
    return Report(notices, checked, skipped, findings)


def _check_language(
    language: Language, files: Files, policy: EmployerPolicy
) -> tuple[int, Mapping[str, str], list[Finding]]:
    """Return the number of notices, what is wrong in the language's own file by place, and the other findings."""
    wording = RecordingWording.of(read_wording(language, files.folder))
    notices, used, missing, findings = 0, set[str](), dict[str, str](), list[Finding]()
    for combination, employer in _notices(language, policy):
        notices += 1
        try:
            notice = render(combination, policy=employer, wording=wording)
        except MissingSentence as err:
            missing[err.place] = err.message
        else:
            findings += lint(notice)
            used |= {sentence.place for sentence in notice.sentences}
    own = set(_own_places(language, files))
    if missing:
        # A regional file inherits from its language, which reports the sentence. Which sentences are unused is unknown.
        reported = {place: missing[place] for place in missing if place in own or "-" not in language}
        return notices, reported, findings
    unused = dict.fromkeys(sorted(own - used), "is not used in any notice: remove it")
    findings += letter_findings(language, policy, files.folder)
    return notices, unused, findings


def _where_it_is_written(finding: Finding, language: Language, files: Files) -> Finding:
    """Return the finding as one of the base language, if a regional file inherits the sentence at fault from there."""
    base = language.partition("-")[0]
    at = _PLACE.search(f"{finding.where} {finding.message}")
    section, _, name = at[0].partition(".") if at else ("", "", "")
    if base == language or not at or name in files.own_sentences(language).get(section, {}):
        return finding
    where = finding.where.replace(f"{language}.toml", f"{base}.toml")
    return replace(finding, where=where, group=base if finding.group else "")


def _own_places(language: Language, files: Files) -> Iterator[str]:
    """Yield section.key of each sentence in the language's own file."""
    for section, sentences in files.own_sentences(language).items():
        if section not in _NOT_IN_NOTICES:
            yield from (f"{section}.{name}" for name in sentences)


def _notices(language: Language, policy: EmployerPolicy) -> Iterator[tuple[Combination, EmployerPolicy]]:
    for combination in combinations((language,)):
        yield combination, policy
    # Some sentences are only for an employer without a signature, or with consent text in another language.
    sender = replace(policy.sender, signature=None)
    consent = replace(policy.consent, language="de" if language.startswith("en") else "en")
    other = replace(policy, sender=sender, consent=consent)
    yield Combination(language, "applied", "unspecified", Variant.NAMELESS), other
