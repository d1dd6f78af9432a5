"""The area of an answer: the text that is kept, and the place of the table that it is taken for."""

from typing import Any

from functions.domain.employers.home_country import home_country
from functions.domain.employers.policy import EmployerPolicy
from functions.domain.lean_dataclass import dataclass
from functions.domain.places.place import NONE_OF_THESE, Place
from functions.domain.places.resolve import Resolution, Verdict, resolve
from functions.domain.places.table import place_table
from functions.domain.pool.membership import OptIn
from functions.optin.profile import Profile
from functions.runtime.http.problem import FieldError, Problem

# The sentences in `words/` for what the person has to tell us.
QUESTIONS = {
    Verdict.AMBIGUOUS: "which-place",
    Verdict.TOWN_NEEDED: "town-needed",
    Verdict.STREET: "street-address",
}

type PlaceRecord = dict[str, Any]


@dataclass(frozen=True)
class Area:
    """Where a person wants to work: their own words, and the place, where one is known."""

    text: str | None
    place: PlaceRecord | None


def settle_area(profile: Profile, policy: EmployerPolicy, before: OptIn | None = None) -> Area:
    """Return the area as it is recorded. `before`: the opt-in that is changed; what it has is not asked about again.

    Raises Problem invalid-opt-in where the person has to say more, or less; with the places to choose from.
    """
    text, place_id = profile.answer("area"), profile.place
    if not text:
        return Area(None, None)
    if before and text == before.answers.get("area") and place_id in (None, before.place and before.place["id"]):
        # Also where the table has lost the place since.
        return Area(text, before.place)
    resolution = resolve(text, home_country(policy), place_table())
    place = _chosen(place_id) if place_id else _found(resolution)
    if not resolution.is_address:
        return Area(text, place)
    # A street is nobody's business here: the place's name is kept in place of the address.
    if place is None:
        raise _question(Verdict.STREET)
    return Area(place["name"], place)


def _found(resolution: Resolution) -> PlaceRecord | None:
    if resolution.verdict in QUESTIONS:
        raise _question(resolution.verdict, *resolution.places)
    return resolution.place.record() if resolution.place else None


def _chosen(place_id: str) -> PlaceRecord | None:
    if place_id == NONE_OF_THESE:
        return None
    place = place_table().find(place_id)
    if place is None:
        raise Problem("invalid-opt-in", errors=(FieldError("/profile/place", "no-such-place"),))
    return place.record()


def _question(verdict: Verdict, *places: Place) -> Problem:
    members = {"places": [place.record() for place in places]} if places else {}
    return Problem("invalid-opt-in", errors=(FieldError("/profile/area", QUESTIONS[verdict]),), members=members)
