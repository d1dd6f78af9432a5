"""The words that a person agrees to: each purpose on its own, each agency by name."""

import hashlib
import json
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

Id = Annotated[str, Field(pattern=r"^[a-z0-9_-]{1,64}$")]


def _without_braces(text: str) -> str:
    if "{" in text or "}" in text:
        raise ValueError("nothing but {employer} can stand in braces")
    return text


Sentence = Annotated[str, Field(min_length=1), AfterValidator(_without_braces)]


class _Text(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class Purpose(_Text):
    """One thing the employer may do, ticked on its own."""

    id: Id
    text: Sentence
    required: bool = False


class Agency(_Text):
    """A staffing agency, named, that a candidate may share their profile with."""

    id: Id
    name: Sentence
    text: Sentence
    licence: str | None = None


class ConsentText(_Text):
    """The reviewed words of the consent. A change of words is a new version."""

    id: Id
    version: Id
    language: Id
    intro: Sentence
    purposes: Annotated[list[Purpose], Field(min_length=1)]

    def sha256(self, agencies: list[Agency]) -> str:
        """Hex digest of exactly what is shown: intro, purposes and agencies, as canonical JSON."""
        shown = {**self.model_dump(), "agencies": [agency.model_dump() for agency in agencies]}
        canonical = json.dumps(shown, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(canonical.encode()).hexdigest()
