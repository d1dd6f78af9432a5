"""The versions of consents that people may have agreed to: a text never changes under its version.

`functions/consent_versions.json` lies beside `company.toml` and belongs into the same repository. It has the hash of
each text by employer, id, version and language. The words themselves are in the talent pool's table, under that hash.
"""

import json
from collections.abc import Iterator
from pathlib import Path

from functions.domain.employers.employers import Employers
from functions.domain.employers.policy import EmployerPolicy
from functions.domain.employers.texts import Texts
from ops.deploy.company_mistakes import Mistake

_NAME = "consent_versions.json"
_FIRST = "default"


def changed_texts(found: Employers, company_file: Path) -> list[Mistake]:
    """Return the consents whose text has changed since their version was recorded."""
    recorded = _read(company_file)
    return [
        Mistake(place, "should be a new one: the text or an agency has changed, and people may have agreed to it")
        for place, name, sha256 in _texts(found)
        if recorded.get(name, sha256) != sha256
    ]


def record_versions(found: Employers, company_file: Path) -> None:
    """Add the versions that are new to the file."""
    recorded = _read(company_file)
    known = {name: sha256 for _, name, sha256 in _texts(found)} | recorded
    if known != recorded:
        text = json.dumps(known, indent=1, sort_keys=True, ensure_ascii=False) + "\n"
        company_file.with_name(_NAME).write_text(text, "utf-8")


def recorded_employers(company_file: Path) -> set[str]:
    """Return the ids of all employers whose people may have agreed to something, also of those that have left."""
    names = {name.partition(" ")[0] for name in _read(company_file)}
    return {"" if name == _FIRST else name for name in names}


def _read(company_file: Path) -> dict[str, str]:
    path = company_file.with_name(_NAME)
    return dict(json.loads(path.read_text("utf-8"))) if path.exists() else {}


def _texts(found: Employers) -> Iterator[tuple[tuple[str, ...], str, str]]:
    """Yield the place, the name and the hash of each consent, in every language that it can be agreed to in."""
    for employer in found.every():
        above = ("employers", employer.id) if employer.id else ()
        each: list[EmployerPolicy | Texts] = [employer.policy, *employer.translations.values()]
        for texts in each:
            text = texts.consent
            name = " ".join((employer.id or _FIRST, text.id, text.version, text.language))
            yield (*above, "consent", "version"), name, text.sha256(texts.agencies)
