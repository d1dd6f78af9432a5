"""Mistakes in `company.toml`, in its own words: which setting, what it should be, and which name was meant."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, fields, is_dataclass
from difflib import get_close_matches
from typing import Any, get_args, get_type_hints

from pydantic import ValidationError
from pydantic_core import ErrorDetails, InitErrorDetails, PydanticCustomError

from functions.domain.employers.policy import EmployerPolicy
from ops.deploy.toml_lines import Place

_WHOLE, _QUOTED, _TABLE = "should be a whole number", "should be text in quotes", "should be a table of settings"
_DAY = "should be a day such as 2026-11-02, without quotes"
# pydantic speaks of its types; these are the words of the file.
_OWN_WORDS = {
    "date_from_datetime_parsing": _DAY,
    "date_parsing": _DAY,
    "date_type": _DAY,
    "bool_parsing": "should be true or false",
    "bool_type": "should be true or false",
    "dataclass_type": _TABLE,
    "dict_type": _TABLE,
    "extra_forbidden": "no such setting",
    "float_parsing": "should be a number",
    "float_type": "should be a number",
    "greater_than": "should be more than {gt:g}",
    "greater_than_equal": "should be at least {ge}",
    "int_from_float": _WHOLE,
    "int_parsing": _WHOLE,
    "int_type": _WHOLE,
    "less_than_equal": "should be at most {le}",
    "list_type": "should be a list, in [brackets]",
    "literal_error": "should be {expected}",
    "missing": "is missing",
    "model_attributes_type": _TABLE,
    "model_type": _TABLE,
    "string_too_long": "should have at most {max_length} characters",
    "string_too_short": "is empty",
    "string_type": _QUOTED,
    "time_delta_parsing": "should be an ISO 8601 duration such as PT24H",
    "time_delta_type": "should be an ISO 8601 duration such as PT24H",
    "time_parsing": "should be hours of a day, such as 09:00-17:00",
    "too_short": "should have at least one entry",
}
_PATTERNS = {
    "^[A-Z]": "should be a country of ISO 3166 or a part of one, such as CA or CA-ON",
    "^[a-z": "should have nothing but a-z, 0-9, _ and -, and not be too long",
}
# A rule about two settings names the one to change: "default_months: should be …".
_NAMED = re.compile(r"([\w.]+): (.*)", re.DOTALL)
# What is surely no name and no address of anybody.
_HARMLESS = re.compile(r"[\w-]{1,12}")


@dataclass(frozen=True)
class Mistake:
    """A mistake: where it is in the file, and what is wrong there. It never quotes what might be somebody's."""

    place: Place
    rule: str

    def __str__(self) -> str:
        return f"{_shown(self.place)}: {self.rule}" if self.place else self.rule


def mistakes(err: ValidationError, *within: str) -> list[Mistake]:
    """Return each mistake; `within` is where the settings stand that were checked."""
    return [_mistake(one, within) for one in err.errors(include_url=False)]


def refusal(wrong: Iterable[tuple[Place, str]]) -> ValidationError:
    """Return an error with these mistakes, for a rule that looks at several settings."""
    errors = [
        InitErrorDetails(type=PydanticCustomError("rule", "{rule}", {"rule": rule}), loc=tuple(place), input=None)
        for place, rule in dict.fromkeys(wrong)
    ]
    return ValidationError.from_exception_data("company.toml", errors)


def _mistake(one: ErrorDetails, within: tuple[str, ...]) -> Mistake:
    place: Place = (*within, *one["loc"])
    rule = _rule(one)
    if one["type"] == "value_error" and (named := _NAMED.fullmatch(rule)):
        return Mistake((*place, *named[1].split(".")), named[2])
    if one["type"] == "extra_forbidden":
        rule += _meant(place)
    return Mistake(place, rule)


def _rule(one: ErrorDetails) -> str:
    context: dict[str, Any] = one.get("ctx", {})
    if one["type"] == "string_pattern_mismatch":
        return next(rule for start, rule in _PATTERNS.items() if context["pattern"].startswith(start))
    own = _OWN_WORDS.get(one["type"])
    rule = own.format(**context) if own else one["msg"].removeprefix("Value error, ")
    if one["type"] == "literal_error" and _HARMLESS.fullmatch(str(one["input"])):
        rule += f", not '{one['input']}'"
    return rule


def _meant(place: Place) -> str:
    name, settings = str(place[-1]), _settings(place[:-1])
    if "translations" in place[:-1]:
        return "; a language is called by its own name in all of them" if name == "languages" else ""
    if name in settings:
        return "; it is the same for all employers"
    close = get_close_matches(name, settings, n=1)
    return f"; did you mean {close[0]}?" if close else ""


def _settings(place: Place) -> list[str]:
    """Return the names of the settings in a section."""
    # Another employer has the sections of the first, and its own sources.
    of_other = ["sources", "translations"] if len(place) == 2 and place[0] == "employers" else []  # noqa: PLR2004
    if not place:
        of_other = ["sources", "translations", "employers"]
    section: Any = EmployerPolicy
    for name in place[2:] if place[:1] == ("employers",) else place:
        if isinstance(name, str):
            section = _section(get_type_hints(section).get(name)) or section
    return [*of_other, *(setting.name for setting in fields(section))]


def _section(annotation: Any) -> Any:
    """Return the dataclass in an annotation such as `list[Choice]`; None without one."""
    if isinstance(annotation, type) and is_dataclass(annotation):
        return annotation
    return next((found for part in get_args(annotation) if (found := _section(part))), None)


def _shown(place: Place) -> str:
    """Return the place as a person says it, with entries counted from 1."""
    text = ""
    for part in place:
        if isinstance(part, int):
            text += f", entry {part + 1}"
        else:
            text += f"{', ' if re.search(r', entry \d+$', text) else '.' if text else ''}{part}"
    return text
