"""What a person agrees to: how long it lasts, and the digest of its words."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.domain.employers.consent_text import expiry
from tests.builders import policy


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


def test_any_change_of_words_or_agencies_is_another_digest() -> None:
    shown = policy()
    digest = shown.consent.sha256(shown.agencies)
    assert digest == policy().consent.sha256(shown.agencies)
    assert shown.consent.sha256(shown.agencies[:1]) != digest
    assert shown.consent.sha256(shown.agencies[::-1]) != digest
    for change in ({"intro": "Other words."}, {"version": "2"}, {"language": "fr"}):
        assert policy(consent=change).consent.sha256(shown.agencies) != digest
