"""No reason for which a message is set aside quotes what stood in it."""

import traceback
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from functions.domain.decisions.events import Rejected
from functions.domain.decisions.parse import parse_event
from functions.domain.errors import Permanent
from tests.builders import Json, body, rejected_event, rescinded_event

SEED = "Zoltan-Quux"
SHAPES: list[Any] = [
    SEED,
    f"{SEED}@nowhere",
    f"{SEED}@example.com",
    f"{SEED}\n\0",
    SEED * 100,
    f"2026-11-23T15:04:00 {SEED}",
    [SEED],
    {SEED: SEED},
    {"id": SEED, "email": [SEED], "name": {SEED: 1}},
]


def _paths(event: Json, above: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    paths = [(*above, name) for name in event]
    return paths + [
        path for name, value in event.items() if isinstance(value, dict) for path in _paths(value, (*above, name))
    ]


def _replaced(event: Json, path: tuple[str, ...], value: Any) -> Json:
    name, *rest = path
    if rest and not isinstance(event.get(name), dict):
        return event
    return {**event, name: _replaced(event[name], tuple(rest), value) if rest else value}


@st.composite
def spoiled_events(draw: st.DrawFn) -> Json:
    """An event with the seed in up to four places, mostly where it may not be."""
    event = draw(st.sampled_from([rejected_event(note=SEED), rescinded_event()]))
    for path in draw(st.lists(st.sampled_from(_paths(event)), max_size=4)):
        event = _replaced(event, path, draw(st.sampled_from(SHAPES)))
    return event


def all_that_is_said_about(message: str) -> str:
    """Everything that a reason could put into a log or an attribute; empty where the message was read."""
    try:
        parse_event(message)
    except Permanent as reason:
        return "".join(traceback.format_exception(reason)) + repr(reason) + reason.detail
    return ""


@given(spoiled_events())
def test_a_reason_never_quotes_a_value(event: Json) -> None:
    assert SEED not in all_that_is_said_about(body(event))


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("path", _paths(rejected_event()), ids=".".join)
def test_no_single_field_is_quoted(path: tuple[str, ...], shape: Any) -> None:
    assert SEED not in all_that_is_said_about(body(_replaced(rejected_event(), path, shape)))


@pytest.mark.parametrize("shape", SHAPES)
def test_the_contract_itself_quotes_no_value_in_its_errors(shape: Any) -> None:
    spoiled = rejected_event(stage=shape, decided_at=shape, candidate={"email": shape}, job={"title": [shape]})
    with pytest.raises(ValidationError) as caught:
        Rejected.model_validate_json(body(spoiled))
    assert SEED not in f"{caught.value} {caught.value!r}"


def test_text_that_is_not_json_is_not_quoted() -> None:
    assert SEED not in all_that_is_said_about(f'{{"email": "{SEED}"')


def test_an_event_that_was_read_does_not_show_the_person() -> None:
    person = {"email": f"{SEED}@example.com", "given_name": SEED, "family_name": SEED}
    named = {"name": SEED, "email": f"{SEED}@acme.example"}
    intake = parse_event(body(rejected_event(candidate=person, recruiter=named, note=SEED)))
    assert SEED not in f"{intake} {intake!r} {intake.event.data} {intake.event.data!r}"
