"""Galleries: every email of one employer in one language, as plain values for the page."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from functions.domain.employers.employers import Employer, Employers
from functions.domain.employers.language import Language
from functions.mail.message import Mail
from ops.terminal.failure import Failure
from ops.words.lint.combinations import combinations, notice_of
from ops.words.lint.files import Files
from ops.words.lint.findings import deduplicated
from ops.words.lint.receipts import receipt_of
from ops.words.lint.recorder import MissingSentence, RecordingWording
from ops.words.source import read_wording

type ReadEmployers = Callable[[], Employers]
type Gallery = Mapping[str, Any]


@dataclass(frozen=True)
class Galleries:
    """All galleries by employer and language, and the mistakes that keep others from being rendered."""

    by_employer: Mapping[tuple[str, Language], Gallery]
    mistakes: list[str]


def read_galleries(templates: Path, read_employers: ReadEmployers) -> Galleries:
    """Render everything that can be rendered from the files as they are now."""
    files = Files(templates)
    mistakes = deduplicated(files.findings)
    try:
        employers = read_employers().every()
    except Failure as failure:
        where, *lines = failure.problem.splitlines()
        return Galleries({}, [*mistakes, *(f"{where} {line.strip()}" for line in lines)])
    galleries: dict[tuple[str, Language], Gallery] = {}
    for language in dict.fromkeys(language for employer in employers for language in _offered(employer)):
        if language in files.broken:
            continue
        wording = RecordingWording.of(read_wording(language, templates))
        offering = [employer for employer in employers if language in _offered(employer)]
        try:
            galleries |= {(employer.id, language): _gallery(employer, wording) for employer in offering}
        except MissingSentence as err:
            mistakes.append(f"{language}.toml {err}")
    return Galleries(galleries, mistakes)


def _offered(employer: Employer) -> list[Language]:
    return employer.policy.languages.offered


def _gallery(employer: Employer, wording: RecordingWording) -> Gallery:
    emails = []
    for combination in combinations((wording.language,)):
        notice = notice_of(combination, policy=employer.policy, wording=wording)
        emails.append(_values(combination.stage, combination.reason, combination.variant, notice))
        wording.drain()
    emails.append(_values("joined", "none", "receipt of an opt-in", receipt_of(employer.policy, wording)))
    return {
        "employer": employer.id,
        "name": employer.policy.brand.name,
        "language": wording.language,
        "version": wording.version,
        "emails": emails,
    }


def _values(stage: str, reason: str, variant: str, mail: Mail) -> dict[str, Any]:
    return {
        "stage": stage,
        "reason": reason,
        "variant": variant,
        "from": f"{mail.sender_name} <{mail.sender.reveal()}>",
        "reply_to": mail.reply_to.reveal(),
        "subject": mail.subject,
        "text": mail.text,
        "html": mail.html,
        "bytes": len(mail.raw),
        "sha256": mail.text_sha256,
    }
