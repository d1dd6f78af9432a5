"""The check of `functions/company.toml`, as it is built, deployed and tested.

Another employer is what the file says for the first, with the settings of its own in place of those.
"""

import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, model_validator

from functions.domain.employers.choices import LABELLED_LISTS, Choice
from functions.domain.employers.consent_text import Agency, Purpose
from functions.domain.employers.employers import ANY_SOURCE, FIRST, Employers
from functions.domain.employers.policy import EmployerPolicy
from functions.domain.employers.section import Id, Text
from functions.domain.employers.texts import Texts
from ops.deploy.agency_licences import licence_mistakes
from ops.deploy.company_fillings import filled_in
from ops.deploy.company_languages import Part, Translated
from ops.deploy.company_mistakes import refusal
from ops.deploy.company_translation import Translation
from ops.deploy.company_words import with_words, words_of
from ops.deploy.forms import check
from ops.terminal.paths import FUNCTIONS

COMPANY_FILE = FUNCTIONS / "company.toml"

_Values = dict[str, Any]


class _Naming(BaseModel):
    """A section that another employer can't leave to the first; its policy's form says what the settings may be."""

    model_config = ConfigDict(extra="allow")
    name: Any


class _OwnBrand(_Naming):
    postal_address: Any
    contact_email: Any
    privacy_contact: Any


class _Own(BaseModel):
    """`[employers.<id>]`. What is not here, such as the brake, is the same for the whole deployment."""

    model_config = ConfigDict(extra="forbid")
    sources: Annotated[list[Text], Field(min_length=1)]
    brand: _OwnBrand
    sender: _Naming
    timing: _Values = Field(default_factory=dict)
    languages: _Values = Field(default_factory=dict)
    invitation: _Values = Field(default_factory=dict)
    consent: _Values = Field(default_factory=dict)
    choices: _Values = Field(default_factory=dict)
    agencies: list[_Values] | None = None
    translations: dict[str, Translation] = Field(default_factory=dict)


class _Others(BaseModel):
    sources: list[Text] = Field(default_factory=list)
    translations: dict[str, Translation] = Field(default_factory=dict)
    employers: dict[Id, _Own] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _a_source_is_of_one(self) -> "_Others":
        if self.employers and not self.sources:
            # Without them, a mistyped source would be told in the first employer's name, or nobody would be told.
            raise ValueError("sources: is missing; those of the first employer, before [brand], where there are others")
        if FIRST in self.employers:
            # Whoever may see its people would see the first one's.
            raise ValueError(f"employers: {FIRST} is how groups and commands call the first one; give it another id")
        named = Counter([*self.sources, *(source for own in self.employers.values() for source in own.sources)])
        if any(ANY_SOURCE in own.sources for own in self.employers.values()):
            raise ValueError('employers: only the sources of the first may be "*"')
        for source, times in named.items():
            if times > 1:
                raise ValueError(f"employers: {source} is a source of two of them; an event can only be of one")
        return self


def read_company(path: Path = COMPANY_FILE) -> Employers:
    """Return what the file says. Raises OSError, UnicodeDecodeError, TOMLDecodeError or ValidationError."""
    return check_company(tomllib.loads(path.read_text("utf-8")))


def check_company(values: Mapping[str, Any]) -> Employers:
    """Return the employers that `values` say; another than the first is checked when it is asked for.

    Raises pydantic.ValidationError, as does the question for an employer with a mistake.
    """
    of_several = {name: value for name, value in values.items() if name in _Others.model_fields}
    first = {name: value for name, value in values.items() if name not in of_several}
    _policy(first)
    several = _Others.model_validate(of_several)
    others, part = several.employers, _part(first, first, several.translations)

    @cache
    def read(employer: str) -> tuple[EmployerPolicy, dict[str, Texts]]:
        if not employer:
            return _in_each_language(first, [part])
        own = others[employer]
        sections, merged = _sections(own), _merged(first, own)
        _policy(merged)
        return _in_each_language(merged, [_part(sections, merged, own.translations), part])

    return Employers(
        {name: own.sources for name, own in others.items()},
        lambda employer: read(employer)[0],
        several.sources or (ANY_SOURCE,),
        lambda employer: read(employer)[1],
    )


def _sections(own: _Own) -> _Values:
    sections = own.model_dump(exclude={"sources", "translations"}, exclude_unset=True)
    return {name: section for name, section in sections.items() if section is not None}


def _merged(default: Mapping[str, Any], own: _Own) -> _Values:
    sections = _sections(own)
    agencies = {"agencies": sections.pop("agencies")} if "agencies" in sections else {}
    merged = {name: {**default.get(name, {}), **section} for name, section in sections.items()}
    return {**default, **merged, **agencies}


def _part(sections: Mapping[str, Any], values: Mapping[str, Any], translations: Mapping[str, Translation]) -> Part:
    translated = {language: translation.words() for language, translation in translations.items()}
    return Part(values["consent"]["language"], words_of(sections), translated)


def _in_each_language(values: _Values, parts: list[Part]) -> tuple[EmployerPolicy, dict[str, Texts]]:
    """Return the policy, and the texts in each other language. `values` have passed the check."""
    language = values["consent"]["language"]
    words = Translated(words_of(values), language, parts).in_each(_policy(values).languages.offered)
    policies = {language: _policy(with_words(values, language, texts)) for language, texts in words.items()}
    policy = policies.pop(language)
    texts = {tag: Texts(consent=of.consent, agencies=of.agencies, choices=of.choices) for tag, of in policies.items()}
    return policy, texts


def _policy(values: Mapping[str, Any]) -> EmployerPolicy:
    if wrong := list(licence_mistakes(values)):
        raise refusal(wrong)
    return check(EmployerPolicy, filled_in(values), _check_proof)


def _check_ids(policy: EmployerPolicy) -> EmployerPolicy:
    """Return the policy. Raises ValueError where two entries of a list have one id."""
    choices = policy.choices
    lists: dict[str, Sequence[Choice | Agency | Purpose]] = {
        **{f"choices.{name}": getattr(choices, name) for name in LABELLED_LISTS},
        "agencies": policy.agencies,
        "consent.purposes": policy.consent.purposes,
    }
    for name, entries in lists.items():
        if len({entry.id for entry in entries}) < len(entries):
            raise ValueError(f"{name}: two entries have the same id")
    return policy


def _check_proof(policy: EmployerPolicy) -> EmployerPolicy:
    """Return the policy. Raises ValueError where the proof of a consent would end before the consent."""
    # A leap year has 366 days.
    longest = max(policy.choices.months) * 61 // 2
    if policy.retention.proof_days < longest:
        raise ValueError(f"retention.proof_days: should be at least {longest}, for the longest of choices.months")
    return _check_ids(policy)
