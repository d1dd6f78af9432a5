"""The words that a person agrees to: each purpose on its own, each agency by name."""

import hashlib
import json
from dataclasses import asdict
from typing import Annotated

from pydantic import AfterValidator, Field

from functions.domain.lean_dataclass import dataclass

Id = Annotated[str, Field(pattern=r"^[a-z0-9_-]{1,64}$")]


def _without_braces(text: str) -> str:
    if "{" in text or "}" in text:
        raise ValueError("should have no braces but those of {employer}")
    return text


Sentence = Annotated[str, Field(min_length=1), AfterValidator(_without_braces)]


@dataclass(frozen=True, kw_only=True)
class Purpose:
    """One thing the employer may do, ticked on its own."""

    id: Id
    text: Sentence
    required: bool = False


@dataclass(frozen=True, kw_only=True)
class Agency:
    """A staffing agency, named, that a candidate may share their profile with."""

    id: Id
    name: Sentence
    text: Sentence
    licence: str | None = None


@dataclass(frozen=True, kw_only=True)
class ConsentText:
    """The reviewed words of the consent. A change of words is a new version."""

    id: Id
    version: Id
    language: Id
    intro: Sentence
    purposes: Annotated[list[Purpose], Field(min_length=1)]

    def canonical(self, agencies: list[Agency]) -> str:
        """Return exactly what is shown: intro, purposes and agencies, as canonical JSON."""
        shown = {**asdict(self), "agencies": [asdict(agency) for agency in agencies]}
        return json.dumps(shown, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    def sha256(self, agencies: list[Agency]) -> str:
        """Return the hex digest of what is shown."""
        return hashlib.sha256(self.canonical(agencies).encode()).hexdigest()
