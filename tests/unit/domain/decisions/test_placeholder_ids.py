"""An id that is none is nobody's; one that only looks odd is somebody's."""

import pytest

from functions.domain.decisions.parse import parse_event
from functions.domain.decisions.placeholder_ids import is_placeholder_id
from functions.domain.errors import Permanent
from tests.builders import Json, body, erased_event, hired_event, rejected_event, rescinded_event, withdrew_event

BY_PROGRAMS = [
    "null",
    "NULL",
    "(null)",
    "<null>",
    '"null"',
    "\\N",
    "None",
    "nil",
    "NaN",
    "undefined",
    "undefined undefined",
]
BY_PROGRAMS += [
    "[object Object]",
    "#N/A",
    "#REF!",
    "#VALUE!",
    "string",
    "false",
    "-1",
    "{{candidate.id}}",
    "${id}",
    "NA",
]
ZEROS = ["0", "00", "0000000", "0.0", "0-0", "0x0", "00000000-0000-0000-0000-000000000000", "０"]
ZEROS += ["{00000000-0000-0000-0000-000000000000}", "ffffffff-ffff-ffff-ffff-ffffffffffff"]
SIGNS = ["-", "--", "—", ".", "...", "?", "_", "*", "/", " ", "   ", "\u200b", "\u2800", "()", "''"]
BY_PEOPLE = {
    "en": [
        "N/A",
        "n.a.",
        "unknown",
        "not available",
        "not_applicable",
        "Not-Set",
        "no id",
        "TBD",
        "candidate_id",
        "ID",
    ],
    "fr": ["aucun", "Néant", "inconnue", "non défini", "non renseigné", "s/o", "sans objet", "à définir"],
    "es": ["ninguno", "nulo", "desconocida", "vacío", "no disponible", "no aplica", "n/d", "sin id"],
    "de": ["keine", "unbekannt", "leer", "k.A.", "k. A.", "keine Angabe", "nicht verfügbar", "entfällt", "ohne"],
    "pl": ["brak", "Brak danych", "żaden", "nieznany", "nieokreślony", "nie dotyczy", "niezdefiniowany"],
    "pt": ["nenhum", "não definido", "não disponível", "desconhecido", "não se aplica", "vazio", "sem dados"],
}
IDS = ["1", "10", "01", "100", "C-0", "A-0", "0A", "000001", "00000000-0000-0000-0000-000000000001", "-17", "N-1"]
IDS += [
    "NA-7",
    "null-7",
    "Nullmeier",
    "NONE1",
    "nil9",
    "Brakowski",
    "undefined-behaviour-42",
    "x",
    "ND",
    "KA",
    "SO-1",
    "é",
]
IDS += [
    "ffffffff-ffff-4fff-8fff-ffffffffffff",
    "f",
    "0.5",
    "0x0f",
    "sam",
    "日本",
    "candidate-9",
    "id:7",
    "unknown.soldier",
]


@pytest.mark.parametrize(
    "text", [*BY_PROGRAMS, *ZEROS, *SIGNS, *(word for words in BY_PEOPLE.values() for word in words)]
)
def test_an_id_that_stands_for_none_is_none(text: str) -> None:
    assert is_placeholder_id(text)


@pytest.mark.parametrize("text", IDS)
def test_an_id_that_only_looks_odd_is_one(text: str) -> None:
    assert not is_placeholder_id(text)


@pytest.mark.parametrize(
    ("event", "field"),
    [
        (rejected_event(candidate={"id": "undefined"}), "data.candidate.id"),
        (rejected_event(application_id="0"), "data.application_id"),
        (rescinded_event(application_id="null"), "data.application_id"),
        (withdrew_event(application_id="n/a"), "data.application_id"),
        (hired_event(application_id="brak"), "data.application_id"),
        (hired_event(candidate={"id": "-"}), "data.candidate.id"),
        (erased_event(candidate_id="unbekannt"), "data.candidate.id"),
    ],
)
def test_an_event_about_nobody_can_never_be_processed_whatever_its_type(event: Json, field: str) -> None:
    with pytest.raises(Permanent) as stopped:
        parse_event(body(event))
    assert (stopped.value.code, stopped.value.detail) == ("placeholder_id", f"{field}: a placeholder, and not an id")


def test_an_odd_name_or_job_is_not_an_id() -> None:
    odd = rejected_event(
        candidate={"given_name": "Nil", "family_name": "Null"}, job={"id": "0", "title": "None-destructive"}
    )
    assert parse_event(body(odd)).event
