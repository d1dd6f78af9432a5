"""`[translations.<language>]` of `company.toml`, as pydantic checks it."""

from collections.abc import Iterator
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, create_model

from functions.domain.employers.consent_text import check_braces
from functions.domain.employers.section import Id, Text
from ops.deploy.company_words import CONSENT, TRANSLATED_CHOICES, Key, Words


def _filled(text: str, *names: str) -> str:
    for name in names:
        text = text.replace(f"{{{name}}}", "")
    return text


def _check_words(text: str) -> str:
    check_braces(_filled(text, "employer"))
    return _check_label(text)


def _check_agency_words(text: str) -> str:
    check_braces(_filled(text, "employer", "licence", "licence_checked_on"))
    return _check_label(text)


def _check_label(text: str) -> str:
    if not text.strip():
        raise ValueError("is empty")
    return text


# The labels of one list, by id.
_LABELS: Any = (dict[Id, Annotated[Text, AfterValidator(_check_label)]], Field(default_factory=dict))


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid")


_Choices: Any = create_model("_Choices", __base__=_Section, **dict.fromkeys(TRANSLATED_CHOICES, _LABELS))


class Translation(_Section):
    """`[translations.<language>]`: the texts in one more language. Those of a region may be a part of them."""

    consent: Annotated[Text, AfterValidator(_check_words)] | None = None
    purposes: dict[Id, Annotated[Text, AfterValidator(_check_words)]] = Field(default_factory=dict)
    agencies: dict[Id, Annotated[Text, AfterValidator(_check_agency_words)]] = Field(default_factory=dict)
    choices: _Choices = Field(default_factory=lambda: _Choices.model_validate({}))

    def words(self) -> Words:
        """Return the texts by their place."""
        return dict(self._words())

    def _words(self) -> Iterator[tuple[Key, str]]:
        if self.consent is not None:
            yield CONSENT, self.consent
        for name, texts in (("purposes", self.purposes), ("agencies", self.agencies)):
            yield from (((name, entry), text) for entry, text in texts.items())
        for name, labels in self.choices:
            yield from ((("choices", name, entry), label) for entry, label in labels.items())
