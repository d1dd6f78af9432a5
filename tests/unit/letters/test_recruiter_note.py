"""A recruiter's note: shown with their name, or left out for a reason that an operator can read."""

import pytest

from functions.letters.recruiter_note import NoteProblem, note_problem, note_sentences
from ops.words.source import read_wording
from tests.builders import Json, rejection

ENGLISH = read_wording("en")


@pytest.mark.parametrize(
    "note",
    [
        "I liked your questions.",
        "Agenda: 3 p.m.",
        "Please try again in spring (May).",
        "You know ASP.NET and Node.js well.",
        "Thanks.It was a pleasure, e.g. the test at 9 a.m./p.m.",
        "Write to dana@acme.example",
        "We liked [most of] it <3, and 5 % of #1 {sic}.",
        "z.B. das Gespräch; m.in. rozmowa; p.ex. les horaires",
    ],
)
def test_a_note_stands_in_the_mail_with_its_writers_name(note: str) -> None:
    assert note_problem(rejection(note=note), ENGLISH) is None
    assert note_sentences(rejection(note=note), ENGLISH) == [f"A note from Dana Lee: “{note}”"]


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"note": "See https://evil.example"}, NoteProblem.LINK),
        ({"note": "See WWW.evil.example"}, NoteProblem.LINK),
        ({"note": "See acme.example/jobs"}, NoteProblem.LINK),
        ({"note": "Look at jobs.acme.com."}, NoteProblem.LINK),
        ({"note": "(acme.co.uk)"}, NoteProblem.LINK),
        ({"note": "bit.ly/3xyz"}, NoteProblem.LINK),
        ({"note": "Write to mailto:dana@acme.example"}, NoteProblem.LINK),
        ({"note": "Dear {{first_name}}"}, NoteProblem.PLACEHOLDER),
        ({"note": "Thank you, [Candidate Name]"}, NoteProblem.PLACEHOLDER),
        ({"note": "Merci, «Prénom»"}, NoteProblem.PLACEHOLDER),
        ({"note": "Hallo {vorname}"}, NoteProblem.PLACEHOLDER),
        ({"note": "Fine.", "recruiter": None}, NoteProblem.NO_NAME),
        ({"note": "Fine.", "recruiter": {"name": "{{recruiter}}"}}, NoteProblem.NO_NAME),
        ({"note": "You were better than most."}, NoteProblem.FORBIDDEN),
        ({"note": "You are too OLD."}, NoteProblem.FORBIDDEN),
        ({"note": "We will keep your CV on file."}, NoteProblem.FORBIDDEN),
        ({"note": "Your pregnancy"}, NoteProblem.FORBIDDEN),
    ],
)
def test_a_note_that_may_not_be_shown_is_left_out_with_a_reason(changes: Json, fault: NoteProblem) -> None:
    assert note_problem(rejection(**changes), ENGLISH) is fault
    assert note_sentences(rejection(**changes), ENGLISH) == []


@pytest.mark.parametrize("note", [None, "", " \n\u200b", "null", "N/A", "-"])
def test_no_note_is_no_fault(note: str | None) -> None:
    assert note_problem(rejection(note=note), ENGLISH) is None
    assert note_sentences(rejection(note=note), ENGLISH) == []


@pytest.mark.parametrize("note", ["The stage manager agreed.", "An average day.", "Our packaging team", "Message me"])
def test_a_forbidden_word_inside_of_another_is_not_forbidden(note: str) -> None:
    assert note_problem(rejection(note=note), ENGLISH) is None
