"""The employers of one deployment, such as an agency's clients: the source of an event says whose it is.

Another employer is what the file says for the first, with the settings of its own in place of those.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, model_validator

from functions.domain.employers.policy import EmployerPolicy
from functions.domain.employers.section import Id, Section, Text

_Values = dict[str, Any]
# Where words that a candidate agrees to may name the employer.
_NAMING = ("consent", "agencies")


class _Naming(BaseModel):
    """A section that another employer can't leave to the first; Company says what its settings may be."""

    model_config = ConfigDict(extra="allow", defer_build=True)
    name: Any


class _OwnBrand(_Naming):
    postal_address: Any
    contact_email: Any
    privacy_contact: Any


class _Own(Section):
    """`[employers.<id>]`. What is not here, such as the brake, is the same for the whole deployment."""

    sources: Annotated[list[Text], Field(min_length=1)]
    brand: _OwnBrand
    sender: _Naming
    timing: _Values = Field(default_factory=dict)
    languages: _Values = Field(default_factory=dict)
    invitation: _Values = Field(default_factory=dict)
    consent: _Values = Field(default_factory=dict)
    choices: _Values = Field(default_factory=dict)
    agencies: list[_Values] | None = None


class _Others(BaseModel):
    model_config = ConfigDict(defer_build=True)
    employers: dict[Id, _Own]

    @model_validator(mode="after")
    def _a_source_is_of_one(self) -> "_Others":
        named = Counter(source for own in self.employers.values() for source in own.sources)
        for source, times in named.items():
            if times > 1:
                raise ValueError(f"employers: {source} is a source of two")
        return self


@dataclass(frozen=True)
class Employer:
    """Whose decision it is; `id` is empty for the one that most of the file is about."""

    id: str
    policy: EmployerPolicy


class Employers:
    """All of `company.toml`. Raises pydantic.ValidationError."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        first = {name: value for name, value in values.items() if name != "employers"}
        self.default = Employer("", _company(first))
        self._values, self._others = first, dict[str, _Own]()
        if "employers" in values:
            self._others = _Others.model_validate({"employers": values["employers"]}).employers
        self._ids = {source: name for name, own in self._others.items() for source in own.sources}
        self._read = {"": self.default}

    @property
    def others(self) -> Iterable[str]:
        """Their ids."""
        return self._others.keys()

    def id_of(self, source: str) -> str:
        """Whose an event of this source is: the first's, where no other employer names it."""
        return self._ids.get(source, "")

    def of(self, source: str) -> Employer:
        """The same, with its policy."""
        return self.get(self.id_of(source))

    def every(self) -> list[Employer]:
        return [self.get(name) for name in ("", *self._others)]

    def get(self, employer: str) -> Employer:
        """By its id. Raises KeyError; another than the first is looked at now, so ValidationError too."""
        if employer not in self._read:
            self._read[employer] = Employer(employer, _company(_merged(self._values, self._others[employer])))
        return self._read[employer]


def _merged(default: Mapping[str, Any], own: _Own) -> _Values:
    sections = own.model_dump(exclude={"sources", "agencies"}, exclude_unset=True)
    merged = {name: {**default.get(name, {}), **section} for name, section in sections.items()}
    agencies = {} if own.agencies is None else {"agencies": own.agencies}
    return {**default, **merged, **agencies}


def _company(values: Mapping[str, Any]) -> EmployerPolicy:
    brand = values.get("brand")
    name = brand.get("name") if isinstance(brand, dict) else None
    named = {section: _named(values[section], str(name)) for section in _NAMING if section in values}
    return EmployerPolicy.model_validate({**values, **named})


def _named(value: Any, employer: str) -> Any:
    match value:
        case str():
            return value.replace("{employer}", employer)
        case list():
            return [_named(one, employer) for one in value]
        case dict():
            return {key: _named(one, employer) for key, one in value.items()}
        case _:
            return value
