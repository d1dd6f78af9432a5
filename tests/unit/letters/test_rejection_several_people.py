"""Whom one notice about several applications goes to, who signs it, and who gets the reply."""

import pytest

from tests.builders import Json
from tests.unit.letters.test_rejection_several import compose_both, items

DANA, MAX = {"name": "Dana Lee", "email": "dana@acme.example"}, {"name": "Max Roy", "email": "max@acme.example"}


def test_the_first_one_says_whom_the_notice_goes_to_and_how_they_are_named() -> None:
    other = {"candidate": {"email": "SAM@example.com", "given_name": "Samuel"}}
    assert compose_both(None, other).to.reveal() == "sam@example.com"
    assert compose_both(None, other).text.startswith("Hello Sam,\n\n")
    assert compose_both(other, None).to.reveal() == "SAM@example.com"
    assert compose_both(other, None).text.startswith("Hello Samuel,\n\n")
    assert compose_both({"candidate": {"given_name": "{{name}}"}}, None).text.startswith("Hello,\n\n")


def test_every_note_stands_under_the_job_it_is_about() -> None:
    max_ = {"note": "Do ask\nagain.", "recruiter": {"name": "Max Roy"}}
    assert items(compose_both({"note": "Thank you."}, max_)) == [
        "Warehouse Associate (Guelph, ON): The position has been filled.\n  A note from Dana Lee: “Thank you.”",
        "Forklift Driver (Milton, ON): The position has been filled.\n  A note from Max Roy: “Do ask again.”",
    ]


@pytest.mark.parametrize("recruiter", [None, {"name": None}, {"name": "{{recruiter}}"}, {"email": "dana@acme.example"}])
def test_a_note_without_a_presentable_name_is_not_shown(recruiter: Json | None) -> None:
    mail = compose_both({"note": "Thank you."}, {"note": "Do ask again.", "recruiter": recruiter})
    assert "Thank you." in mail.text
    assert "Do ask" not in mail.text + mail.html


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (DANA, DANA, "Dana Lee"),
        (DANA, {"name": " Dana  Lee "}, "Dana Lee"),
        (DANA, None, "Dana Lee"),
        (None, DANA, "Dana Lee"),
        (DANA, {"name": "{{recruiter}}"}, "Dana Lee"),
        (DANA, MAX, "The hiring team"),
        (None, None, "The hiring team"),
    ],
)
def test_a_recruiter_signs_where_all_that_name_one_name_the_same(
    first: Json | None, second: Json | None, expected: str
) -> None:
    assert f"\n\nKind regards,\n{expected}\n\n" in compose_both({"recruiter": first}, {"recruiter": second}).text


@pytest.mark.parametrize(
    ("reply_to", "first", "second", "expected"),
    [
        ("recruiter", DANA, DANA, "dana@acme.example"),
        ("recruiter", DANA, {"name": "Max Roy"}, "dana@acme.example"),
        ("recruiter", None, DANA, "dana@acme.example"),
        ("recruiter", DANA, {"email": "ask Dana"}, "dana@acme.example"),
        ("recruiter", DANA, MAX, "hiring@acme.example"),
        ("recruiter", None, None, "hiring@acme.example"),
        ("company", DANA, DANA, "hiring@acme.example"),
    ],
)
def test_a_reply_reaches_the_recruiter_whom_all_name_or_else_the_company(
    reply_to: str, first: Json | None, second: Json | None, expected: str
) -> None:
    mail = compose_both({"recruiter": first}, {"recruiter": second}, reply_to=reply_to)
    assert mail.reply_to.reveal() == expected
