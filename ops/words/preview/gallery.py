"""Every mail of one employer in one language, as plain values for the page."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from functions.domain.employers.employers import Employer, Employers
from functions.domain.employers.language import Language
from functions.letters.wording import read_wording
from functions.mail.message import Mail
from ops.terminal.failure import Failure
from ops.words.lint.combinations import combinations, notice_of
from ops.words.lint.files import Files
from ops.words.lint.findings import deduplicated
from ops.words.lint.receipts import receipt_of
from ops.words.lint.recorder import MissingSentence, RecordingWording

type ReadEmployers = Callable[[], Employers]
type Album = Mapping[str, Any]


@dataclass(frozen=True)
class Gallery:
    """`albums` by employer and language; `mistakes`: what can't be shown, in a line each."""

    albums: Mapping[tuple[str, Language], Album]
    mistakes: list[str]


def read_gallery(templates: Path, read_employers: ReadEmployers) -> Gallery:
    """Everything that can be shown of what stands in the files now."""
    files = Files(templates)
    mistakes = deduplicated(files.findings)
    try:
        every = read_employers().every()
    except Failure as failure:
        where, *lines = failure.problem.splitlines()
        return Gallery({}, [*mistakes, *(f"{where} {line.strip()}" for line in lines)])
    albums: dict[tuple[str, Language], Album] = {}
    for language in dict.fromkeys(language for one in every for language in one.policy.languages.offered):
        if language in files.unsound:
            continue
        wording = RecordingWording.to(read_wording(language, templates))
        try:
            albums |= {(one.id, language): _album(one, wording) for one in every if _offers(one, language)}
        except MissingSentence as err:
            mistakes.append(f"{language}.toml {err}")
    return Gallery(albums, mistakes)


def _offers(employer: Employer, language: Language) -> bool:
    return language in employer.policy.languages.offered


def _album(employer: Employer, wording: RecordingWording) -> Album:
    mails = []
    for one in combinations((wording.language,)):
        mails.append(
            _shown(one.stage, one.reason, one.variant, notice_of(one, policy=employer.policy, wording=wording))
        )
        wording.drain()
    mails.append(_shown("joined", "none", "receipt of an opt-in", receipt_of(employer.policy, wording)))
    return {
        "employer": employer.id,
        "name": employer.policy.brand.name,
        "language": wording.language,
        "version": wording.version,
        "mails": mails,
    }


def _shown(stage: str, reason: str, way: str, mail: Mail) -> dict[str, Any]:
    return {
        "stage": stage,
        "reason": reason,
        "way": way,
        "from": f"{mail.sender_name} <{mail.sender.reveal()}>",
        "reply_to": mail.reply_to.reveal(),
        "subject": mail.subject,
        "text": mail.text,
        "html": mail.html,
        "bytes": len(mail.raw),
        "sha256": mail.text_sha256,
    }
