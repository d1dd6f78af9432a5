"""Several employers in one deployment: the source of an event picks one."""

import re
from dataclasses import replace
from typing import Any

import pytest
from pydantic import ValidationError

from ops.deploy.company_file import check_company
from tests.builders import Json, company_values

HARBOUR = "/ats/example/harbour"
BRAND = {
    "name": "Harbour Foods",
    "postal_address": "22 Pier Street",
    "contact_email": "jobs@harbour.example",
    "privacy_contact": "privacy@harbour.example",
}


def file(**own: Any) -> Json:
    """brand.toml with one other employer, and settings of its own."""
    harbour = {"sources": [HARBOUR], "brand": BRAND, "sender": {"name": "Harbour Foods"}}
    return company_values() | {"employers": {"harbour": harbour | own}}


def test_the_source_picks_the_employer_and_any_other_is_the_first_ones() -> None:
    employers = check_company(file())
    assert (employers.of(HARBOUR).id, employers.of(HARBOUR).policy.brand.name) == ("harbour", "Harbour Foods")
    assert [employers.of(source).id for source in ("/ats/example/acme", "", HARBOUR + "/")] == ["", "", ""]
    assert [one.policy.brand.name for one in employers.every()] == ["Acme Logistics", "Harbour Foods"]


def test_what_an_employer_does_not_say_is_as_for_the_first() -> None:
    first, harbour = check_company(file(timing={"hold": "PT0S"})).every()
    assert harbour.policy.sender.email == first.policy.sender.email
    assert harbour.policy.brand.time_zone == first.policy.brand.time_zone
    assert harbour.policy.timing == replace(first.policy.timing, hold=harbour.policy.timing.hold)
    assert harbour.policy.timing.hold != first.policy.timing.hold
    assert harbour.policy.agencies
    assert check_company(file(agencies=[])).get("harbour").policy.agencies == []


def test_the_words_that_are_agreed_to_name_the_employer_and_no_other() -> None:
    first, harbour = (one.policy for one in check_company(file()).every())
    for of, name, other in ((first, "Acme", "Harbour"), (harbour, "Harbour", "Acme")):
        purposes, agencies = of.consent.purposes, of.agencies
        texts = [of.consent.intro, *(one.text for one in purposes), *(one.text for one in agencies)]
        assert all(name in text and other not in text and "{" not in text for text in texts)
    assert first.consent.sha256(first.agencies) != harbour.consent.sha256(harbour.agencies)


@pytest.mark.parametrize(
    ("own", "told"),
    [
        ({"sources": []}, "employers.harbour.sources\n  List should have at least 1 item"),
        ({"brand": {"name": "Harbour Foods"}}, "employers.harbour.brand.privacy_contact\n  Field required"),
        ({"sender": {}}, "employers.harbour.sender.name\n  Field required"),
        ({"brake": {}}, "employers.harbour.brake\n  Extra inputs are not permitted"),
        ({"timing": "fast"}, "employers.harbour.timing\n  Input should be a valid dictionary"),
    ],
)
def test_a_mistake_in_its_frame_is_found_when_the_file_is_read(own: Json, told: str) -> None:
    with pytest.raises(ValidationError, match=re.escape(told)):
        check_company(file(**own))


def test_a_source_belongs_to_one_employer() -> None:
    values = file()
    values["employers"]["pier"] = values["employers"]["harbour"]
    with pytest.raises(ValidationError, match=f"employers: {HARBOUR} is a source of two"):
        check_company(values)


@pytest.mark.parametrize(
    ("own", "told"),
    [
        ({"timing": {"hold": "soon"}}, "timing.hold"),
        ({"brand": BRAND | {"colour": "#ffee00"}}, "brand.colour"),
        ({"languages": {"default": "tlh"}}, "languages.default"),
    ],
)
def test_a_mistake_in_its_settings_is_found_when_it_is_looked_at(own: Json, told: str) -> None:
    employers = check_company(file(**own))
    assert (employers.of("elsewhere").id, employers.id_of(HARBOUR)) == ("", "harbour")
    with pytest.raises(ValidationError, match=re.escape(told)):
        employers.of(HARBOUR)


def test_only_the_employer_can_be_named_in_words_that_are_agreed_to() -> None:
    with pytest.raises(ValidationError, match=r"consent.intro\n.*should have no braces but those of \{employer\}"):
        check_company(company_values(consent={"intro": "You decide what {company} keeps."}))


@pytest.mark.parametrize("value", [None, 5, "x", [], [1], {"intro": 5}, {"purposes": "x"}])
def test_whatever_stands_there_is_a_mistake_and_no_crash(value: object) -> None:
    for name in ("brand", "consent", "agencies", "employers", "sender"):
        with pytest.raises(ValidationError):
            check_company(company_values() | {name: value or 7})
