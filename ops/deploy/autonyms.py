"""Autonyms: the names of languages in the languages themselves."""

_AUTONYMS = {
    "de": "Deutsch",
    "en": "English",
    "es": "Español",
    "fr": "Français",
    "pl": "Polski",
    "pt": "Português",
}


def autonym(language: str) -> str:
    """Return the language's own name, or the BCP 47 tag itself where the name is not listed here."""
    return _AUTONYMS.get(language.partition("-")[0].lower(), language)
