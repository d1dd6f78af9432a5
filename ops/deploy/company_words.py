"""The words of `company.toml` that candidates read, by place: as the sections say them, and as translations do."""

from collections.abc import Mapping
from typing import Any

from functions.domain.employers.choices import LABELLED_LISTS

# Where a text stands below a language in `[translations]`: consent, or purposes, agencies or choices with ids.
type Key = tuple[str, ...]
type Words = Mapping[Key, str]

# Not `languages`: each of them is called by its own name, on every page.
TRANSLATED_CHOICES = tuple(name for name in LABELLED_LISTS if name != "languages")
CONSENT: Key = ("consent",)


def words_of(sections: Mapping[str, Any]) -> Words:
    """Return the texts of `[consent]`, `[[agencies]]` and `[choices]`, as far as they are there, by their place."""
    consent, choices = sections.get("consent", {}), sections.get("choices", {})
    words = {CONSENT: consent["intro"]} if "intro" in consent else {}
    words |= {("purposes", entry["id"]): entry["text"] for entry in consent.get("purposes", [])}
    words |= {("agencies", entry["id"]): entry["text"] for entry in sections.get("agencies") or []}
    for name in TRANSLATED_CHOICES:
        words |= {("choices", name, entry["id"]): entry["label"] for entry in choices.get(name, [])}
    return words


def with_words(sections: Mapping[str, Any], language: str, words: Words) -> dict[str, Any]:
    """Return the sections with these texts in place of theirs."""
    consent, choices = sections["consent"], sections["choices"]
    purposes = [{**entry, "text": words["purposes", entry["id"]]} for entry in consent["purposes"]]
    labels = {
        name: [{**entry, "label": words["choices", name, entry["id"]]} for entry in choices[name]]
        for name in TRANSLATED_CHOICES
    }
    return {
        **sections,
        "consent": {**consent, "language": language, "intro": words[CONSENT], "purposes": purposes},
        "agencies": [{**entry, "text": words["agencies", entry["id"]]} for entry in sections.get("agencies", [])],
        "choices": {**choices, **labels},
    }
