"""The words that a person agrees to, their digest, and how long an agreement lasts."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from functions.domain.employers.consent_text import Agency, ConsentText, Purpose, Receipt, expiry
from tests.optin_builders import receipt

AGENCY: dict[str, Any] = {"id": "north", "name": "North Inc.", "text": "May share with North Inc.", "licence": "ON-17"}
PURPOSE: dict[str, Any] = {"id": "openings", "text": "May contact me.", "required": True}
TEXT: dict[str, Any] = {"id": "pool", "version": "1", "language": "en", "intro": "You decide.", "purposes": [PURPOSE]}


# Nothing but {employer} can stand in braces, and it is filled in before.
WORDS = st.text(st.characters(exclude_characters="{}"), min_size=1)


def digest(*, text: dict[str, Any] | None = None, agencies: list[dict[str, Any]] | None = None) -> str:
    shown = ConsentText.model_validate(TEXT | (text or {}))
    return shown.sha256([Agency.model_validate(agency) for agency in ([AGENCY] if agencies is None else agencies)])


def test_the_same_words_always_have_the_same_digest() -> None:
    assert digest() == digest()
    assert re.fullmatch(r"[0-9a-f]{64}", digest())


@pytest.mark.parametrize("name", ["id", "version", "language", "intro"])
def test_one_other_letter_in_the_text_is_another_digest(name: str) -> None:
    assert digest(text={name: TEXT[name] + "x"}) != digest()


@pytest.mark.parametrize(
    "purpose", [{"id": "opening"}, {"text": "May contact me!"}, {"text": "May contact me. "}, {"required": False}]
)
def test_one_other_letter_in_a_purpose_is_another_digest(purpose: dict[str, Any]) -> None:
    assert digest(text={"purposes": [PURPOSE | purpose]}) != digest()


@pytest.mark.parametrize(
    "agency", [{"id": "nort"}, {"name": "North Inc"}, {"text": "May share with north Inc."}, {"licence": None}]
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


@pytest.mark.parametrize("change", [{"purposes": []}, {"intro": ""}, {"id": "Pool!"}, {"footnote": "and more"}])
def test_a_text_that_says_too_little_or_too_much_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        ConsentText.model_validate(TEXT | change)


def test_nothing_is_required_unless_it_says_so() -> None:
    assert Purpose(id="advice", text="May send advice.").required is False


@pytest.mark.parametrize(
    ("given_on", "months", "until"),
    [
        ("2026-11-23", 6, "2027-05-23"),
        ("2026-11-23", 12, "2027-11-23"),
        ("2026-11-23", 24, "2028-11-23"),
        ("2026-01-31", 6, "2026-07-31"),
        ("2026-01-31", 12, "2027-01-31"),
        ("2026-01-31", 1, "2026-02-28"),
        ("2028-01-31", 1, "2028-02-29"),
        ("2026-08-31", 6, "2027-02-28"),
        ("2027-08-31", 6, "2028-02-29"),
        ("2028-02-29", 6, "2028-08-29"),
        ("2028-02-29", 12, "2029-02-28"),
        ("2028-02-29", 24, "2030-02-28"),
        ("2026-12-31", 12, "2027-12-31"),
        ("2026-12-31", 6, "2027-06-30"),
        ("2026-06-30", 6, "2026-12-30"),
    ],
)
def test_an_agreement_lasts_to_the_same_day_or_that_months_last(given_on: str, months: int, until: str) -> None:
    assert expiry(datetime.fromisoformat(f"{given_on}T15:04:05+00:00"), months).isoformat() == f"{until}T15:04:05+00:00"


@given(st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)), st.integers(1, 24))  # noqa: DTZ001
def test_an_agreement_always_ends_in_the_month_that_was_chosen(given_at: datetime, months: int) -> None:
    end = expiry(given_at, months)
    assert (end.year - given_at.year) * 12 + end.month - given_at.month == months
    assert end.day <= given_at.day
    assert end.timetz() == given_at.timetz()


def test_a_receipt_reads_back_as_it_was_written() -> None:
    assert Receipt.model_validate(receipt().record()) == receipt()


def test_a_receipts_moments_are_texts_with_an_offset() -> None:
    record = receipt().record()
    assert (record["given_at"], record["expires_at"]) == ("2026-11-23T15:04:05.678901Z", "2027-11-23T15:04:05.678901Z")
