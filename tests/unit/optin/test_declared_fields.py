"""A field that is declared, of every kind, is taken, checked, kept, shown, exported and published."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from functions.domain.pool import answers as declaration
from functions.domain.pool.answers import AnswerField, AnswerKind
from functions.optin.problems import STATUSES
from functions.optin.schema import OptInRequest
from functions.optin.wording import WORDS_FOLDER
from functions.runtime.http.problem import Problem, ProblemDetails
from functions.runtime.http.words import read_words
from ops.contracts import schemas
from tests.fakes.optin import World
from tests.optin_builders import answers

MANY = AnswerField("tools", AnswerKind.MANY, choices="licences", limit=2)
ONE = AnswerField("transport", AnswerKind.ONE, choices="shifts")
DISTANCE = AnswerField("detour_km", AnswerKind.DISTANCE, choices="distances_km")
DATE = AnswerField("latest_end", AnswerKind.DATE)
TEXT = AnswerField("nickname", AnswerKind.TEXT, limit=10)

ANSWERED = [
    (MANY, ["forklift"], {"forklift": "Forklift certificate"}),
    (ONE, "day", {"day": "Day"}),
    (DISTANCE, 25, None),
    (DATE, "2026-12-01", None),
    (TEXT, "Zeb", None),
]


@pytest.fixture
def declare(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[AnswerField], None]]:
    """Declares one more field."""

    def add(field: AnswerField) -> None:
        monkeypatch.setattr(declaration, "ANSWER_FIELDS", (*declaration.ANSWER_FIELDS, field))
        OptInRequest.model_rebuild(force=True)

    yield add
    monkeypatch.undo()
    OptInRequest.model_rebuild(force=True)


def mistakes(world: World, **given: Any) -> dict[str, str]:
    """What the page is told about each field."""
    with pytest.raises(Problem) as refusal:
        world.join(world.form(profile=answers(**given)))
    return dict(ProblemDetails.of(refusal.value, STATUSES, read_words(WORDS_FOLDER, "en")).errors)


def profile_schema() -> Any:
    return json.loads(schemas()["opt-in-request.schema.json"])["$defs"]["Profile"]


@pytest.mark.parametrize(("field", "answer", "labels"), ANSWERED, ids=lambda value: getattr(value, "name", ""))
def test_a_declared_field_is_taken_kept_shown_and_exported(
    declare: Callable[[AnswerField], None], field: AnswerField, answer: Any, labels: dict[str, str] | None
) -> None:
    declare(field)
    world = World()
    world.join(world.form(profile=answers(**{field.name: answer})))
    for shown in (world.opt_in(), world.export()["opt_in"]):
        assert shown["profile"][field.name] == answer
        told = {choice: label["label"] for choice, label in shown["labels"].get(field.name, {}).items()}
        assert told == (labels or {})
    assert field.name in profile_schema()["properties"]


@pytest.mark.parametrize(("field", "answer", "labels"), ANSWERED, ids=lambda value: getattr(value, "name", ""))
def test_whoever_leaves_it_out_is_fine_unless_it_is_required(
    declare: Callable[[AnswerField], None], field: AnswerField, answer: Any, labels: object
) -> None:
    declare(field)
    world = World()
    world.join()
    assert not world.opt_in()["profile"][field.name]
    declare(replace(field, name="needed", required=True))
    assert mistakes(World()) == {"/profile/needed": "This is missing."}
    assert profile_schema()["required"] == ["role_families", "language", "channel", "needed"]


@pytest.mark.parametrize(
    ("field", "wrong", "told"),
    [
        (MANY, ["pilot"], "Choose only from the options on the form."),
        (MANY, ["forklift", "driver", "first-aid"], "Choose at most 2."),
        (ONE, "dawn", "Choose only from the options on the form."),
        (ONE, ["day"], "Choose only from the options on the form."),
        (DISTANCE, 26, "Choose one of the distances in the list."),
        (DATE, "tomorrow", "Give a date as year, month and day, such as 2027-03-31."),
        (DATE, "2036-01-01", "Give a date within two years, or leave this empty."),
        (TEXT, "x" * 11, "Use at most 10 characters."),
        (TEXT, 5, "This is not a value that the form can send."),
    ],
)
def test_its_mistakes_are_told_at_the_field(
    declare: Callable[[AnswerField], None], field: AnswerField, wrong: Any, told: str
) -> None:
    declare(field)
    assert mistakes(World(), **{field.name: wrong}) == {f"/profile/{field.name}": told}


def test_a_text_is_kept_as_one_clean_line(declare: Callable[[AnswerField], None]) -> None:
    declare(TEXT)
    world = World()
    world.join(world.form(profile=answers(nickname=" Z\neb ")))
    assert world.opt_in()["profile"]["nickname"] == "Z eb"


def test_a_member_of_before_the_field_reads_and_corrects_their_answers(declare: Callable[[AnswerField], None]) -> None:
    world = World()
    world.join()
    declare(ONE)
    assert "transport" not in world.opt_in()["profile"]
    world.join(world.form(profile=answers(transport="day")))
    assert world.opt_in()["labels"]["transport"] == {"day": {"label": "Day", "offered": True}}


def test_what_was_answered_to_a_field_that_is_gone_stays_on_record(monkeypatch: pytest.MonkeyPatch) -> None:
    world = World()
    world.join()
    kept = tuple(field for field in declaration.ANSWER_FIELDS if field.name != "shifts")
    monkeypatch.setattr(declaration, "ANSWER_FIELDS", kept)
    assert world.opt_in()["labels"]["shifts"] == {"day": {"label": "Day", "offered": False}}
