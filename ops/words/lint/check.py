"""Everything there is to look at: the files, then each notice that can come of them, and the receipt of an opt-in."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from functions.domain.employers.language import Language
from functions.domain.employers.policy import EmployerPolicy
from functions.letters.wording import TEMPLATES, read_wording
from ops.words.lint.combinations import LANGUAGES, Combination, Variant, combinations
from ops.words.lint.files import Files
from ops.words.lint.findings import Finding
from ops.words.lint.mails import lint
from ops.words.lint.receipts import receipt_findings
from ops.words.lint.recorder import MissingSentence, RecordingWording
from ops.words.lint.rendered import render

# Lists and dates are no sentences, and the receipt of an opt-in is another mail.
_NO_NOTICE = {"date", "forbidden", "receipt"}


@dataclass(frozen=True)
class Report:
    """`waiting`: languages that no notice can be made in before their files are right."""

    notices: int
    languages: Sequence[Language]
    skipped: Sequence[Language]
    findings: Sequence[Finding]


def check(policy: EmployerPolicy, folder: Path = TEMPLATES, languages: Sequence[Language] = LANGUAGES) -> Report:
    """`company`: whose name, addresses and signature the notices have."""
    files = Files(folder)
    waiting = [language for language in languages if language in files.unsound]
    sound = [language for language in languages if language not in waiting]
    notices, findings = 0, files.findings
    told = {finding.where for finding in findings}
    for language in sound:
        number, places, found = _look_at(language, files, policy)
        notices += number
        # What is missing, or known by nobody else, has been told of as such.
        for place, says in places.items():
            if not {f"{language}.toml {place}", f"{language}.toml {place.partition('.')[0]}"} & told:
                findings.append(Finding(f"{language}.toml {place}", says))
        findings += found
    return Report(notices, sound, waiting, findings)


def _look_at(language: Language, files: Files, policy: EmployerPolicy) -> tuple[int, Mapping[str, str], list[Finding]]:
    """How many notices there are in this language, and what is found in its own file and in them."""
    wording = RecordingWording.to(read_wording(language, files.folder))
    notices, said, unsayable, found = 0, set[str](), dict[str, str](), list[Finding]()
    for one, employer in _notices(language, policy):
        notices += 1
        try:
            rendered = render(one, policy=employer, wording=wording)
        except MissingSentence as err:
            unsayable[err.place] = err.says
        else:
            found += lint(rendered)
            said |= {sentence.place for sentence in rendered.said}
    own = set(_own_places(language, files))
    if unsayable:
        # What a region leaves to its language is looked at there; what else is never said is not known now.
        return notices, {place: unsayable[place] for place in unsayable if place in own or "-" not in language}, found
    unused = dict.fromkeys(sorted(own - said), "is never said: no notice has it, take it out")
    return notices, unused, [*found, *receipt_findings(language, policy, files.folder)]


def _own_places(language: Language, files: Files) -> Iterator[str]:
    """Section and key of the sentences in its own file."""
    for section, sentences in files.own_sentences(language).items():
        if section not in _NO_NOTICE:
            yield from (f"{section}.{name}" for name in sentences)


def _notices(language: Language, policy: EmployerPolicy) -> Iterator[tuple[Combination, EmployerPolicy]]:
    for one in combinations((language,)):
        yield one, policy
    # What this company's notices may never say, because it has a signature, or consent words in that language.
    elsewhere = {"language": "de" if language.startswith("en") else "en"}
    sender = policy.sender.model_copy(update={"signature": None})
    other = policy.model_copy(update={"sender": sender, "consent": policy.consent.model_copy(update=elsewhere)})
    yield Combination(language, "applied", "unspecified", Variant.NAMELESS), other
