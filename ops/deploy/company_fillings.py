"""The braces in the words that a candidate agrees to: the employer's name, and an agency's licence."""

from collections.abc import Mapping
from datetime import date, datetime, time
from functools import cache
from typing import Any, get_args

from functions.domain.employers.language import Language
from functions.letters.wording import Wording
from ops.words.source import read_wording

_NAMING = ("consent", "agencies")


def filled_in(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the settings with all that is known in place of its braces. What is wrong in them stays as it is."""
    brand, consent, agencies = values.get("brand"), values.get("consent"), values.get("agencies")
    language = consent.get("language") if isinstance(consent, dict) else None
    if isinstance(agencies, list):
        values = {**values, "agencies": [_licensed(agency, language) for agency in agencies]}
    name = brand.get("name") if isinstance(brand, dict) else None
    named = {section: _named(values[section], str(name)) for section in _NAMING if section in values}
    return {**values, **named}


def _licensed(agency: Any, language: object) -> Any:
    if not isinstance(agency, dict) or not isinstance(agency.get("text"), str):
        return agency
    text, day = agency["text"], agency.get("licence_checked_on")
    if isinstance(agency.get("licence"), str):
        text = _fill(text, "licence", agency["licence"])
    if type(day) is date and language in get_args(Language):
        text = _fill(text, "licence_checked_on", _wording(language).day(datetime.combine(day, time())))
    return {**agency, "text": text}


def _fill(text: str, name: str, value: str) -> str:
    # "Acme Inc." brings the full stop of its sentence along, as does "2026 r.".
    ended = text.replace(f"{{{name}}}.", f"{{{name}}}") if value.endswith(".") else text
    return ended.replace(f"{{{name}}}", value)


@cache
def _wording(language: Language) -> Wording:
    return read_wording(language)


def _named(value: Any, employer: str) -> Any:
    match value:
        case str():
            return _fill(value, "employer", employer)
        case list():
            return [_named(entry, employer) for entry in value]
        case dict():
            return {key: _named(entry, employer) for key, entry in value.items()}
        case _:
            return value
