"""Fields that are declared besides today's go through the API into the table, and come back."""

import pytest

from functions.domain.pool import answers as declaration
from functions.domain.pool.answers import AnswerField, AnswerKind
from functions.optin.schema import OptInRequest
from tests.handlers.optin_stack import running_stack
from tests.optin_builders import answers

FIELDS = (
    AnswerField("tools", AnswerKind.MANY, choices="licences"),
    AnswerField("transport", AnswerKind.ONE, choices="shifts", required=True),
    AnswerField("detour_km", AnswerKind.DISTANCE, choices="distances_km"),
    AnswerField("latest_end", AnswerKind.DATE),
    AnswerField("nickname", AnswerKind.TEXT, limit=10),
)
GIVEN = {"tools": ["forklift"], "transport": "day", "detour_km": 25, "latest_end": "2027-01-31", "nickname": "Zeb"}


def test_one_more_field_of_each_kind_is_stored_shown_and_exported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(declaration, "ANSWER_FIELDS", (*declaration.ANSWER_FIELDS, *FIELDS))
    try:
        OptInRequest.model_rebuild(force=True)
        with running_stack() as stack:
            given = answers(earliest_start=None, **GIVEN)
            assert stack.join(profile=given).status == 200
            shown = stack.call("GET /api/opt-in").json
            exported = stack.call("GET /api/opt-in/export").json["opt_in"]
            items = [item for item in stack.raw()["TalentPool"] if item["record"] == {"S": "PROFILE"}]
    finally:
        monkeypatch.undo()
        OptInRequest.model_rebuild(force=True)
    assert shown["profile"] == exported["profile"] == given
    assert shown["labels"]["transport"] == {"day": {"label": "Day", "offered": True}}
    assert set(items[0]["answers"]["M"]) == set(given)
    assert items[0]["labels"]["M"]["tools"] == {"M": {"forklift": {"S": "Forklift certificate"}}}
