"""Looking up what a typed place may be, for a search. Nothing is recorded."""

from typing import Any

from functions.domain.employers.home_country import home_country
from functions.domain.employers.policy import EmployerPolicy
from functions.domain.personal_data import one_line
from functions.domain.places.resolve import resolve
from functions.domain.places.table import place_table
from functions.runtime.http.words import Words

_MAX_LENGTH = 60


def show_places(typed: str, policy: EmployerPolicy, words: Words) -> dict[str, Any]:
    """Return the places that a typed text may be, and what to say about it."""
    resolution = resolve(one_line(typed)[:_MAX_LENGTH], home_country(policy), place_table())
    return {
        "verdict": resolution.verdict.value,
        "places": [{**place.record(), "unit": place.unit} for place in resolution.places],
        "message": words.say("places", resolution.verdict.value),
        "none": words.say("places", "none"),
    }
