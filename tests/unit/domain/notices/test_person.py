"""Who is one person, and under which keys they are known."""

from datetime import timedelta
from typing import Any

import pytest

from functions.domain.decisions.rejection import Rejection
from functions.domain.notices.notice import Application
from functions.domain.notices.person import Person, candidate_key, is_same_person, mailbox_key, person_keys
from functions.domain.personal_data import EmailAddress
from tests.builders import DECIDED_AT, REF, SOURCE, rejection

ELSEWHERE = "/ats/other/acme"


def by(**candidate: Any) -> Rejection:
    """A rejection of Sam Okafor, with single fields of the candidate changed."""
    return rejection(candidate=candidate)


def is_same(one: Rejection, other: Rejection, other_source: str = SOURCE) -> bool:
    """Said alike from either side."""
    answer = is_same_person(SOURCE, one, other_source, other)
    assert is_same_person(other_source, other, SOURCE, one) == answer
    return answer


def test_one_candidate_id_at_one_source_is_one_person_whatever_else_differs() -> None:
    assert is_same(by(), by(email="other@example.com", given_name="Samuel", family_name=None))


def test_one_candidate_id_at_two_sources_is_two_people_unless_the_address_says_otherwise() -> None:
    assert not is_same(by(), by(email="other@example.com"), ELSEWHERE)
    assert is_same(by(), by(), ELSEWHERE)


@pytest.mark.parametrize("other_source", [SOURCE, ELSEWHERE])
def test_one_address_in_whatever_case_is_one_person(other_source: str) -> None:
    assert is_same(by(), by(id="C-43", email="Sam@Example.COM"), other_source)


def test_another_address_is_another_person() -> None:
    assert not is_same(by(), by(id="C-43", email="sam@example.org"))
    assert not is_same(by(), by(id="C-43", email="sam+two@example.com"))


@pytest.mark.parametrize("other", [{"given_name": "Kim"}, {"family_name": "Adeyemi"}])
def test_a_shared_mailbox_with_other_names_is_two_people(other: dict[str, str]) -> None:
    assert not is_same(by(), by(id="C-43", **other))


@pytest.mark.parametrize("other", [{"given_name": None}, {"family_name": None}, {"given_name": "SAM"}])
def test_names_that_are_missing_or_written_otherwise_agree(other: dict[str, str | None]) -> None:
    assert is_same(by(), by(id="C-43", **other))
    assert is_same(by(given_name=None, family_name=None), by(id="C-43", **other))


def test_a_person_is_known_by_candidate_id_and_by_mailbox() -> None:
    address = EmailAddress("SAM@example.com")
    assert person_keys("", SOURCE, by()) == (candidate_key(SOURCE, "C-42"), mailbox_key("", address))
    assert len({*person_keys("", SOURCE, by()), *person_keys("", ELSEWHERE, by())}) == 3


def test_keys_hold_no_address_and_no_id() -> None:
    shown = " ".join(person_keys("", SOURCE, by())).casefold()
    assert not any(word in shown for word in ("sam", "okafor", "example", "c-42", "ats", "acme"))
    assert shown.startswith("candidate-")
    assert " mailbox-" in shown


def test_an_application_leads_to_its_first_notice() -> None:
    assert Application(SOURCE, "A-88123").first == REF


def test_a_person_who_was_closed_is_told_nothing_that_was_decided_up_to_then() -> None:
    person = Person(closed_until=DECIDED_AT)
    assert person.closes(DECIDED_AT)
    assert not person.closes(DECIDED_AT + timedelta(microseconds=1))
    assert not Person().closes(DECIDED_AT)
