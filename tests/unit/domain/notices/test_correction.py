"""What corrects a rejection while it is held, and what only changes what a candidate was told."""

from typing import Any

import pytest

from functions.domain.notices.correction import corrects, corrects_what_was_told, supersedes
from tests.builders import DECIDED_AT, minutes, notice, rejection

TOLD: list[dict[str, Any]] = [
    {"candidate": {"email": "other@example.com"}},
    {"candidate": {"given_name": "Kim"}},
    {"candidate": {"family_name": None}},
    {"reason": "position_cancelled"},
    {"note": "Thank you."},
    {"job": {"id": "J-10"}},
    {"job": {"title": "Forklift Driver"}},
    {"job": {"location": "Milton, ON"}},
]
NOT_TOLD: list[dict[str, Any]] = [
    {"candidate": {"others_open": True}},
    {"candidate": {"locale": "fr-CA"}},
    {"candidate": {"region": "CA-ON"}},
    {"invite": False},
    {"stage": "final"},
]


@pytest.mark.parametrize("changes", [*TOLD, *NOT_TOLD])
@pytest.mark.parametrize("after", [0, 10])
def test_other_content_decided_no_earlier_corrects_what_is_held(changes: dict[str, Any], after: float) -> None:
    later = rejection(decided_at=DECIDED_AT + minutes(after), **changes)
    assert corrects(rejection(), later)
    assert not corrects(later, rejection()) or after == 0


@pytest.mark.parametrize("after", [-10, 0, 10])
def test_the_same_content_corrects_nothing(after: float) -> None:
    assert not corrects(rejection(), rejection(decided_at=DECIDED_AT + minutes(after)))


@pytest.mark.parametrize("changes", TOLD)
def test_who_was_told_another_thing_or_elsewhere_was_told_what_is_corrected(changes: dict[str, Any]) -> None:
    assert corrects_what_was_told(rejection(), rejection(**changes))
    assert not corrects_what_was_told(rejection(), rejection(decided_at=DECIDED_AT - minutes(1), **changes))


@pytest.mark.parametrize("changes", [*NOT_TOLD, {"candidate": {"email": "SAM@example.com"}}])
def test_what_the_email_did_not_say_needs_nobody(changes: dict[str, Any]) -> None:
    assert not corrects_what_was_told(rejection(), rejection(decided_at=DECIDED_AT + minutes(9), **changes))


def test_an_unspecified_reason_is_none() -> None:
    assert not corrects_what_was_told(rejection(reason=None), rejection(reason="unspecified"))


def test_a_repeat_is_news_only_if_it_was_decided_later() -> None:
    later, latest = (rejection(decided_at=DECIDED_AT + minutes(seconds)) for seconds in (1, 2))
    assert not supersedes(notice(), rejection())
    assert supersedes(notice(), later)
    assert not supersedes(notice(later_decision=latest), later)
    assert not supersedes(notice(decision=None), later)
