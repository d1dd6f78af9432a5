"""Who is one person, and under which keys they are known."""

from datetime import timedelta
from typing import Any

import pytest

from functions.domain.decisions.rejection import Rejection
from functions.domain.notices.person import (
    Person,
    PersonEnd,
    candidate_key,
    contradict,
    is_same_person,
    mailbox_key,
    person_keys,
)
from functions.domain.notices.reference import Application
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


@pytest.mark.parametrize(
    "other",
    [
        {"email": "other@example.com"},
        {"email": "other@example.com", "family_name": None},
        {"email": "other@example.com", "given_name": None, "family_name": None},
        {"email": "other@example.com", "given_name": "Sam", "family_name": "Ökafor-Lee"},
        {"email": "other@example.com", "given_name": "Sam Okafor", "family_name": None},
        {"email": "other@example.com", "given_name": "{{first_name}}", "family_name": "OKAFOR"},
        {"given_name": "Kim", "family_name": "Larsen"},
    ],
)
def test_one_candidate_id_at_one_source_is_one_person_where_address_or_name_agrees(other: dict[str, str]) -> None:
    assert is_same(by(), by(**other))
    assert not contradict(SOURCE, by(), SOURCE, by(**other))


@pytest.mark.parametrize(
    "other",
    [
        {"given_name": "Kim", "family_name": "Larsen"},
        {"given_name": "Sam", "family_name": "Larsen"},
        {"given_name": "Kim", "family_name": None},
    ],
)
def test_one_candidate_id_with_another_address_and_another_name_is_two_people(other: dict[str, str]) -> None:
    stranger = by(email="kim@example.com", **other)
    assert not is_same(by(), stranger)
    assert contradict(SOURCE, by(), SOURCE, stranger)
    assert not contradict(SOURCE, by(), ELSEWHERE, stranger)


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


@pytest.mark.parametrize(
    "other",
    [
        {"given_name": "SAM"},
        {"given_name": "Sám"},
        {"given_name": "Okafor", "family_name": "Sam"},
        {"given_name": "Sam Okafor", "family_name": None},
    ],
)
def test_one_address_and_one_full_name_however_it_is_written_is_one_person(other: dict[str, str | None]) -> None:
    assert is_same(by(), by(id="C-43", **other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"given_name": None, "family_name": None}, {"given_name": None, "family_name": None}),
        ({"given_name": None, "family_name": None}, {}),
        ({"given_name": "Sam", "family_name": None}, {"given_name": "Sam", "family_name": None}),
        ({"given_name": None}, {}),
    ],
)
def test_one_relay_address_for_many_is_two_people_unless_a_full_name_says_they_are_one(
    one: dict[str, str | None], other: dict[str, str | None]
) -> None:
    assert not is_same(by(**one), by(id="C-43", **other))


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
    end = PersonEnd(DECIDED_AT, "hired", None)
    person = Person(ends=frozenset({end}))
    assert person.end_of(DECIDED_AT) == end
    assert person.end_of(DECIDED_AT + timedelta(microseconds=1)) is None
    assert Person().end_of(DECIDED_AT) is None


def test_an_erasure_counts_before_a_hire_that_reaches_further() -> None:
    """What an erasure closes stays closed where an operator undoes the hire."""
    hire, erasure = PersonEnd(DECIDED_AT + timedelta(days=90), "hired", None), PersonEnd(DECIDED_AT, "erased", None)
    person = Person(ends=frozenset({hire, erasure}))
    assert person.end_of(DECIDED_AT) == erasure
    assert person.end_of(DECIDED_AT + timedelta(days=1)) == hire
