"""The words that a person agrees to, and their digest."""

import re
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from functions.domain.employers.consent_text import Agency, ConsentText, Purpose
from ops.deploy.forms import check
from tests.builders import policy

AGENCY: dict[str, Any] = {"id": "north", "name": "North Inc.", "text": "May share with North Inc.", "licence": "ON-17"}
PURPOSE: dict[str, Any] = {"id": "openings", "text": "May contact me.", "required": True}
TEXT: dict[str, Any] = {"id": "pool", "version": "1", "language": "en", "intro": "You decide.", "purposes": [PURPOSE]}


# Nothing but {employer} can stand in braces, and it is filled in before.
WORDS = st.text(st.characters(exclude_characters="{}"), min_size=1)


def digest(*, text: dict[str, Any] | None = None, agencies: list[dict[str, Any]] | None = None) -> str:
    shown = check(ConsentText, TEXT | (text or {}))
    return shown.sha256([check(Agency, agency) for agency in ([AGENCY] if agencies is None else agencies)])


def test_the_same_words_always_have_the_same_digest() -> None:
    assert digest() == digest()
    assert re.fullmatch(r"[0-9a-f]{64}", digest())


@pytest.mark.parametrize("name", ["id", "version", "intro"])
def test_one_other_letter_in_the_text_is_another_digest(name: str) -> None:
    assert digest(text={name: TEXT[name] + "x"}) != digest()


def test_the_same_words_in_another_language_are_another_digest() -> None:
    assert digest(text={"language": "en-CA"}) != digest()


@pytest.mark.parametrize(
    "purpose", [{"id": "opening"}, {"text": "May contact me!"}, {"text": "May contact me. "}, {"required": False}]
)
def test_one_other_letter_in_a_purpose_is_another_digest(purpose: dict[str, Any]) -> None:
    assert digest(text={"purposes": [PURPOSE | purpose]}) != digest()


@pytest.mark.parametrize(
    "agency",
    [
        {"id": "nort"},
        {"name": "North Inc"},
        {"text": "May share with north Inc."},
        {"licence": None},
        {"licence_checked_on": date(2026, 11, 3)},
    ],
)
def test_one_other_letter_in_an_agency_is_another_digest(agency: dict[str, Any]) -> None:
    assert digest(agencies=[AGENCY | agency]) != digest()


def test_one_agency_more_or_less_is_another_digest() -> None:
    assert len({digest(), digest(agencies=[]), digest(agencies=[AGENCY, AGENCY | {"id": "south"}])}) == 3


@given(WORDS, WORDS)
def test_two_intros_share_a_digest_only_if_they_are_the_same(one: str, other: str) -> None:
    assert (digest(text={"intro": one}) == digest(text={"intro": other})) == (one == other)


def test_words_cannot_move_between_intro_and_purpose_without_notice() -> None:
    moved = {"intro": TEXT["intro"] + PURPOSE["text"], "purposes": [PURPOSE | {"text": "x"}]}
    assert digest(text=moved) != digest(text={"purposes": [PURPOSE | {"text": PURPOSE["text"] + "x"}]})


@pytest.mark.parametrize(
    "change", [{"purposes": []}, {"intro": ""}, {"id": "Pool!"}, {"language": "it"}, {"footnote": "and more"}]
)
def test_a_text_that_says_too_little_or_too_much_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        check(ConsentText, TEXT | change)


def test_nothing_is_required_unless_it_says_so() -> None:
    assert Purpose(id="advice", text="May send advice.").required is False


def test_any_change_of_words_or_agencies_is_another_digest() -> None:
    shown = policy()
    digest = shown.consent.sha256(shown.agencies)
    assert digest == policy().consent.sha256(shown.agencies)
    assert shown.consent.sha256(shown.agencies[:1]) != digest
    assert shown.consent.sha256(shown.agencies[::-1]) != digest
    for change in ({"intro": "Other words."}, {"version": "next"}):
        assert policy(consent=change).consent.sha256(shown.agencies) != digest
