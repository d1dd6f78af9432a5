"""The words that a person agrees to: each purpose on its own, each agency by name."""

import hashlib
import json
from dataclasses import asdict
from datetime import date
from typing import Annotated

from pydantic import AfterValidator, Field

from functions.domain.employers.language import Language
from functions.domain.employers.section import Region
from functions.domain.lean_dataclass import dataclass

Id = Annotated[str, Field(pattern=r"^[a-z0-9_-]{1,64}$")]


def check_braces(text: str) -> str:
    """Return the text. Raises ValueError where braces are left that nothing has filled in."""
    if "{" in text or "}" in text:
        raise ValueError("should have no braces but those of {employer}")
    return text


Sentence = Annotated[str, Field(min_length=1), AfterValidator(check_braces)]


@dataclass(frozen=True, kw_only=True)
class Purpose:
    """One thing the employer may do, ticked on its own."""

    id: Id
    text: Sentence
    required: bool = False


@dataclass(frozen=True, kw_only=True)
class Agency:
    """A staffing agency, named, that a candidate may share their profile with.

    `region`: where it places people, if that is not the employer's region. Its law may ask for a licence.
    """

    id: Id
    name: Sentence
    text: Sentence
    region: Region | None = None
    licence: Annotated[str, Field(min_length=1)] | None = None
    licence_checked_on: date | None = None

    def shown(self) -> dict[str, str | None]:
        """Return what people read of it, as plain JSON values."""
        day = self.licence_checked_on
        return {
            "id": self.id,
            "name": self.name,
            "text": self.text,
            "licence": self.licence,
            "licence_checked_on": day.isoformat() if day else None,
        }


@dataclass(frozen=True, kw_only=True)
class ConsentText:
    """The reviewed words of the consent. A change of words is a new version."""

    id: Id
    version: Id
    language: Language
    intro: Sentence
    purposes: Annotated[list[Purpose], Field(min_length=1)]

    def canonical(self, agencies: list[Agency]) -> str:
        """Return exactly what is shown: intro, purposes and agencies, as canonical JSON."""
        shown = {**asdict(self), "agencies": [agency.shown() for agency in agencies]}
        return json.dumps(shown, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    def sha256(self, agencies: list[Agency]) -> str:
        """Return the hex digest of what is shown."""
        return hashlib.sha256(self.canonical(agencies).encode()).hexdigest()
