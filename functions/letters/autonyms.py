"""What languages call themselves."""

_AUTONYMS = {
    "de": "Deutsch",
    "en": "English",
    "es": "Español",
    "fr": "Français",
    "pl": "Polski",
    "pt": "Português",
}


def autonym(language: str) -> str:
    """Of a BCP 47 tag; the tag itself where it is not known here."""
    return _AUTONYMS.get(language.partition("-")[0].lower(), language)
