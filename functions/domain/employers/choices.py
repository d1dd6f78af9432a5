"""What the opt-in form offers, as `company.toml` says."""

from typing import Annotated

from pydantic import Field, model_validator

from functions.domain.employers.section import Id, Section, Text


class Choice(Section):
    id: Id
    label: Text


class Choices(Section):
    """What the opt-in form offers; nothing else is asked."""

    role_families: list[Choice]
    shifts: list[Choice]
    hours: list[Choice]
    licences: list[Choice]
    languages: list[Choice]
    channels: list[Choice]
    distances_km: list[int]
    months: list[Annotated[int, Field(ge=3, le=24)]]
    default_months: int = 12

    @model_validator(mode="after")
    def _default_is_offered(self) -> "Choices":
        if self.default_months not in self.months:
            raise ValueError("default_months is one of months")
        return self
