"""Looking up what a typed area may be, for the page to show. Nothing is recorded."""

from typing import Any

from functions.domain.employers.home_country import home_country
from functions.domain.employers.policy import EmployerPolicy
from functions.domain.personal_data import one_line
from functions.domain.places.resolve import resolve
from functions.domain.places.table import place_table
from functions.runtime.http.words import Words

# As long as an area in the form; what is longer is no area.
_MAX_LENGTH = 60


def show_places(typed: str, policy: EmployerPolicy, words: Words) -> dict[str, Any]:
    """Return the places that a typed area may be, and what to say to the person, in their language."""
    resolution = resolve(one_line(typed)[:_MAX_LENGTH], home_country(policy), place_table())
    return {
        "verdict": resolution.verdict.value,
        "places": [{**place.record(), "unit": place.unit} for place in resolution.places],
        "message": words.say("places", resolution.verdict.value),
        "none": words.say("places", "none"),
    }
