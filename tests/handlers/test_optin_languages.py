"""Calls in other languages: what is shown, what is agreed to and what is told is in the caller's."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from functions.domain.pool.key_ring import KeyRing
from functions.domain.pool.unsubscribe import Unsubscribe, employer_mark
from functions.runtime.employers_file import read_employers
from tests.handlers.optin_stack import SECRET, Reply, Stack, running_stack
from tests.optin_builders import CANDIDATE, Json, answers, http_event, opt_in_body

POLISH = read_employers().default.policy_in("pl")


@pytest.fixture
def stack() -> Iterator[Stack]:
    with running_stack() as stack:
        yield stack


def call(stack: Stack, route: str, body: Json | None = None, *, language: str = "", accepts: str = "") -> Reply:
    headers = {"accept_language": accepts} if accepts else {}
    event = http_event(route, stack.code, body, token=stack.token, **headers)
    return stack.request(event | {"queryStringParameters": {"language": language} if language else None})


def polish_form(**changes: object) -> Json:
    return opt_in_body(POLISH, **{"profile": answers(earliest_start=None), **changes})


@pytest.mark.parametrize(
    ("language", "accepts", "shown"),
    [
        ("pl", "", "pl"),
        ("pl", "de-DE,de;q=0.9", "pl"),
        ("", "nl, pl-PL;q=0.8, de;q=0.9", "de"),
        ("it", "fr-CA, fr;q=0.5", "fr-CA"),
        ("", "it, *;q=0.1", "en-CA"),
        ("", "", "en-CA"),
        ("'; drop", "q=;=,,", "en-CA"),
    ],
)
def test_the_invitation_is_in_the_language_that_is_asked_for(
    stack: Stack, language: str, accepts: str, shown: str
) -> None:
    reply = call(stack, "GET /api/invitation", language=language, accepts=accepts)
    assert (reply.status, reply.json["language"]) == (200, shown)
    words = read_employers().default.policy_in(shown)
    assert reply.json["consent"]["language"] == words.consent.language
    assert reply.json["consent"]["intro"] == words.consent.intro
    assert reply.json["agencies"] == [agency.shown() for agency in words.agencies]
    assert reply.json["choices"]["shifts"][0]["label"] == words.choices.shifts[0].label


def test_whoever_reads_polish_agrees_to_the_polish_words_and_their_receipt_has_them(stack: Stack) -> None:
    shown = call(stack, "GET /api/invitation", language="pl").json["consent"]
    reference = {name: shown[name] for name in ("id", "version", "language", "sha256")}
    assert reference["sha256"] == POLISH.consent.sha256(POLISH.agencies)
    reply = call(stack, "PUT /api/opt-in", polish_form(consent=reference, agencies=["northstaff"]))
    receipt = reply.json["receipt"]
    assert receipt["consent"] == reference
    assert (receipt["intro"], receipt["purposes"][0]["text"]) == (shown["intro"], shown["purposes"][0]["text"])
    assert "THA-0000001, ostatnio sprawdzony: 2 listopada 2026 r." in receipt["agencies"][0]["text"]


@pytest.mark.parametrize("language", ["en", "de", "en-CA", "it", "pl-PL"])
def test_the_words_of_one_language_are_not_agreed_to_in_another(stack: Stack, language: str) -> None:
    form = polish_form()
    form["consent"]["language"] = language
    assert call(stack, "PUT /api/opt-in", form).problem == "consent-changed"


def test_mistakes_are_told_in_the_language_of_the_page(stack: Stack) -> None:
    form = polish_form(purposes=[], months=7)
    for reply in (call(stack, "PUT /api/opt-in", form, language="pl"), call(stack, "PUT /api/opt-in", form)):
        assert (reply.status, reply.headers["Content-Language"]) == (422, "pl")
        assert [error["detail"] for error in reply.json["errors"]] == [
            "Zaznacz to pole, aby dołączyć. Bez Twojej zgody nie możemy przechowywać Twoich danych.",
            "Wybierz jeden z tych okresów w miesiącach: 6, 12, 24.",
        ]


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("earliest_start", "99999-01-01", "Podaj datę jako rok, miesiąc i dzień, na przykład 2027-03-31."),
        ("earliest_start", 5, "Podaj datę jako rok, miesiąc i dzień, na przykład 2027-03-31."),
        ("earliest_start", "2099-01-01", "Podaj datę w ciągu najbliższych dwóch lat albo zostaw to pole puste."),
        ("distance_km", "25", "Wybierz jedną z odległości z listy."),
        ("distance_km", 7, "Wybierz jedną z odległości z listy."),
        ("shifts", "day", "Wybieraj tylko spośród opcji w formularzu."),
        ("shifts", ["x" * 65], "Wybieraj tylko spośród opcji w formularzu."),
        ("channel", "text", "Wybieraj tylko spośród opcji w formularzu."),
        ("language", None, "Wybieraj tylko spośród opcji w formularzu."),
        ("area", 5, "Wpisz miejscowość albo kod pocztowy."),
        ("area", "x" * 61, "Maksymalna liczba znaków: 60."),
    ],
)
def test_each_field_has_words_of_its_own_for_what_is_wrong(
    stack: Stack, field: str, value: object, sentence: str
) -> None:
    form = polish_form(profile=answers(**{"earliest_start": None, field: value}))
    reply = call(stack, "PUT /api/opt-in", form, language="pl")
    assert [error["detail"] for error in reply.json["errors"]] == [sentence]


@pytest.mark.parametrize(("months", "problem"), [("12", "invalid-opt-in"), (12.5, "invalid-opt-in")])
def test_months_of_a_wrong_kind_are_refused_in_our_words(stack: Stack, months: object, problem: str) -> None:
    reply = call(stack, "PUT /api/opt-in", polish_form(months=months), language="pl")
    assert (reply.problem, reply.json["errors"][0]["detail"]) == (problem, "Wybieraj tylko spośród opcji w formularzu.")


def test_a_call_that_is_not_let_in_is_refused_in_its_language(stack: Stack) -> None:
    event = http_event("GET /api/invitation", "no code", accept_language="fr-CA")
    reply = stack.request(event)
    assert (reply.problem, reply.headers["Content-Language"]) == ("invitation-invalid", "fr-CA")
    assert "courriel" in reply.json["detail"]
    assert stack.request(http_event("GET /api/invitation", "no code")).headers["Content-Language"] == "en-CA"


def test_a_call_that_is_not_let_in_is_refused_in_the_language_of_the_page(stack: Stack) -> None:
    event = http_event("GET /api/invitation", "no code", accept_language="de-DE,de;q=0.9")
    reply = stack.request(event | {"queryStringParameters": {"language": "pl"}})
    assert (reply.problem, reply.headers["Content-Language"]) == ("invitation-invalid", "pl")


def test_answers_are_labelled_in_the_language_of_the_page_whatever_they_were_given_in(stack: Stack) -> None:
    call(stack, "PUT /api/opt-in", polish_form(agencies=["northstaff"]))
    for language in ("pl", "de", "fr-CA", "en"):
        today = read_employers().default.policy_in(language).choices
        (label_of_day,) = [choice.label for choice in today.shifts if choice.id == "day"]
        shown = call(stack, "GET /api/opt-in", language=language).json
        exported = call(stack, "GET /api/opt-in/export", language=language).json["opt_in"]
        for labels in (shown["labels"], exported["labels"]):
            assert labels["shifts"] == {"day": {"label": label_of_day, "offered": True}}
            assert labels["agencies"] == {"northstaff": {"label": "NorthStaff Inc.", "offered": True}}
    # A caller that names no language reads the one that the form was in.
    (spoken,) = [choice.label for choice in POLISH.choices.shifts if choice.id == "day"]
    assert call(stack, "GET /api/opt-in").json["labels"]["shifts"]["day"]["label"] == spoken


def test_the_unsubscribe_pages_are_in_the_readers_language(stack: Stack) -> None:
    # In the language of the email in their hand, whatever the browser prefers; an older token knows none.
    asked = call(stack, "GET /api/unsubscribe/{token}", accepts="pl-PL,pl;q=0.9")
    assert '<html lang="en-CA">' in asked.text
    older = KeyRing(SECRET).sign(Unsubscribe(CANDIDATE, employer_mark("")))
    asked = call(replace(stack, token=older), "GET /api/unsubscribe/{token}", accepts="pl-PL,pl;q=0.9")
    assert '<html lang="pl">' in asked.text
    assert "Wycofać zgodę?" in asked.text
    done = call(stack, "POST /api/unsubscribe/{token}", language="pt-PT")
    assert '<html lang="pt-PT">' in done.text
    assert "Não precisa de fazer mais nada." in done.text
