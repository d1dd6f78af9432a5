"""The area of a form as it is recorded: the person's words, the place, and never a street."""

import subprocess
import sys
from dataclasses import replace

import pytest

from functions.domain.employers.home_country import home_country
from functions.domain.employers.language import Language
from functions.domain.employers.policy import EmployerPolicy
from functions.domain.places.place import NONE_OF_THESE
from functions.domain.pool.membership import OptIn
from functions.optin.area import Area, settle_area
from functions.optin.profile import profile_model
from functions.runtime.http.problem import Problem
from tests.optin_builders import Json, answers, opt_in, policy

GUELPH: Json = {"id": "5967629", "name": "Guelph", "region": "Ontario", "country": "CA", "lat": 43.55, "lon": -80.26}


def settle(typed: str | None, place_id: str | None = None, *, before: OptIn | None = None) -> Area:
    profile = profile_model().model_validate(answers(area=typed, place=place_id, earliest_start=None))
    return settle_area(profile, policy(), before)


def asked(typed: str, place_id: str | None = None) -> tuple[str, str, list[str]]:
    """Return the pointer, the question and the regions of the places that are offered."""
    with pytest.raises(Problem) as raised:
        settle(typed, place_id)
    (error,) = raised.value.errors
    places = raised.value.members.get("places", [])
    assert isinstance(places, list)
    return error.pointer, error.code, [place["region"] for place in places]


def test_an_area_that_says_enough_has_its_place() -> None:
    assert settle(" Guelph,  ON ") == Area("Guelph, ON", GUELPH)


@pytest.mark.parametrize("typed", [None, "", "  "])
def test_no_area_has_no_place(typed: str | None) -> None:
    assert settle(typed) == Area(None, None)
    assert settle(typed, GUELPH["id"]) == Area(None, None)


def test_an_unknown_area_is_kept_as_it_was_typed() -> None:
    assert settle("wherever a bus goes") == Area("wherever a bus goes", None)


def test_an_ambiguous_area_is_asked_about_with_the_places_to_choose_from() -> None:
    assert asked("Cambridge") == ("/profile/area", "which-place", ["Ontario", "Nova Scotia"])


def test_a_chosen_place_counts_whatever_was_typed() -> None:
    with pytest.raises(Problem) as raised:
        settle("Cambridge")
    offered = raised.value.members["places"]
    assert isinstance(offered, list)
    assert [settle("Cambridge", place["id"]) for place in offered] == [Area("Cambridge", place) for place in offered]


def test_whoever_lives_in_none_of_them_keeps_their_words() -> None:
    assert settle("Cambridge", NONE_OF_THESE) == Area("Cambridge", None)


@pytest.mark.parametrize("place_id", ["0", "ca-k0a", "Guelph", "../etc"])
def test_a_place_that_is_not_of_the_table_is_refused(place_id: str) -> None:
    assert asked("Guelph", place_id) == ("/profile/place", "no-such-place", [])


def test_a_place_that_has_left_the_table_stays_on_its_profile() -> None:
    gone = {**GUELPH, "id": "0"}
    before = opt_in(answers=answers(area="Guelph"), place=gone)
    assert settle("Guelph", "0", before=before) == settle("Guelph", before=before) == Area("Guelph", gone)
    assert settle("Guelph, ON", before=before) == Area("Guelph, ON", GUELPH)


def test_whoever_has_answered_is_not_asked_again_when_they_change_another_answer() -> None:
    before = opt_in(answers=answers(area="Cambridge"), place=None)
    assert settle("Cambridge", before=before) == Area("Cambridge", None)
    assert settle("Cambridge", GUELPH["id"], before=before) == Area("Cambridge", GUELPH)


@pytest.mark.parametrize("typed", ["K0A", "K0A 1A0", "SW1A 1AA"])
def test_a_code_that_says_too_little_asks_for_the_town(typed: str) -> None:
    assert asked(typed) == ("/profile/area", "town-needed", [])


def test_of_an_address_the_place_alone_is_kept() -> None:
    assert settle("12 Main Street, Guelph") == Area("Guelph", GUELPH)
    assert settle("12 Main Street, Cambridge", GUELPH["id"]) == Area("Guelph", GUELPH)


def test_an_address_without_a_place_is_refused() -> None:
    assert asked("12 Main Street") == ("/profile/area", "street-address", [])
    assert asked("12 Main Street, Cambridge", NONE_OF_THESE) == ("/profile/area", "street-address", [])


@pytest.mark.parametrize(
    ("region", "language", "country"),
    [("CA-ON", "en", "CA"), ("DE", "en", "DE"), (None, "fr-CA", "CA"), (None, "en", None)],
)
def test_people_are_taken_to_live_in_the_employers_country(
    region: str | None, language: Language, country: str | None
) -> None:
    standing: EmployerPolicy = policy()
    brand, consent = replace(standing.brand, region=region), replace(standing.consent, language=language)
    assert home_country(replace(standing, brand=brand, consent=consent)) == country


def test_who_opens_the_page_waits_for_no_table() -> None:
    script = (
        "import sys, functions.optin.handler\n"
        "print([name for name in sys.modules if name.startswith('functions.domain.places')])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
