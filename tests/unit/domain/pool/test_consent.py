"""The recorded consent: how long it lasts, and its receipt."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.domain.pool.consent import Receipt, expiry
from tests.optin_builders import receipt


@pytest.mark.parametrize(
    ("given_at", "months", "expected"),
    [
        ("2026-11-23T15:04:05+00:00", 12, "2027-11-23T15:04:05+00:00"),
        ("2026-11-23T15:04:05+00:00", 1, "2026-12-23T15:04:05+00:00"),
        ("2026-12-31T00:00:00+00:00", 2, "2027-02-28T00:00:00+00:00"),
        ("2027-12-31T00:00:00+00:00", 2, "2028-02-29T00:00:00+00:00"),
        ("2028-02-29T12:00:00+00:00", 12, "2029-02-28T12:00:00+00:00"),
        ("2028-02-29T12:00:00+00:00", 24, "2030-02-28T12:00:00+00:00"),
        ("2026-08-31T12:00:00-05:00", 6, "2027-02-28T12:00:00-05:00"),
        ("2026-12-01T12:00:00+00:00", 1, "2027-01-01T12:00:00+00:00"),
    ],
)
def test_a_consent_ends_on_the_same_day_or_the_months_last(given_at: str, months: int, expected: str) -> None:
    assert expiry(datetime.fromisoformat(given_at), months) == datetime.fromisoformat(expected)


@given(st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)), st.integers(1, 24))  # noqa: DTZ001 - hypothesis adds the zone
def test_a_consent_never_lasts_longer_than_its_months(given_at: datetime, months: int) -> None:
    end = expiry(given_at, months)
    assert (end.year * 12 + end.month) - (given_at.year * 12 + given_at.month) == months
    assert given_at.day - 3 <= end.day <= given_at.day
    assert end.timetz() == given_at.timetz()


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
    assert Receipt.of(receipt().record()) == receipt()


def test_a_receipts_moments_are_texts_with_an_offset() -> None:
    record = receipt().record()
    assert (record["given_at"], record["expires_at"]) == ("2026-11-23T15:04:05.678901Z", "2027-11-23T15:04:05.678901Z")
