"""The choices on the opt-in form, as `company.toml` says."""

from typing import Annotated

from pydantic import Field

from functions.domain.employers.section import Id, Text
from functions.domain.lean_dataclass import dataclass


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One answer that can be picked: its `id` stands in the records, its `label` on the page."""

    id: Id
    label: Text


# Everybody has to choose one of them.
Offered = Annotated[list[Choice], Field(min_length=1)]


@dataclass(frozen=True, kw_only=True)
class Choices:
    """All that the opt-in form offers; nothing else is asked."""

    role_families: Offered
    shifts: list[Choice]
    hours: list[Choice]
    licences: list[Choice]
    languages: Offered
    channels: Offered
    # The search index finds nobody from farther away.
    distances_km: list[Annotated[int, Field(ge=1, le=100)]]
    months: Annotated[list[Annotated[int, Field(ge=3, le=24)]], Field(min_length=1)]
    default_months: int = 12


# The lists of choices with labels.
LABELLED_LISTS = tuple(name for name, kind in Choices.__annotations__.items() if kind in (list[Choice], Offered))


def check_default_months(choices: Choices) -> Choices:
    """Return the choices. Raises ValueError where the default is not offered."""
    if choices.default_months not in choices.months:
        raise ValueError("default_months: should be one of the numbers in months")
    return choices
