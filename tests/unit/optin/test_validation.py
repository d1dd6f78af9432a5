"""A form that says more, less or something else than it may: each mistake is named by its pointer."""

from typing import Any

import pytest

from functions.optin.problems import STATUSES
from functions.optin.wording import WORDS_FOLDER
from functions.runtime.http.problem import Problem, ProblemDetails
from functions.runtime.http.words import read_words
from tests.fakes.optin import World
from tests.optin_builders import CANDIDATE, SEEDED, Json, answers

LEAK = "zebulon.quill@mailbox.example"


def mistakes(form: Json) -> dict[str, str]:
    """What the page is told about each field."""
    world = World()
    with pytest.raises(Problem, match="invalid-opt-in") as refusal:
        world.join(form)
    assert world.pool.get(CANDIDATE) is None
    return dict(ProblemDetails.of(refusal.value, STATUSES, read_words(WORDS_FOLDER, "en")).errors)


def form(**changes: Any) -> Json:
    return World().form(**changes)


def with_answers(**changes: Any) -> Json:
    return form(profile=answers(**changes))


def without(name: str, *, inside: str | None = None) -> Json:
    whole = form()
    part = whole[inside] if inside else whole
    del part[name]
    return whole


OFFERED = "Choose only from the options on the form."


@pytest.mark.parametrize(
    ("wrong", "pointer", "detail"),
    [
        (form(purposes=["resale"]), "/purposes", "Tick this to join"),
        (form(purposes=["openings", "resale"]), "/purposes", OFFERED),
        (form(purposes=[]), "/purposes", "Tick this to join"),
        (form(purposes=["advice"]), "/purposes", "Tick this to join"),
        (form(agencies=["unheard-of"]), "/agencies", OFFERED),
        (form(months=7), "/months", "Choose one of these: 6, 12, 24 months."),
        (form(months=0), "/months", "Choose one of"),
        (form(months=-12), "/months", "Choose one of"),
        (form(months=10**400), "/months", "Choose one of"),
        (with_answers(role_families=[]), "/profile/role_families", "Choose at least one kind of work."),
        (with_answers(role_families=["pilot"]), "/profile/role_families", OFFERED),
        (with_answers(shifts=["dawn"]), "/profile/shifts", OFFERED),
        (with_answers(hours=["day"]), "/profile/hours", OFFERED),
        (with_answers(licences=["forklift", "\x00"]), "/profile/licences", OFFERED),
        (with_answers(language="EN"), "/profile/language", OFFERED),
        (with_answers(channel="fax"), "/profile/channel", OFFERED),
        (with_answers(distance_km=26), "/profile/distance_km", "Choose one of the distances in the list."),
        (with_answers(distance_km=0), "/profile/distance_km", "Choose one of the distances in the list."),
        (with_answers(earliest_start="2024-11-15"), "/profile/earliest_start", "Give a date within two years"),
        (with_answers(earliest_start="2028-11-25"), "/profile/earliest_start", "Give a date within two years"),
        (with_answers(earliest_start="9999-12-31"), "/profile/earliest_start", "Give a date within two years"),
    ],
)
def test_what_the_form_did_not_offer_is_refused_at_its_field(wrong: Json, pointer: str, detail: str) -> None:
    named = mistakes(wrong)
    assert list(named) == [pointer]
    assert named[pointer].startswith(detail)


@pytest.mark.parametrize(
    ("wrong", "pointer"),
    [
        (form(months="12"), "/months"),
        (form(months=12.0), "/months"),
        (form(months=True), "/months"),
        (form(months=None), "/months"),
        (form(purposes="openings"), "/purposes"),
        (form(purposes=None), "/purposes"),
        (form(purposes=[1]), "/purposes/0"),
        (form(purposes=["openings", "x" * 65]), "/purposes/1"),
        (form(purposes=["openings"] * 51), "/purposes"),
        (form(agencies={}), "/agencies"),
        (form(consent=None), "/consent"),
        (form(consent=form()["consent"] | {"sha256": 7}), "/consent/sha256"),
        (form(profile=[]), "/profile"),
        (form(rejoin_after="yesterday"), "/rejoin_after"),
        (form(rejoin_after=1795446245), "/rejoin_after"),
        (form(rejoin_after="2026-11-23T15:04:05"), "/rejoin_after"),
        (with_answers(area="x" * 61), "/profile/area"),
        (with_answers(area=["N1G"]), "/profile/area"),
        (with_answers(distance_km="25"), "/profile/distance_km"),
        (with_answers(earliest_start="01/12/2026"), "/profile/earliest_start"),
        (with_answers(earliest_start="2026-02-30"), "/profile/earliest_start"),
        (with_answers(earliest_start=20261201), "/profile/earliest_start"),
        (with_answers(language=None), "/profile/language"),
        (with_answers(role_families=[["warehouse"]]), "/profile/role_families/0"),
        (without("consent"), "/consent"),
        (without("purposes"), "/purposes"),
        (without("months"), "/months"),
        (without("profile"), "/profile"),
        (without("role_families", inside="profile"), "/profile/role_families"),
        (without("channel", inside="profile"), "/profile/channel"),
        (without("sha256", inside="consent"), "/consent/sha256"),
    ],
)
def test_a_value_of_the_wrong_shape_is_refused_at_its_field(wrong: Json, pointer: str) -> None:
    assert list(mistakes(wrong)) == [pointer]


@pytest.mark.parametrize("name", ["date_of_birth", "email", "cv", "score", "phone", "__proto__", "Months"])
def test_what_the_form_does_not_ask_for_is_not_taken(name: str) -> None:
    assert list(mistakes(form(**{name: "1990-01-01"}))) == [f"/{name}"]
    assert list(mistakes(with_answers(**{name: "1990-01-01"}))) == [f"/profile/{name}"]


def test_a_pointer_to_an_odd_name_is_escaped() -> None:
    assert list(mistakes(form(**{"a/b~c": 1}))) == ["/a~1b~0c"]


def test_all_mistakes_are_told_at_once() -> None:
    wrong = form(purposes=[], agencies=["x"], months=1, profile=answers(role_families=[], shifts=["x"], channel="x"))
    assert set(mistakes(wrong)) == {
        "/purposes",
        "/agencies",
        "/months",
        "/profile/role_families",
        "/profile/shifts",
        "/profile/channel",
    }


@pytest.mark.parametrize("field", ["area", "earliest_start", "distance_km", "language", "channel", "shifts"])
def test_what_is_said_about_a_mistake_does_not_quote_it(field: str) -> None:
    named = mistakes(with_answers(**{field: [{"typed": LEAK}]}) | {"months": LEAK})
    assert not [seed for seed in SEEDED if seed in str(named)]


@pytest.mark.parametrize("day", ["2026-11-22", "2026-11-23", "2027-05-01", "2028-11-24"])
def test_a_start_from_today_to_two_years_on_is_fine_wherever_today_is(day: str) -> None:
    world = World()
    world.join(with_answers(earliest_start=day))
    assert world.opt_in()["profile"]["earliest_start"] == day


@pytest.mark.parametrize("body", ["", "{", "nonsense", '{"a": NaN,}', "[" * 9999, r'{"a": "\ud800"}', r'{"\udfff": 1}'])
def test_what_is_not_json_is_refused_as_a_whole(body: str) -> None:
    with pytest.raises(Problem, match="malformed-json") as refusal:
        World().call("PUT /api/opt-in", body)
    assert refusal.value.errors == ()


@pytest.mark.parametrize("body", ["[]", "null", "7", '"openings"'])
def test_json_that_is_no_object_is_refused_at_the_root(body: str) -> None:
    with pytest.raises(Problem, match="invalid-opt-in") as refusal:
        World().call("PUT /api/opt-in", body)
    assert [error.pointer for error in refusal.value.errors] == [""]
