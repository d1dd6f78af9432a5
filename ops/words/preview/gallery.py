"""Galleries: every email of one employer in one language, as plain values for the page."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from functions.domain.employers.employers import Employer, Employers
from functions.domain.employers.language import Language
from functions.domain.employers.policy import EmployerPolicy
from functions.letters.wording import Wording
from functions.mail.message import Mail
from ops.terminal.failure import Failure
from ops.words.lint.combinations import combinations, notice_of
from ops.words.lint.files import Files
from ops.words.lint.findings import deduplicated
from ops.words.lint.letter_samples import NAMES, letter_of
from ops.words.lint.recorder import MissingSentence, RecordingWording
from ops.words.source import read_wording

type ReadEmployers = Callable[[], Employers]
type Key = tuple[str, Language]
type Gallery = Mapping[str, Any]


@dataclass(frozen=True)
class Galleries:
    """Galleries by employer and language, and the mistakes that keep others from being rendered.

    `are_all`: whether these are all that can be rendered, or the others stay as they were for the moment.
    """

    by_employer: Mapping[Key, Gallery]
    mistakes: list[str]
    are_all: bool = True


class Renderer:
    """The galleries of the files as they are now. Renders a gallery again only if its words or its employer changed."""

    def __init__(self, templates: Path, read_employers: ReadEmployers) -> None:
        self._templates, self._read_employers = templates, read_employers
        self._rendered = dict[Key, tuple[EmployerPolicy, str, Gallery]]()

    def render(self, looked_at: Key | None = None) -> Iterator[Galleries]:
        """Yield the gallery that somebody looks at as soon as it is rendered, and then all of them."""
        files = Files(self._templates)
        mistakes = deduplicated(files.findings)
        try:
            employers = self._read_employers().every()
        except Failure as failure:
            where, *lines = failure.problem.splitlines()
            yield Galleries({}, [*mistakes, *(f"{where} {line.strip()}" for line in lines)])
            return
        wanted = {key: employer for key, employer in _offered(employers) if key[1] not in files.broken}
        words = {language: read_wording(language, self._templates) for _, language in wanted}
        galleries = dict[Key, Gallery]()
        for key in sorted(wanted, key=lambda key: key != looked_at):
            try:
                galleries[key] = self._gallery(key, wanted[key], words[key[1]])
            except MissingSentence as err:
                mistakes.append(f"{key[1]}.toml {err}")
            if key == looked_at:
                yield Galleries(dict(galleries), list(mistakes), are_all=False)
        in_order = {key: galleries[key] for key in wanted if key in galleries}
        yield Galleries(in_order, list(dict.fromkeys(mistakes)))

    def _gallery(self, key: Key, employer: Employer, wording: Wording) -> Gallery:
        rendered = self._rendered.get(key)
        if rendered is None or rendered[:2] != (employer.policy, wording.version):
            gallery = _gallery(employer, RecordingWording.of(wording))
            rendered = self._rendered[key] = (employer.policy, wording.version, gallery)
        return rendered[2]


def _offered(employers: Iterable[Employer]) -> list[tuple[Key, Employer]]:
    """Return each employer by each language that they offer, one language after the other."""
    offers = [(employer, language) for employer in employers for language in employer.policy.languages.offered]
    languages = dict.fromkeys(language for _, language in offers)
    return [((employer.id, one), employer) for one in languages for employer, language in offers if language == one]


def _gallery(employer: Employer, wording: RecordingWording) -> Gallery:
    emails = []
    for combination in combinations((wording.language,)):
        notice = notice_of(combination, policy=employer.policy, wording=wording)
        emails.append(_values(combination.stage, combination.reason, combination.variant, notice))
        wording.drain()
    for name in NAMES:
        emails.append(_values("talent pool", "none", name, letter_of(name, employer.policy, wording)))
        wording.drain()
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
