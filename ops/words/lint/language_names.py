"""The English names of the languages, for people who read a report and not a table of codes."""

from functions.domain.employers.language import Language

_NAMES: dict[Language, str] = {
    "en": "English",
    "en-CA": "English (Canada)",
    "en-US": "English (United States)",
    "de": "German",
    "es": "Spanish",
    "fr": "French",
    "fr-CA": "French (Canada)",
    "pl": "Polish",
    "pt": "Portuguese",
    "pt-PT": "Portuguese (Portugal)",
}


def name_of(language: Language) -> str:
    return _NAMES[language]
